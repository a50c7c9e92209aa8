"""Words of organs and roles."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class Level(Term):
    """政府层级."""

    STATE = "state", "国家"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "设区的市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"


class Nature(Term):
    """What an organ is; it decides which duties it has."""

    GOVERNMENT = "government", "人民政府", "条例27"
    OFFICE = "office", "政府办公厅（室）", "条例3"
    DEPARTMENT = "department", "政府部门", "条例27"
    TOWNSHIP = "township", "乡镇人民政府、街道办事处", "条例21"
    DISPATCHED = "dispatched", "派出机构", "条例10"
    AUTHORIZED = "authorized", "法律法规授权组织", "条例54"
    INSTITUTION = "institution", "公共企事业单位", "条例55"
    LEGISLATURE = "legislature", "立法机关"


class ReviewPath(Term):
    """复议管辖: which articles say who reviews what the organ decides."""

    GENERAL = "general", "一般管辖", "行政复议法24"
    VERTICAL = "vertical", "垂直领导机关", "行政复议法27"
    JUSTICE = "justice", "司法行政部门", "行政复议法28"
    DISTRICT = "district", "按行政区划设立的派出机构", "行政复议法24(4)"


class Role(Term):
    """角色: what a post allows."""

    DRAFT = "draft", "起草"
    FIRST_REVIEW = "first_review", "初审"
    SECOND_REVIEW = "second_review", "复审"
    FINAL_REVIEW = "final_review", "终审"
    FOI_OFFICER = "foi_officer", "公开机构经办", "条例4"
    FOI_HEAD = "foi_head", "公开机构负责人", "条例4"
    SIGNER = "signer", "签发领导"
    LEGAL = "legal", "法制审核"
    SUPERVISOR = "supervisor", "主管部门监督", "条例47"
    ADMIN = "admin", "系统管理"
    AUDITOR = "auditor", "审计（只读）"
    PUBLIC = "public", "公众"


#: Roles that may read the drafts and cases of their own organ. The administrator sees no content; the supervisor sees
#: state, clocks, papers issued and figures of its organs.
CONTENT_ROLES = frozenset(
    {
        Role.DRAFT,
        Role.FIRST_REVIEW,
        Role.SECOND_REVIEW,
        Role.FINAL_REVIEW,
        Role.FOI_OFFICER,
        Role.FOI_HEAD,
        Role.SIGNER,
        Role.LEGAL,
    }
)
