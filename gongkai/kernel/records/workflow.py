"""三审 as a table: what may happen to a revision, in which state, by which role. Two editions: three or two reviewers."""

from __future__ import annotations

from gongkai.kernel.records.terms import State as S
from gongkai.kernel.workflow import Move, State, Workflow

DRAFT, FOI, HEAD = "draft", "foi_officer", "foi_head"
FIRST, SECOND, FINAL = "first_review", "second_review", "final_review"


def _table(*, reviewers: int) -> Workflow:
    three = reviewers == 3
    reviews = [S.FIRST_REVIEW, *([S.SECOND_REVIEW] if three else []), S.FINAL_REVIEW]
    before_publishing = (S.FOI_OPINION, S.DISCLOSURE_CHECK, *reviews)
    moves = [
        Move("submit", S.DRAFTING, S.DISCLOSURE_CHECK, "提交公开审查", roles=(DRAFT, FOI), style="primary", basis="条例17"),
        # A policy document proposed as not public goes to the FOI office before anything else.
        Move(
            "submit_not_open", S.DRAFTING, S.FOI_OPINION, "报公开机构审核",
            roles=(DRAFT, FOI), style="primary", basis="国办发〔2016〕80号",
        ),
        Move(
            "agree_not_open", S.FOI_OPINION, S.DISCLOSURE_CHECK, "同意不予公开",
            roles=(HEAD,), needs=("comment",), style="primary", basis="国办发〔2016〕80号",
        ),
        Move(
            "checked", S.DISCLOSURE_CHECK, S.FIRST_REVIEW, "公开审查通过",
            roles=(FOI, HEAD), needs=("checks",), style="primary", basis="条例17",
        ),
        Move(
            "first_pass", S.FIRST_REVIEW, S.SECOND_REVIEW if three else S.FINAL_REVIEW, "初审通过",
            roles=(FIRST,), needs=("gates",), style="primary", basis="三审",
        ),
    ]  # fmt: skip
    if three:
        moves.append(
            Move(
                "second_pass", S.SECOND_REVIEW, S.FINAL_REVIEW, "复审通过",
                roles=(SECOND,), needs=("gates",), style="primary", basis="三审",
            )
        )  # fmt: skip
    moves += [
        Move(
            "final_pass", S.FINAL_REVIEW, S.WAITING, "终审通过",
            roles=(FINAL,), needs=("gates",), style="primary", basis="三审",
        ),
        Move("publish", S.WAITING, S.PUBLISHED, "发布", roles=(FINAL, HEAD), style="primary", basis="条例23"),
        Move("keep", S.WAITING, S.KEPT, "留存", roles=(FINAL, HEAD), basis="条例18"),
        # 退文: without attribute or reason the document goes back.
        Move(
            "return", before_publishing, S.DRAFTING, "退回修改",
            roles=(HEAD, FOI, FIRST, SECOND, FINAL), needs=("comment",), basis="三审",
        ),
        Move("recall", (*before_publishing, S.WAITING), S.DRAFTING, "撤回修改", roles=(DRAFT, FOI), basis="三审"),
        # A change after approval starts the review again.
        Move("abandon", S.DRAFTING, S.ABANDONED, "作废草稿", roles=(DRAFT, FOI), style="danger"),
    ]  # fmt: skip
    states = [
        State(S.DRAFTING, S.DRAFTING.label),
        State(S.FOI_OPINION, S.FOI_OPINION.label),
        State(S.DISCLOSURE_CHECK, S.DISCLOSURE_CHECK.label),
        *(State(state, state.label) for state in reviews),
        State(S.WAITING, S.WAITING.label),
        State(S.PUBLISHED, S.PUBLISHED.label, final=True),
        State(S.KEPT, S.KEPT.label, final=True),
        State(S.ABANDONED, S.ABANDONED.label, final=True),
    ]
    return Workflow(
        code=f"review_{reviewers}",
        label="三审" if three else "两级审核",
        initial=S.DRAFTING,
        states=states,
        moves=moves,
        line=(S.DRAFTING, S.DISCLOSURE_CHECK, *reviews, S.WAITING, S.PUBLISHED),
    )


THREE = _table(reviewers=3)
TWO = _table(reviewers=2)

#: The moves by which a named person lets a revision pass; one person may make one of them per round.
PASSES = ("first_pass", "second_pass", "final_pass")


def review(reviewers: int) -> Workflow:
    """The table for an organ set to three or two reviewers; anything else is three."""
    return TWO if reviewers == 2 else THREE
