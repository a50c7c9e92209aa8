"""Applicants of the demo: invented names, identity numbers of a county that does not exist, credit codes with right check digits."""

from __future__ import annotations

from stdnum.cn import uscc

from gongkai.config.demo.timeline import vary
from gongkai.kernel.screening.identity import check_character

_SURNAMES = "柏栾冉蔺阮翟詹嵇仇滕晏裴席麻娄耿寇阎卞糜桑巫岑佟祁郁宓褚缪茅池鄢邬靳楼荆邸蒲尉燕"
_GIVEN = [
    "长庚",
    "素秋",
    "望潮",
    "立春",
    "永昌",
    "桂枝",
    "文澜",
    "守业",
    "秀竹",
    "大川",
    "晓禾",
    "志平",
    "玉田",
    "春生",
    "景行",
    "丽娟",
    "国桥",
    "冬至",
    "雨亭",
    "传芳",
    "建渠",
    "月英",
    "少华",
    "青松",
    "兰芝",
    "石头",
    "海宁",
    "金枝",
    "云开",
    "凤仪",
    "怀谷",
    "小满",
    "承志",
    "巧云",
    "明远",
    "淑贞",
    "铁柱",
    "若水",
    "庆丰",
    "思齐",
]
_STREETS = ("桥南路", "东关街", "文庙街", "滨河路", "稻香路", "康宁路", "学府路", "站前路")
_VILLAGES = ("望溪镇上塘村", "望溪镇柳垭村", "松亭镇松林坪村", "松亭镇三岔口村", "白鹭湾镇沙洲村", "白鹭湾镇芦荡村")

#: kind of table three, first two characters of the credit code, names
_BODIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "org_business": (
        "91",
        (
            "云岫县石桥铺建材有限公司", "澜州云岭环保工程有限公司", "云岫县凌波物业服务有限公司", "澜州三川建设工程有限公司",
            "云岫县鹭洲水产养殖有限公司", "澜州望溪文化传媒有限公司", "云岫县松亭茶业有限公司", "澜州长亭新能源有限公司",
        ),
    ),
    "org_research": ("12", ("澜州市城乡发展研究所", "澜州农业科学试验站", "澜州师范学院区域经济研究中心")),
    "org_welfare": ("51", ("云岫县绿水环保志愿者协会", "澜州市消费者权益促进会", "云岫县夕阳助老服务中心")),
    "org_legal": ("31", ("澜州衡岳律师事务所", "澜州正舟律师事务所", "云岫县桥南法律服务所")),
    "org_other": ("54", ("云岫县望溪镇柳垭村村民委员会", "云岫县凌波街道桥南社区居民委员会", "云岫县东关片区业主委员会")),
}  # fmt: skip


def natural(place: int) -> dict[str, str]:
    """The facts of the ``place``-th person; the same place, the same person."""
    name = _SURNAMES[place % len(_SURNAMES)] + _GIVEN[(place * 7 + place // len(_SURNAMES)) % len(_GIVEN)]
    birthday = (
        f"{vary(f'born {place}', 1958, 2001)}{vary(f'month {place}', 1, 12):02d}{vary(f'day {place}', 1, 28):02d}"
    )
    first = f"339926{birthday}{place % 1000:03d}"  # no county has 9926
    facts = {
        "kind": "natural", "name": name, "identity_kind": "resident", "identity_number": first + check_character(first),
        "phone": f"0999-03{place:05d}", "address": _address(place),
    }  # fmt: skip
    if place % 3 != 1:
        facts["email"] = f"reader{place}@letters.example"
    if place % 29 == 13:
        facts |= {"identity_kind": "passport", "identity_number": f"XZ{9_900_000 + place}"}
    return facts


def body(kind: str, place: int) -> dict[str, str]:
    """The facts of an organisation of one of the five kinds; the same place, the same organisation."""
    prefix, names = _BODIES[kind]
    serial = f"{99_300_000 + 1000 * list(_BODIES).index(kind) + place % len(names):08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, weights, strict=True)) % 11
    code = f"{prefix}991026{serial}" + {10: "X", 11: "0"}.get(rest, str(rest))
    return {
        "kind": kind, "name": names[place % len(names)], "identity_kind": "credit",
        "identity_number": code + str(uscc.calc_check_digit(code)),
        "phone": f"0999-04{list(_BODIES).index(kind)}{place % len(names):04d}",
        "email": f"office{place % len(names)}@{kind.removeprefix('org_')}.example",
        "address": f"云岫县凌波街道{_STREETS[place % len(_STREETS)]}{11 + place % 80}号",
        "representative": _SURNAMES[(place * 5 + 3) % len(_SURNAMES)] + _GIVEN[(place * 11 + 5) % len(_GIVEN)],
    }  # fmt: skip


def applicant(kind: str, place: int) -> dict[str, str]:
    """The facts of an applicant of a kind of table three."""
    return natural(place) if kind == "natural" else body(kind, place)


def _address(place: int) -> str:
    if place % 3:
        return f"云岫县凌波街道{_STREETS[place % len(_STREETS)]}{5 + place}号{1 + place % 6}栋{101 + place % 5 * 100}室"
    return f"云岫县{_VILLAGES[place % len(_VILLAGES)]}{1 + place % 9}组"
