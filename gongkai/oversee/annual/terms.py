"""Words of the annual report: disputes by how they came and how they ended, tasks of the year, how a check went."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class DisputeKind(Term):
    """Groups of table four: reconsideration, and the two ways into court."""

    REVIEW = "review", "行政复议", "条例50(3)"
    DIRECT = "direct", "未经复议直接起诉", "条例50(3)"
    POST = "post", "复议后起诉", "条例50(3)"


class DisputeResult(Term):
    """Columns of table four; pending is what has no result by the end of the year."""

    UPHELD = "upheld", "结果维持", "条例50(3)"
    CORRECTED = "corrected", "结果纠正", "条例50(3)"
    OTHER = "other", "其他结果", "条例50(3)"
    PENDING = "pending", "尚未审结", "条例50(3)"


class TaskState(Term):
    """进展: how far a task of the year is."""

    DONE = "done", "任务完成"
    RUNNING = "running", "任务进行中"
    UNDONE = "undone", "任务未完成"


class Level(Term):
    """勾稽: what a check found."""

    NONE = "none", "相符"
    ERROR = "error", "不相符"
    WARNING = "warning", "口径可能不同"
    INCOMPLETE = "incomplete", "缺少数据，无法核对"
