"""Tables of organs, people, posts, the values of configurable numbers, and the facts of the site."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from gongkai.kernel.organizations.terms import Level, Nature, ReviewPath, Role


class Organ(models.Model):
    """机关. Two parents: the government it belongs to, and the superior of its vertical system (条例3)."""

    name = models.CharField("机关全称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    level = models.CharField("政府层级", max_length=12, choices=Level.choices)
    nature = models.CharField("机关性质", max_length=12, choices=Nature.choices)
    government = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name="所属政府"
    )
    vertical_parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="vertical_members", verbose_name="垂直领导机关"
    )
    # 行政复议法24、27、28: who reviews; ``higher`` names what is not in this system, ``seat`` where a branch stands
    review_path = models.CharField("复议管辖", max_length=12, choices=ReviewPath.choices, default=ReviewPath.GENERAL)
    higher = models.CharField("上级机关全称", max_length=100, blank=True)
    seat = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在地人民政府"
    )
    position = models.IntegerField("排列次序", default=100)
    code = models.CharField("机关代字", max_length=20, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    index_code = models.CharField("索引号机构码", max_length=20, blank=True)
    index_pattern = models.CharField("索引号规则", max_length=80, default="{code}/{year}-{serial:05d}")
    makes_rules = models.BooleanField("可以制定规章", default=False)
    is_supervisor = models.BooleanField("政府信息公开主管部门", default=False)
    reviewers = models.PositiveSmallIntegerField("审核人数", default=3)
    timetable = models.JSONField("办公时间表", default=dict, blank=True)
    foi_office = models.CharField("公开工作机构", max_length=100, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真号码", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    opened_on = models.DateField("设立日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "机关"
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(closed_on=None), name="organ_name_once"),
            models.CheckConstraint(condition=Q(reviewers__in=[2, 3]), name="organ_two_or_three_reviewers"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganName(models.Model):
    """A name that an organ bore from one date to another; old pages keep it."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="names")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # first day on which it no longer held


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A person who works at the desk. What they may do comes from their posts, never from a flag."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    is_active = models.BooleanField("可以登录", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    invitation_hash = models.CharField(max_length=64, blank=True)
    invited_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    objects = PersonManager()

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """岗位: a person holds a role in an organ from ``starts_on`` until (not including) ``ends_on``."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts")
    title = models.CharField("职务", max_length=60, blank=True)
    role = models.CharField("角色", max_length=16, choices=Role.choices)
    starts_on = models.DateField("任职开始")
    ends_on = models.DateField("任职结束", null=True, blank=True)

    class Meta:
        verbose_name = "岗位"
        indexes = [models.Index(fields=["organ", "role"], name="post_by_organ_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="post_ends_after_start"
            )
        ]


class NumberValue(models.Model):
    """A value given to a configurable number, from a date on; the newest that is in force counts. Never overwritten."""

    code = models.CharField(max_length=60)
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+")
    value = models.IntegerField()
    source = models.CharField(max_length=300)
    effective_on = models.DateField()
    editor = models.CharField(max_length=80)
    edited_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["code", "organ", "effective_on"], name="number_value_by_code")]


class Site(models.Model):
    """Facts of the site shown in its head and foot (one row, id 1)."""

    name = models.CharField("网站名称", max_length=60, default="政府信息公开网")
    domain = models.CharField("网站域名", max_length=100, blank=True)
    id_code = models.CharField("网站标识码", max_length=10, blank=True)
    sponsor = models.CharField("主办单位", max_length=100, blank=True)
    operator = models.CharField("承办单位", max_length=100, blank=True)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    icp = models.CharField("ICP备案编号", max_length=60, blank=True)
    police = models.CharField("公安机关备案", max_length=60, blank=True)
    main_organ = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    # 行政复议法22: a reply served through the internet names where reconsideration may be asked for on line
    review_online = models.CharField(
        "网上申请行政复议的网址", max_length=200, blank=True, default="https://xzfy.moj.gov.cn"
    )
    demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)


class SignIn(models.Model):
    """One sign-in: shown to the person and the administrator, who can end it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40)
    at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="signin_by_person")]
