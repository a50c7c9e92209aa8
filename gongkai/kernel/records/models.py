"""Tables of records: the record, its revisions, attachments, review steps, screening findings, relations, tallies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.kernel.records.terms import (
    ON_THE_WAY,
    Attribute,
    Decision,
    RelationType,
    State,
    Status,
    Withdrawal,
)

_PUBLIC = Q(status="published")


class Record(models.Model):
    """政府信息. What lists need is copied here from the published revision in the transaction of publishing."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNPUBLISHED)
    index_number = models.CharField("索引号", max_length=60, null=True, unique=True)
    current = models.ForeignKey("records.Revision", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    source = models.CharField(max_length=300, null=True, unique=True)  # path in an imported archive
    # of the published revision
    title = models.CharField(max_length=300, blank=True)
    doc_number = models.CharField(max_length=80, blank=True)
    organ_name = models.CharField(max_length=100, blank=True)
    topic = models.CharField(max_length=12, blank=True)
    made_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)  # first publication
    changed_at = models.DateTimeField(null=True)  # last change that the public can see
    lift_at = models.DateTimeField(null=True)
    # after publication
    superseded = models.BooleanField(default=False)  # a later edition of the same work exists
    repealed_on = models.DateField(null=True)
    repeal_note = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=12, blank=True, choices=Withdrawal.choices)
    withdrawal_note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "政府信息"
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=_PUBLIC, name="record_public"),
            models.Index(fields=["organ", "-published_at", "-id"], condition=_PUBLIC, name="record_public_organ"),
            models.Index(fields=["kind", "-published_at", "-id"], condition=_PUBLIC, name="record_public_kind"),
            models.Index(
                fields=["organ", "kind", "-published_at", "-id"], condition=_PUBLIC, name="record_public_organ_kind"
            ),
            models.Index(fields=["topic", "-published_at", "-id"], condition=_PUBLIC, name="record_public_topic"),
            models.Index(fields=["doc_number"], condition=~Q(doc_number=""), name="record_doc_number"),
            models.Index(fields=["lift_at"], condition=Q(lift_at__isnull=False), name="record_lift_at"),
        ]


class Revision(models.Model):
    """One text of a record with its metadata. Mutable while in draft and review; frozen for ever when published."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFTING)
    title = models.CharField("标题", max_length=300)
    doc_number = models.CharField("发文字号", max_length=80, blank=True)
    summary = models.CharField("内容概述", max_length=500, blank=True)
    body = models.TextField("正文", blank=True)
    text = models.TextField(blank=True)  # the body as plain text
    annotation = models.CharField("题注", max_length=1000, blank=True)
    genre = models.CharField("体裁", max_length=20, blank=True)
    subject = models.CharField("主题分类", max_length=60, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    topic = models.CharField("法定公开事项", max_length=12, blank=True)
    made_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute.choices, blank=True)
    ground = models.CharField("不予公开理由", max_length=12, blank=True)
    reason = models.CharField("理由说明", max_length=1000, blank=True)
    reassess_on = models.DateField("下次评估日期", null=True, blank=True)
    joint_organs = models.CharField("联合发文机关", max_length=300, blank=True)
    content_source = models.CharField("信息来源", max_length=100, blank=True)
    responsible_unit = models.CharField("责任部门", max_length=100, blank=True)
    contact = models.CharField("联系电话", max_length=60, blank=True)
    publish_at = models.DateTimeField("定时发布", null=True, blank=True)
    lift_at = models.DateTimeField("到期下线", null=True, blank=True)
    urgent_reason = models.CharField("加急理由", max_length=200, blank=True)
    # 条例26: another law may set a term of its own, as working days or as a day; without its source neither counts
    term_days = models.PositiveSmallIntegerField("另定公开期限（工作日）", null=True, blank=True)
    term_on = models.DateField("另定公开截止日期", null=True, blank=True)
    term_source = models.CharField("另定期限的依据", max_length=200, blank=True)
    correction_wrong = models.CharField("更正前", max_length=1000, blank=True)
    correction_right = models.CharField("更正后", max_length=1000, blank=True)
    author = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True)  # when the text as it stands was last screened
    version = models.PositiveIntegerField(default=0)
    # frozen with publication
    organ_name = models.CharField(max_length=100, blank=True)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "版本"
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="revision_number_once")]
        indexes = [
            models.Index(
                fields=["state", "updated_at", "id"],
                condition=Q(state__in=[state.value for state in ON_THE_WAY]),
                name="revision_on_the_way",
            ),
            models.Index(
                fields=["publish_at"], condition=Q(state="waiting", publish_at__isnull=False), name="revision_due"
            ),
            models.Index(fields=["reassess_on"], condition=Q(reassess_on__isnull=False), name="revision_reassess"),
        ]


class Editor(models.Model):
    """Whoever changed the text of a revision counts as an author and cannot review it."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="editors")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "person"], name="editor_once")]
        indexes = [models.Index(fields=["person", "revision"], name="editor_by_person")]


class Attachment(models.Model):
    """A file of a revision; served only through the permission of its page."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="attachments")
    file = models.ForeignKey("papers.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["file"], name="attachment_by_file")]


class Step(models.Model):
    """One move of a review: who, when, which gates and checks were ticked, what was said. Never changed."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="steps")
    record = models.ForeignKey(Record, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=24)
    at = models.DateTimeField()
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=80)
    actor_post = models.CharField(max_length=120, blank=True)
    comment = models.CharField(max_length=2000, blank=True)
    ticks = models.JSONField(default=list)
    text_digest = models.CharField(max_length=64)  # of the text that was seen
    urgent = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["revision", "id"], name="step_by_revision"),
            models.Index(fields=["person", "revision"], condition=Q(person__isnull=False), name="step_by_person"),
            models.Index(fields=["-at"], condition=Q(urgent=True), name="step_urgent"),
        ]


class Snapshot(models.Model):
    """The text as it was sent into review; the next round is compared with it. Never changed."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="snapshots")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    written = models.JSONField()  # the written fields; dates and moments as ISO text
    files = models.JSONField(default=list)  # pairs (name, SHA-256)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "digest"], name="snapshot_once")]


class Finding(models.Model):
    """A screening hit in a revision and what was decided on it (依规保留 with reason, basis, approver, review date)."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="findings")
    place = models.CharField(max_length=200)
    type = models.CharField(max_length=24)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    excerpt = models.CharField(max_length=200)  # masked: the value itself is not stored a second time
    key = models.CharField(max_length=64)  # keyed hash of place kind, type and value: a decision survives re-screening
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    approver = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["revision", "decision"], name="finding_by_revision")]


class Relation(models.Model):
    """A typed relation between two records; shown on both."""

    source = models.ForeignKey(Record, models.PROTECT, related_name="relations_out")
    target = models.ForeignKey(Record, models.PROTECT, related_name="relations_in")
    type = models.CharField(max_length=16, choices=RelationType.choices)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "type"], name="relation_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="relation_not_to_itself"),
        ]


class Serial(models.Model):
    """The last serial of an index number per organ and year."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="serial_once")]


class Tally(models.Model):
    """How many published records an organ has of a kind, a topic and a year: the counts beside list filters."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    topic = models.CharField(max_length=12, blank=True)
    year = models.PositiveIntegerField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "kind", "topic", "year"], name="tally_once")]


class Pending(models.Model):
    """A record that a projection has yet to take up; written with the publication, deleted when done."""

    projection = models.CharField(max_length=24)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["projection", "record"], name="pending_once")]


class Word(models.Model):
    """A word of the editable screening dictionary, with what to write instead or why it is watched."""

    text = models.CharField("词语", max_length=60, unique=True)
    advice = models.CharField("提示", max_length=200, blank=True)
    active = models.BooleanField("启用", default=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
