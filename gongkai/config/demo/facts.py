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
    """A year of the county government's own openness work before the system counted it."""

    published: int
    normative: int
    abolished: int
    natural: int
    legal: int
    carried_in: int
    granted: int
    partial: int
    refused: int
    unable: int
    unhandled: int
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
    """The figures of that year for requests to the county government itself; nothing was carried from year to year."""
    natural, legal = vary(f"natural {year}", 5, 8), vary(f"legal {year}", 1, 2)
    partial, unable = vary(f"partial {year}", 0, 1), vary(f"unable {year}", 1, 2)
    return Openness(
        published=vary(f"published {year}", 9, 14),
        normative=vary(f"normative {year}", 3, 5),
        abolished=vary(f"abolished {year}", 1, 2),
        natural=natural,
        legal=legal,
        carried_in=0,
        granted=natural + legal - partial - unable,
        partial=partial,
        refused=0,
        unable=unable,
        unhandled=0,
        interpretations=vary(f"interpreted {year}", 2, 4),
    )
