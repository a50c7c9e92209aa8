"""Tables of the yearly forms: other websites, figures that were typed in, names of items, and a form's document."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from gongkai.oversee.yearly.terms import Form


class Website(models.Model):
    """A government website of an office other than this platform's own: every number of its table is typed in."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+", verbose_name="主办单位")
    name = models.CharField("网站名称", max_length=60)
    address = models.CharField("首页网址", max_length=120)
    id_code = models.CharField("政府网站标识码", max_length=10)
    icp = models.CharField("ICP备案号", max_length=60, blank=True)
    police = models.CharField("公安机关备案号", max_length=60, blank=True)
    opened_on = models.DateField("开通日期", null=True)
    closed_on = models.DateField("关停日期", null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "政府网站"
        constraints = [
            models.UniqueConstraint(fields=["id_code"], condition=Q(closed_on=None), name="website_code_once"),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="website_closes_after_opening",
            ),
        ]


class YearlyFigure(models.Model):
    """填报: an answer to an item of a yearly form. Never changed (triggers); the newest counts, None takes it back.

    ``website`` None with the form of websites is this platform's own site. An item ``last.<code>`` is last year's number.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=Form.choices)
    website = models.ForeignKey(Website, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=32)
    value = models.CharField("内容", max_length=120, null=True)
    source = models.CharField("来源", max_length=200)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "年度表填报"
        indexes = [models.Index(fields=["organ", "form", "year", "website", "id"], name="yearly_figure_of_form")]

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None for words and for what was taken back."""
        text = self.value or ""
        return Decimal(text) if text.replace(".", "", 1).isdigit() and text.isascii() else None


class ItemWording(models.Model):
    """表式: another name for an item from a year on, or that it is no longer asked. Never changed; the newest counts."""

    item = models.CharField(max_length=32)
    label = models.CharField("名称", max_length=60)
    in_use = models.BooleanField("填报", default=True)
    from_year = models.PositiveSmallIntegerField("起用年度")
    source = models.CharField("依据", max_length=200)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "年度表表式"


class YearlyReport(models.Model):
    """A yearly form of an organ and a year: its texts (of a summary), and which record it was drafted as.

    ``figures`` is what it said when it was last drafted (items as text); ``corrects`` what the published text said, while a
    correction of it is under way.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=Form.choices)
    website = models.ForeignKey(Website, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    opening = models.TextField("开头", blank=True)
    work = models.TextField("工作开展情况", blank=True)
    problems = models.TextField("存在的问题", blank=True)
    plans = models.TextField("下一步工作", blank=True)
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(default=dict)
    corrects = models.JSONField(default=dict)
    drafted_at = models.DateTimeField(null=True)
    edited_by = models.CharField(max_length=80, blank=True)
    edited_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "年度表"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "form", "year"], condition=Q(website=None), name="yearly_report_once"
            ),
            models.UniqueConstraint(
                fields=["website", "year"], condition=Q(website__isnull=False), name="yearly_report_once_a_site"
            ),
        ]
