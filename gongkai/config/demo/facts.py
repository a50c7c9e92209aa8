"""Figures of the county that several documents quote, so that a total in one agrees with the total in another."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.config.demo.timeline import vary

HOUSEHOLD_POPULATION = 386_420  # 户籍人口
_SHARES = (
    ("一般公共服务支出", 0.104),
    ("公共安全支出", 0.046),
    ("教育支出", 0.213),
    ("科学技术支出", 0.018),
    ("文化旅游体育与传媒支出", 0.017),
    ("社会保障和就业支出", 0.169),
    ("卫生健康支出", 0.098),
    ("节能环保支出", 0.031),
    ("城乡社区支出", 0.062),
    ("农林水支出", 0.147),
    ("交通运输支出", 0.034),
    ("住房保障支出", 0.033),
    ("灾害防治及应急管理支出", 0.012),
)


@dataclass(frozen=True)
class Budget:
    """The general public budget of a year in 万元; revenue equals spending."""

    taxes: int
    other_income: int
    transfers: int
    carried: int
    spending: tuple[tuple[str, int], ...]

    @property
    def own(self) -> int:
        """地方一般公共预算收入."""
        return self.taxes + self.other_income

    @property
    def total(self) -> int:
        """收入总计, and 支出总计."""
        return self.own + self.transfers + self.carried

    def of(self, item: str) -> int:
        """What one function of spending gets; KeyError when there is none of that name."""
        return dict(self.spending)[item]


def budget(year: int) -> Budget:
    """The budget that the people's congress approved in January of that year."""
    own = round(86_200 * 1.045 ** (year - 2024))
    taxes = round(own * 0.612)
    transfers = round(214_500 * 1.028 ** (year - 2024))
    carried = vary(f"carried {year}", 6_100, 9_800)
    return _split(taxes, own - taxes, transfers, carried, f"budget {year}")


def accounts(year: int) -> Budget:
    """The final accounts of that year, a little off the budget in both directions."""
    plan = budget(year)
    taxes = plan.taxes + vary(f"taxes {year}", -1_200, 900)
    other = plan.other_income + vary(f"other {year}", -300, 1_400)
    transfers = plan.transfers + vary(f"transfers {year}", 4_000, 11_000)
    return _split(taxes, other, transfers, plan.carried, f"accounts {year}")


def _split(taxes: int, other: int, transfers: int, carried: int, seed: str) -> Budget:
    total = taxes + other + transfers + carried
    items = [(name, round(total * share) + vary(f"{seed} {name}", -180, 180)) for name, share in _SHARES]
    items.append(("其他支出", total - sum(amount for _, amount in items)))
    return Budget(taxes, other, transfers, carried, tuple(items))


@dataclass(frozen=True)
class Economy:
    """A year of the county; money in 亿元, growth in percent at comparable prices."""

    output: float
    growth: float
    first: float
    second: float
    third: float
    retail: float
    town_income: int
    rural_income: int
    residents: float
    grain: float


def economy(year: int) -> Economy:
    """What the statistical communiqué of that year says; the three sectors sum to the output."""
    output = round(186.4 * 1.056 ** (year - 2024), 1)
    first = round(output * 0.187, 1)
    second = round(output * 0.356, 1)
    return Economy(
        output=output,
        growth=5 + vary(f"growth {year}", 2, 9) / 10,
        first=first,
        second=second,
        third=round(output - first - second, 1),
        retail=round(71.3 * 1.049 ** (year - 2024), 1),
        town_income=round(37_850 * 1.046 ** (year - 2024)),
        rural_income=round(19_640 * 1.061 ** (year - 2024)),
        residents=round(31.8 - 0.1 * (year - 2024), 1),
        grain=round(15.2 + vary(f"grain {year}", -3, 5) / 10, 1),
    )


@dataclass(frozen=True)
class Openness:
    """A year of openness work, as the annual report and the work points of the next year give it."""

    published: int
    normative: int
    abolished: int
    in_force: int
    licences: int
    penalties: int
    coercion: int
    fees: float
    natural: int
    legal: int
    carried_in: int
    granted: int
    partial: int
    refused: int
    unable: int
    unhandled: int
    reconsidered: int
    upheld: int
    interpretations: int

    @property
    def received(self) -> int:
        """本年新收政府信息公开申请数量."""
        return self.natural + self.legal

    @property
    def decided(self) -> int:
        """本年度办理结果总计."""
        return self.granted + self.partial + self.refused + self.unable + self.unhandled

    @property
    def carried_out(self) -> int:
        """结转下年度继续办理: what came in and was carried in, less what was decided."""
        return self.received + self.carried_in - self.decided


def openness(year: int) -> Openness:
    """The figures of that year for the whole county."""
    natural, legal = vary(f"natural {year}", 78, 104), vary(f"legal {year}", 9, 21)
    carried_in = vary(f"carried over {year}", 2, 6)
    open_end = vary(f"carried over {year + 1}", 2, 6)
    decided = natural + legal + carried_in - open_end
    partial, refused = vary(f"partial {year}", 6, 10), vary(f"refused {year}", 5, 9)
    unable, unhandled = vary(f"unable {year}", 17, 24), vary(f"unhandled {year}", 3, 6)
    return Openness(
        published=vary(f"published {year}", 9_400, 10_900),
        normative=vary(f"normative {year}", 7, 11),
        abolished=vary(f"abolished {year}", 2, 5),
        in_force=vary(f"in force {year}", 61, 68),
        licences=vary(f"licences {year}", 15_200, 17_900),
        penalties=vary(f"penalties {year}", 1_180, 1_460),
        coercion=vary(f"coercion {year}", 31, 58),
        fees=vary(f"fees {year}", 168_000, 193_000) / 100,
        natural=natural,
        legal=legal,
        carried_in=carried_in,
        granted=decided - partial - refused - unable - unhandled,
        partial=partial,
        refused=refused,
        unable=unable,
        unhandled=unhandled,
        reconsidered=vary(f"reconsidered {year}", 3, 6),
        upheld=vary(f"upheld {year}", 2, 3),
        interpretations=vary(f"interpreted {year}", 14, 22),
    )
