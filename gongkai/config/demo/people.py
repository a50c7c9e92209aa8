"""The people of the demo: who sits where, which posts they hold, and since when; every name is invented."""

from __future__ import annotations

from datetime import date
from typing import cast, get_args

from gongkai.config.demo.shape import DemoPerson, DemoPost, Role
from gongkai.config.demo.timeline import Timeline

# username | name | title | organ | posts: "organ role role, organ role"; "<" ends a post last July, ">" begins it then.
# The same people review for several organs where an organ is too small to find enough of its own.
_ROWS = """
shenzhiyuan|沈致远|县长|county|county signer
luwanqing|陆晚晴|副县长|county|county signer, office signer,\
 labour signer, transport signer, emergency signer, services signer,\
 songting signer, bailu signer, figures signer foi_head
fangmingde|方明德|县政府办公室主任|office|office foi_head signer final_review, county foi_head final_review
jiangyulan|蒋玉兰|县政府办公室副主任|office|office final_review supervisor, county final_review, figures final_review
hebinhua|何彬华|政务公开股股长|office|office foi_officer second_review supervisor, county foi_officer second_review
tanxiaoyun|谭晓芸|政务公开股科员|office|office draft first_review, county first_review, lingbo second_review
wuhanchen|伍汉臣|秘书股科员|office|office draft, county draft
qiuruolin|邱若琳|秘书股股长|office|office first_review draft, county first_review draft
zhoujingzhi|周敬之|法制股股长|office|office legal second_review, county legal second_review
tongxueli|童雪莉|信息股科员|office|office admin, county admin
gaolianyi|高廉毅|督查股股长|office|office auditor, county auditor
renhaoran|任浩然|发展和改革局局长|development|development signer foi_head
xiamengqi|夏梦琪|综合股股长|development|development draft, figures first_review foi_officer, transport first_review
duanchengye|段成业|政策法规股股长|development|development second_review legal foi_officer, figures legal draft
ouyangjie|欧阳洁|发展和改革局副局长|development|development final_review, transport final_review
luoshuyi|罗淑仪|教育局办公室主任|education|education first_review foi_officer, health second_review
panzhengyu|潘正宇|基础教育股股长|education|education draft
haolingfei|郝凌飞|教育局副局长|education|education final_review foi_head signer
weixiuzhen|韦秀珍|民政局办公室主任|civil|civil first_review foi_officer, labour second_review
shidapeng|石大鹏|社会救助股股长|civil|civil draft second_review
tianyuhe|田雨禾|民政局副局长|civil|civil final_review foi_head signer, labour final_review
guanjiawei|关家玮|预算股股长|finance|finance draft first_review
maoyiting|毛依婷|财政局办公室主任|finance|finance first_review foi_officer draft, trading first_review
xiongzhenhai|熊振海|法规股股长|finance|finance second_review legal, services second_review
jilanxin|纪兰心|财政局副局长|finance|finance final_review foi_head signer, trading final_review foi_head signer
leijunyan|雷俊岩|就业促进股股长|labour|labour draft first_review
meifanghua|梅芳华|人社局办公室主任|labour|labour first_review foi_officer foi_head, civil second_review
sutianyou|苏天佑|用途管制股股长|land|land draft, housing second_review
baiyueru|白月如|自然资源和规划局办公室主任|land|land first_review foi_officer, housing first_review
jinshaofeng|金少峰|自然资源和规划局副局长|land|land final_review foi_head signer,\
 environment final_review foi_head signer
caisiyuan|蔡思源|住建局办公室主任|housing|housing draft foi_officer, streets second_review,\
 environment second_review, land second_review
dengqiuping|邓秋萍|住建局副局长|housing|housing final_review foi_head signer, streets final_review foi_head signer
majianping|马建平|交通运输局办公室主任|transport|transport draft foi_officer, development first_review
yuwenbo|余文博|养护管理股股长|transport|transport draft second_review foi_head
chenmuyang|陈沐阳|农业农村局办公室主任|farming|farming draft foi_officer, wangxi second_review
xiangdongqing|向冬青|农业农村局副局长|farming|farming final_review foi_head signer, songting final_review
huqianhe|胡千禾|种植业股股长|farming|farming draft second_review, bailu second_review
linzhixia|林知夏|卫健局办公室主任|health|health draft foi_officer, education second_review, emergency second_review
dujianguo|杜建国|卫健局副局长|health|health final_review foi_head signer, emergency final_review
zengyihan|曾亦涵|应急局综合股股长|emergency|emergency draft foi_officer foi_head, health first_review
yejingwen|叶静雯|食品安全协调股股长|market|market draft, services first_review, trading draft
fuguoliang|傅国梁|法规股股长|market|market second_review legal foi_officer, emergency first_review
changshuhui|常淑惠|市场监管局副局长|market|market final_review foi_head signer, services final_review
zouchuxian|邹楚贤|综合股股长|services|services draft foi_officer foi_head, market first_review
wanshoucheng|万守成|城管局法制股股长|streets|streets draft foi_officer legal, environment first_review
yuanqingshan|袁青山|综合股股长|environment|environment draft foi_officer, streets first_review
wuyanling|吴彦翎|望溪镇党政办主任|wangxi|wangxi draft foi_officer, farming first_review, songting second_review
zhuchangqing|祝长青|望溪镇副镇长|wangxi|wangxi final_review foi_head signer, bailu final_review
tangxiaoman|汤小满|松亭镇党政办主任|songting|songting draft foi_officer foi_head, wangxi first_review
shangyunfei|尚云飞|白鹭湾镇党政办主任|bailu|bailu draft foi_officer foi_head, songting first_review, lingbo first_review
qihongmei|齐红梅|凌波街道综合办主任|lingbo|lingbo draft foi_officer, bailu first_review
jiaolifu|焦立夫|凌波街道办事处副主任|lingbo|lingbo final_review foi_head signer
aiwenqian|艾文倩|交易中心综合科科长|trading|trading draft foi_officer
"""
# Posts that changed hands last July: (username, organ, role, whether it ended then rather than began).
_HANDED_OVER = {
    ("qiuruolin", "office", "first_review", False),
    ("wuhanchen", "office", "first_review", True),
    ("yuwenbo", "development", "first_review", True),
}


def people(today: date) -> tuple[DemoPerson, ...]:
    """About fifty people with their posts; posts begin long before the first document, or change hands last July."""
    line = Timeline(today)
    entry, handover = date(line.last - 3, 3, 1), date(line.last, 7, 1)
    found: list[DemoPerson] = []
    for row in _ROWS.strip().splitlines():
        username, name, title, organ, text = row.split("|")
        held = [(place, role) for group in text.split(",") for place, *roles in [group.split()] for role in roles]
        began = {(place, role) for who, place, role, ended in _HANDED_OVER if who == username and not ended}
        ended = {(place, role) for who, place, role, ended in _HANDED_OVER if who == username and ended}
        posts = [
            DemoPost(
                organ=place,
                role=_role(role),
                start=handover if (place, role) in began else entry,
                end=handover if (place, role) in ended else None,
            )
            for place, role in dict.fromkeys([*held, *sorted(ended)])
        ]
        found.append(DemoPerson(username=username, name=name, title=title, organ=organ, posts=tuple(posts)))
    return tuple(found)


def _role(value: str) -> Role:
    assert value in get_args(Role), value
    return cast("Role", value)
