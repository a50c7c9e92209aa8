"""Tables of collecting: the campaign of a year, the filing of each organ, what was reported, each step, each roll-up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.oversee.collecting.terms import Source, State


class Campaign(models.Model):
    """布置: an office collects the reports of a year from organs below it. One for an office and a year."""

    lead = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField("名称", max_length=100)
    words = models.TextField("填报要求", blank=True)
    due_on = models.DateField("报送截止日")
    due_source = models.CharField("截止日依据", max_length=300)
    summed_due_on = models.DateField("下级政府汇总报送截止日")
    summed_due_source = models.CharField("汇总截止日依据", max_length=300)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "年报汇集"
        constraints = [models.UniqueConstraint(fields=["lead", "year"], name="campaign_once")]


class Filing(models.Model):
    """报送: what an organ owes a campaign. ``cells``: the draft as text by cell, an absent one is 未填报.

    ``keeper``: whose FOI office fills it in; ``above``: the government or office that it is summed into; ``reviewer``: whose FOI
    office examines it. ``places``: where each number is from; ``words``: an explanation by the fingerprint of the finding.
    ``accepted``: the version that counts, only while it is accepted or locked.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="filings")
    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    keeper = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    above = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    part = models.CharField("汇总归类", max_length=12)
    due_on = models.DateField("报送截止日")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ASSIGNED)
    source = models.CharField("数据来源", max_length=12, choices=Source.choices, default=Source.NONE)
    cells = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    computed_digest = models.CharField(max_length=64, blank=True)
    rollup = models.ForeignKey("collecting.RollUp", models.PROTECT, null=True, related_name="+")
    errors = models.PositiveSmallIntegerField("不相符", default=0)
    warnings = models.PositiveSmallIntegerField("待核对", default=0)
    missing = models.PositiveSmallIntegerField("未填报", default=0)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.CharField(max_length=80, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    accepted = models.ForeignKey("collecting.FilingVersion", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "年报报送"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organ"], condition=~Q(state="removed"), name="filing_once"),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "locked"], accepted__isnull=False)
                | (~Q(state__in=["accepted", "locked"]) & Q(accepted__isnull=True)),
                name="filing_counts_when_accepted",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state"], name="filing_by_state"),
            models.Index(fields=["organ", "state"], name="filing_by_organ"),
        ]


class FilingVersion(models.Model):
    """What was reported at one time. Never changed (triggers)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=12, choices=Source.choices)
    cells = models.JSONField()
    places = models.JSONField()
    texts = models.JSONField()
    words = models.JSONField()
    digest = models.CharField(max_length=64)
    rollup = models.ForeignKey("collecting.RollUp", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "报送版本"
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="version_once")]


class FilingStep(models.Model):
    """A move of a filing with what was said. ``cells``: what is wrong with single cells. Never changed (triggers)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=16)
    reason = models.CharField(max_length=500, blank=True)
    cells = models.JSONField(default=dict)
    reported = models.ForeignKey(FilingVersion, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "报送步骤"


class RollUp(models.Model):
    """汇总: the sum of the filings below a government under a declared scope. Never changed (triggers).

    ``scope``: {own, department, lower, submitted: true or false, out: {organ id: reason}}; ``parts``: [{organ, name, part, filing,
    version, digest}]; ``missing``: [{organ, name, part, state}] that the scope takes in and that do not count yet.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rollups")
    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    scope = models.JSONField()
    cells = models.JSONField()
    parts = models.JSONField()
    missing = models.JSONField()
    digest = models.CharField(max_length=64)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "年报汇总"
        indexes = [models.Index(fields=["campaign", "organ", "-id"], name="rollup_latest")]


class Reminder(models.Model):
    """A reminder that was sent. ``kind``: before, day, late or asked (by a person); ``mark`` tells those of one kind apart."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=8)
    mark = models.CharField(max_length=40)
    by_name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "报送提醒"
        constraints = [models.UniqueConstraint(fields=["filing", "kind", "mark"], name="filing_reminder_once")]
