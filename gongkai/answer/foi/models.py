"""Tables of requests: the untouched application, the officer's facts of the case, letters, fees, decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.answer.foi.terms import (
    ApplicantKind,
    Channel,
    FeeBasis,
    LetterKind,
    Opinion,
    ProposalAnswer,
    Proposer,
    SupplyForm,
    SupplyWay,
)
from gongkai.kernel.casework import vault


class Application(models.Model):
    """What the applicant wrote, never changed (triggers). Who wrote it lies in ``sealed``; the query code only as a hash.

    ``number`` stands on the receipt. The officer's case is a separate record that points here.
    """

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    number = models.CharField("登记编号", max_length=60, unique=True)
    code_hash = models.CharField(max_length=128)  # of the query code; shown once
    channel = models.CharField(max_length=12, choices=Channel.choices)
    submitted_at = models.DateTimeField()
    applicant_kind = models.CharField(max_length=16, choices=ApplicantKind.choices)  # as the applicant said
    sealed = models.TextField()  # name, identity kind and number, contacts, representative
    description = models.TextField("所需政府信息", max_length=5000)
    supply_form = models.CharField("形式要求", max_length=12, choices=SupplyForm.choices)
    supply_way = models.CharField("获取途径", max_length=12, choices=SupplyWay.choices)
    needs_help = models.CharField("需要的帮助", max_length=300, blank=True)
    digest = models.CharField(max_length=64)  # of what was submitted
    once = models.CharField(max_length=64, unique=True, null=True)  # a form sent twice is one application

    class Meta:
        verbose_name = "政府信息公开申请"
        indexes = [models.Index(fields=["organ", "-submitted_at", "-id"], name="application_newest")]


class ApplicationFile(models.Model):
    """A file that came with an application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    file = models.ForeignKey("papers.StoredFile", models.PROTECT, related_name="+")
    kept_name = models.TextField(db_column="name")  # sealed (vault): it may name people
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()

    @property
    def name(self) -> str:
        """The name under which it was sent, in clear."""
        return vault.read_text(self.kept_name)


class Request(models.Model):
    """The officer's facts of a case: what is asked in the office's words, who asks by the report's columns, how it is supplied."""

    case = models.OneToOneField("casework.Case", models.PROTECT, related_name="request")
    application = models.OneToOneField(Application, models.PROTECT, related_name="request")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    applicant_kind = models.CharField(max_length=16, choices=ApplicantKind.choices)
    description = models.TextField(max_length=5000)
    supply_form = models.CharField(max_length=12, choices=SupplyForm.choices)
    supply_way = models.CharField(max_length=12, choices=SupplyWay.choices)
    # projections for the report, rewritten with every move
    line = models.CharField(max_length=8, blank=True)  # the leaf of table three
    replied_on = models.DateField(null=True)  # the day by which the year is counted
    unconfirmed_days = models.PositiveIntegerField(default=0)  # working days it waited for confirmation
    notice_late = models.BooleanField(default=False)  # 补正 notice after 7 working days
    replied_late = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["replied_on", "line"], condition=~Q(line=""), name="request_replied"),
        ]


class Wording(models.Model):
    """What is asked in the office's words as it stood before it was put right; never changed (triggers)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="wordings")
    description = models.TextField(max_length=5000)
    until = models.DateTimeField()
    by = models.CharField(max_length=80)  # who put it right


class Letter(models.Model):
    """A letter asking for an opinion (条例32, 33, 34); its answer is due 15 working days after receipt."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    party = models.ForeignKey("casework.Party", models.PROTECT, related_name="+")
    about = models.CharField("涉及的信息", max_length=1000)
    paper = models.ForeignKey("casework.CasePaper", models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField()
    received_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    opinion = models.CharField(max_length=12, choices=Opinion.choices, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(answered_on__isnull=True, due_on__isnull=False), name="letter_due"
            ),
        ]


class Fee(models.Model):
    """A fee notice (国办函〔2020〕109号): one basis per request; amounts in yuan."""

    case = models.OneToOneField("casework.Case", models.PROTECT, related_name="fee")
    basis = models.CharField(max_length=8, choices=FeeBasis.choices)
    quantity = models.PositiveIntegerField()  # items of the month, or pages
    amount = models.PositiveIntegerField()
    paper = models.ForeignKey("casework.CasePaper", models.PROTECT, null=True, related_name="+")
    notified_on = models.DateField()
    served_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    paid_amount = models.PositiveIntegerField(default=0)


class Proposal(models.Model):
    """建议主动公开 (条例44): the information of a request should be public for all; with its answer, once there is one."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="proposals")
    source = models.CharField(max_length=12, choices=Proposer.choices)
    kept_reason = models.TextField(
        blank=True, db_column="reason"
    )  # the office's, sealed (vault); the applicant's is a paper
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    answer = models.CharField(max_length=12, choices=ProposalAnswer.choices, blank=True)
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="+")
    answer_reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = "主动公开建议"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answer=""), name="proposal_one_open"),
        ]

    @property
    def reason(self) -> str:
        """Why, in the words of the office, in clear; empty for an applicant's, whose paper is opened by itself."""
        return vault.read_text(self.kept_reason)


class Decision(models.Model):
    """A drafted reply: the outcome with its grounds and evidence. A new draft is a new row; the latest counts."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=24)
    fields = models.JSONField(
        default=dict
    )  # given, withheld, ground, reason, law, where, search, earlier, other_organ …
    body = models.TextField(blank=True)  # what the officer wrote beyond the elements, clean rich text
    paper = models.ForeignKey("casework.CasePaper", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="decision_latest")]
