"""Tables of the annual report: typed figures, disputes, the tasks and the report of a year, what people said of findings."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from gongkai.oversee.annual.terms import DisputeKind, DisputeResult, TaskState


class TypedFigure(models.Model):
    """填报: a number of table two that the office knows from elsewhere. Never changed (triggers); the newest counts.

    ``value`` None takes the number back: the cell is 未填报 again. It is text (96171.6), so that every database keeps it exactly.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    cell = models.CharField(max_length=32)
    value = models.CharField("数值", max_length=24, null=True)
    source = models.CharField("来源", max_length=200)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "填报数"
        indexes = [models.Index(fields=["organ", "year", "cell", "-id"], name="typed_figure_latest")]

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None when it was taken back."""
        return None if self.value is None else Decimal(self.value)


class Counterpart(models.Model):
    """他处公布: what another page published for a typed figure, and where. Never changed (triggers); the newest counts.

    A difference is explained (see ``Verdict``), never corrected towards it. ``value`` None takes it back.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    cell = models.CharField(max_length=32)
    value = models.CharField("他处公布的数", max_length=24, null=True)
    source = models.CharField("公布在何处", max_length=200)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "他处公布数"
        indexes = [models.Index(fields=["organ", "year", "cell", "-id"], name="counterpart_latest")]


class Task(models.Model):
    """公开工作任务: what the year's plan asked of the office, and what became of it."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField("任务", max_length=120)
    source = models.CharField("来源文件", max_length=200)
    state = models.CharField("进展", max_length=8, choices=TaskState.choices, default=TaskState.RUNNING)
    result = models.CharField("完成情况", max_length=500, blank=True)
    finished_on = models.DateField("完成日期", null=True)
    person_name = models.CharField(max_length=80)  # who wrote it last
    edited_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "公开工作任务"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", finished_on__isnull=False) | (~Q(state="done") & Q(finished_on__isnull=True)),
                name="task_done_on_a_day",
            )
        ]
        indexes = [models.Index(fields=["organ", "year"], name="task_of_year")]


class Dispute(models.Model):
    """A reconsideration or a suit over openness work. It counts in every year in which it was pending or ended."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=8, choices=DisputeKind.choices)
    filed_on = models.DateField("收到日期")  # the day the office was told of it
    case_number = models.CharField("案号", max_length=80, blank=True)
    authority = models.CharField("复议机关或法院", max_length=100, blank=True)
    result = models.CharField("结果", max_length=10, choices=DisputeResult.choices, default=DisputeResult.PENDING)
    decided_on = models.DateField("审结日期", null=True)
    source = models.CharField("来源", max_length=200)
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+")  # the request it is about
    created_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "复议诉讼"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="pending", decided_on__isnull=True)
                | (~Q(result="pending") & Q(decided_on__gte=models.F("filed_on"))),
                name="dispute_ends_with_a_result",
            )
        ]
        indexes = [models.Index(fields=["organ", "filed_on"], name="dispute_by_organ")]


class AnnualReport(models.Model):
    """The report of an organ and a year: its texts, and which record it was drafted as.

    ``figures`` is what the tables said when it was last drafted (cells as text): next year is compared with it.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    preface = models.TextField("导语", blank=True)
    overview = models.TextField("总体情况", blank=True)
    problems = models.TextField("存在的主要问题及改进情况", blank=True)
    others = models.TextField("其他需要报告的事项", blank=True)
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(default=dict)
    corrects = models.JSONField(default=dict)  # what the published text said, while a correction of it is under way
    drafted_at = models.DateTimeField(null=True)
    edited_by = models.CharField(max_length=80, blank=True)
    edited_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "年度报告"
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="annual_report_once")]


class Verdict(models.Model):
    """说明: what a person said of a finding. Never changed (triggers); the newest of an office counts, an empty reason takes it back.

    It belongs to the numbers of ``fingerprint`` (see ``report.Check``); with other numbers it lapses. ``about``: the organ as a
    published report names itself; empty for the office's own report.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")  # whose office says so
    about = models.CharField("所核对的机关", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField()  # 0 where the report tells none
    fingerprint = models.CharField(max_length=16)
    topic = models.CharField(max_length=16)  # the same for the same comparison with other numbers
    words = models.TextField("所说明的问题")  # as it stood
    reason = models.CharField("说明", max_length=500, blank=True)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "核对说明"
        indexes = [
            models.Index(fields=["about", "year", "organ", "id"], name="verdict_of_report"),
            models.Index(fields=["organ", "-id"], name="verdict_newest"),
        ]
