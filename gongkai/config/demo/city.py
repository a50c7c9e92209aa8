"""The organs of Yunxiu county and the facts of its site; names, codes, telephones and addresses are invented."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum.cn import uscc

from gongkai.config.demo.shape import DemoOrgan, DemoSite, Level, Nature

COUNTY = "云岫县"
CITY = "澜州市"
REGION = "991026"  # 99: no province has it
DOMAIN = "yunxiu.example"

SITE = DemoSite(
    name="云岫县人民政府",
    site_code="9910260001",
    icp="示ICP备99102601号",
    police="示公网安备99102602000001号",
    domain=f"www.{DOMAIN}",
    sponsor="云岫县人民政府办公室",
    maintainer="云岫县行政审批和政务服务局",
    address="云岫县凌波街道文庙街1号",
    postcode="999026",
    phone="0999-0210001",
    email=f"site@{DOMAIN}",
)

# Telephones begin with 0 after the area code, which no exchange assigns.
_MORNING, _AFTERNOON = ("08:30", "12:00"), ("14:30", "18:00")
_COUNTRY_AFTERNOON = ("14:00", "17:30")
_HALL = ("09:00", "17:00")


# key, name, short name, level, nature, 机关代字, FOI office, address, duties
_ROWS: tuple[tuple[str, str, str, Level, Nature, str, str, str, str], ...] = (
    (
        "county",
        "云岫县人民政府",
        "县政府",
        "county",
        "government",
        "岫政发",
        "云岫县人民政府办公室政务公开股",
        "凌波街道文庙街1号",
        "执行本级人民代表大会的决议和上级国家行政机关的决定、命令，管理本行政区域内的经济、教育、科学、文化、卫生、城乡建设等行政工作。",
    ),
    (
        "office",
        "云岫县人民政府办公室",
        "县政府办",
        "county",
        "department",
        "岫政办发",
        "政务公开股",
        "凌波街道文庙街1号",
        "协助县政府领导组织起草和审核公文，承担会务、督查、信息、值班工作，主管全县政府信息公开工作。",
    ),
    (
        "development",
        "云岫县发展和改革局",
        "县发改局",
        "county",
        "department",
        "岫发改",
        "办公室",
        "凌波街道文庙街18号",
        "拟订国民经济和社会发展规划、年度计划，承担政府投资项目审批、价格管理、粮食和物资储备工作。",
    ),
    (
        "education",
        "云岫县教育局",
        "县教育局",
        "county",
        "department",
        "岫教",
        "办公室",
        "凌波街道学府路6号",
        "管理全县基础教育、职业教育和学前教育，负责招生入学、教师队伍建设、校园安全和学生资助工作。",
    ),
    (
        "civil",
        "云岫县民政局",
        "县民政局",
        "county",
        "department",
        "岫民",
        "办公室",
        "凌波街道桥南路33号",
        "承担社会救助、养老服务、儿童福利、殡葬管理、社会组织登记、区划地名和婚姻登记工作。",
    ),
    (
        "finance",
        "云岫县财政局",
        "县财政局",
        "county",
        "department",
        "岫财",
        "办公室",
        "凌波街道文庙街22号",
        "编制年度预决算草案并组织执行，管理政府债务、非税收入、政府采购和行政事业单位国有资产。",
    ),
    (
        "labour",
        "云岫县人力资源和社会保障局",
        "县人社局",
        "county",
        "department",
        "岫人社",
        "办公室",
        "凌波街道桥南路41号",
        "负责促进就业、社会保险、人事人才、劳动关系和劳动保障监察工作。",
    ),
    (
        "land",
        "云岫县自然资源和规划局",
        "县自然资源和规划局",
        "county",
        "department",
        "岫自然资",
        "办公室",
        "凌波街道滨河路9号",
        "履行自然资源资产所有者职责，负责国土空间规划、用地审批、确权登记、矿产管理和测绘工作。",
    ),
    (
        "housing",
        "云岫县住房和城乡建设局",
        "县住建局",
        "county",
        "department",
        "岫建",
        "办公室",
        "凌波街道滨河路15号",
        "负责住房保障、房地产市场、建筑业、城市更新、燃气和供排水行业管理工作。",
    ),
    (
        "transport",
        "云岫县交通运输局",
        "县交通运输局",
        "county",
        "department",
        "岫交",
        "办公室",
        "凌波街道站前路2号",
        "负责公路建设养护、道路运输和水路运输管理、城乡公交和交通运输行政执法工作。",
    ),
    (
        "farming",
        "云岫县农业农村局",
        "县农业农村局",
        "county",
        "department",
        "岫农",
        "办公室",
        "凌波街道稻香路8号",
        "统筹乡村振兴，负责种植业、畜牧业、渔业、农机、农产品质量安全和农村宅基地管理工作。",
    ),
    (
        "health",
        "云岫县卫生健康局",
        "县卫健局",
        "county",
        "department",
        "岫卫健",
        "办公室",
        "凌波街道康宁路5号",
        "负责疾病预防控制、医政医管、基层卫生、妇幼健康、老龄健康和公共场所卫生监督工作。",
    ),
    (
        "emergency",
        "云岫县应急管理局",
        "县应急局",
        "county",
        "department",
        "岫应急",
        "办公室",
        "凌波街道安澜路1号",
        "指导安全生产、防灾减灾救灾工作，负责危险化学品、烟花爆竹安全监管和应急预案管理。",
    ),
    (
        "market",
        "云岫县市场监督管理局",
        "县市场监管局",
        "county",
        "department",
        "岫市监",
        "法规股",
        "凌波街道康宁路20号",
        "负责经营主体登记、食品药品安全、特种设备安全、产品质量、价格监督和消费者权益保护工作。",
    ),
    (
        "services",
        "云岫县行政审批和政务服务局",
        "县政务服务局",
        "county",
        "department",
        "岫政服",
        "综合股",
        "凌波街道文庙街66号政务服务中心",
        "推进行政审批制度改革，管理政务服务大厅和基层便民服务中心，维护政府网站和政务服务平台。",
    ),
    (
        "streets",
        "云岫县城市管理局",
        "县城管局",
        "county",
        "department",
        "岫城管",
        "办公室",
        "凌波街道东关街77号",
        "负责城区市容环境卫生、园林绿化、户外广告、停车秩序管理和城市管理综合行政执法工作。",
    ),
    (
        "environment",
        "澜州市生态环境局云岫分局",
        "生态环境云岫分局",
        "county",
        "agency",
        "澜环岫",
        "办公室",
        "凌波街道滨河路28号",
        "承担辖区内环境质量监测、排污许可、建设项目环评审批和生态环境执法工作。",
    ),
    (
        "figures",
        "云岫县统计局",
        "县统计局",
        "county",
        "department",
        "岫统",
        "办公室",
        "凌波街道文庙街18号",
        "组织实施统计调查和普查，核算国民经济，发布全县经济社会发展统计数据。",
    ),
    (
        "wangxi",
        "云岫县望溪镇人民政府",
        "望溪镇",
        "township",
        "government",
        "望政",
        "党政综合办公室",
        "望溪镇正街12号",
        "辖上塘、柳垭、石桥铺、青石沟等11个村和1个社区，管理本行政区域内的各项行政工作。",
    ),
    (
        "songting",
        "云岫县松亭镇人民政府",
        "松亭镇",
        "township",
        "government",
        "松政",
        "党政综合办公室",
        "松亭镇长亭街3号",
        "辖松林坪、三岔口、桐坪、大垭等14个村，管理本行政区域内的各项行政工作。",
    ),
    (
        "bailu",
        "云岫县白鹭湾镇人民政府",
        "白鹭湾镇",
        "township",
        "government",
        "鹭政",
        "党政综合办公室",
        "白鹭湾镇渡口街5号",
        "辖鹭洲、沙洲、渡口、芦荡等9个村和1个社区，管理本行政区域内的各项行政工作。",
    ),
    (
        "lingbo",
        "云岫县人民政府凌波街道办事处",
        "凌波街道",
        "township",
        "agency",
        "凌办",
        "综合办公室",
        "凌波街道东关街19号",
        "受县人民政府委派，负责东关、桥南、文庙、北苑等8个社区的公共服务、公共管理和公共安全工作。",
    ),
    (
        "trading",
        "云岫县公共资源交易中心",
        "县交易中心",
        "county",
        "institution",
        "岫交易",
        "综合科",
        "凌波街道文庙街66号政务服务中心四楼",
        "为工程建设招标投标、政府采购、土地使用权和国有产权交易提供场所、信息和见证服务。",
    ),
)
_SMALL = {"figures", "trading"}  # two reviewers


def organs() -> tuple[DemoOrgan, ...]:
    """Every organ, the county government first; each but it has a parent that stands before it."""
    return tuple(_organs())


def _organs() -> Iterator[DemoOrgan]:
    for place, (key, name, short, level, nature, code, foi_office, address, duties) in enumerate(_ROWS, start=1):
        hall = key in {"services", "trading"}
        country = key in {"wangxi", "songting", "bailu"}
        timetable = (_HALL,) if hall else (_MORNING, _COUNTRY_AFTERNOON if country else _AFTERNOON)
        spans = "，".join("—".join(part.lstrip("0") for part in span) for span in timetable)
        yield DemoOrgan(
            key=key,
            name=name,
            short_name=short,
            level=level,
            nature=nature,
            document_code=code,
            uscc=_credit_code(place, institution=nature == "institution"),
            index_code=f"YX{place:03d}",
            foi_office=foi_office,
            address=f"{COUNTY}{address}",
            postcode=f"9990{26 if level == 'county' or key == 'lingbo' else 26 + place}",
            hours=f"周一至周五{spans}（法定节假日除外）",
            timetable=timetable,
            phone=f"0999-021{place:02d}01",
            fax=f"0999-021{place:02d}09",
            email=f"{key}@{DOMAIN}",
            parent="" if key == "county" else "county",
            supervised_by="" if key == "office" else "office",  # 条例3: 县级人民政府办公室是主管部门
            vertical_parent="澜州市生态环境局" if key == "environment" else "",
            reviewers=2 if key in _SMALL else 3,
            duties=duties,
        )


def _credit_code(place: int, *, institution: bool) -> str:
    """A credit code whose two check digits (GB 11714, GB 32100) are right, in a region that does not exist."""
    serial = f"{99102600 + place:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    body = ("12" if institution else "11") + REGION + serial + {10: "X", 11: "0"}.get(rest, str(rest))
    return body + str(uscc.calc_check_digit(body))
