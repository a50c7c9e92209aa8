"""条例第四十五条: registration, examination, handling, reply, archive; drafted, examined and signed by different roles."""

from __future__ import annotations

import pytest

from gongkai.answer.foi.replay import UnlawfulEvent, replay
from gongkai.answer.foi.workflow import REQUEST
from tests.answer.foi.story import document, replied, told

WAY = (("receive", "2026-03-02"), ("accept", "2026-03-03"), ("decide", "2026-03-10"), *replied("2026-03-11"),
       ("serve", "2026-03-13"), ("archive", "2026-03-16"))  # fmt: skip


def test_the_main_line_has_the_stages_of_the_article() -> None:
    labels = [REQUEST.state(code).label for code in REQUEST.line]
    assert labels == [
        "待确认收到",
        "已登记",
        "办理中",
        "审核中",
        "待签发",
        "已编号待送出",
        "已送出待送达",
        "已送达",
        "已归档",
    ]


def test_a_reply_is_signed_before_it_is_numbered_numbered_before_sent_and_sent_is_not_served() -> None:
    states = [told("counter", *WAY[: n + 1])["state"]["code"] for n in range(len(WAY))]
    assert states == [
        "registered",
        "handling",
        "reviewing",
        "signing",
        "signed",
        "issued",
        "sent",
        "served",
        "archived",
    ]
    for left_out in range(len(WAY) - 1):
        with pytest.raises(UnlawfulEvent):
            told("counter", *WAY[:left_out], *WAY[left_out + 1 :])


@pytest.mark.parametrize(
    ("move", "role"),
    [("decide", "foi_officer"), ("approve", "foi_head"), ("sign", "signer"), ("issue", "foi_officer")],
)
def test_each_step_is_made_by_its_role_and_by_no_other(move, role) -> None:
    told_so_far = document("counter", *WAY[: [row[0] for row in WAY].index(move) + 1])
    told_so_far["events"][-1]["roles"] = role
    assert replay(told_so_far)
    told_so_far["events"][-1]["roles"] = "auditor"
    with pytest.raises(UnlawfulEvent, match="您的岗位不能"):
        replay(told_so_far)


def test_service_needs_its_proof_and_a_returned_letter_is_sent_again_without_being_late() -> None:
    with pytest.raises(UnlawfulEvent, match="须填写送达证明"):
        told("counter", *WAY[:7], ("serve", "2026-03-13", {"proof": None}))
    again = told("counter", *WAY[:7], ("undelivered", "2026-04-20"), ("send", "2026-04-21"))
    assert again["counted"]["replied_late"] is False
    assert again["report"]["replied_on"] == "2026-03-11"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("甲", "甲", "丙"), "起草这份答复的人"),
        (("甲", "乙", "甲"), "起草这份答复的人"),
        (("甲", "乙", "乙"), "审核过这份答复的人"),
        (("甲", "乙", "丙"), ""),
        (("", "", ""), ""),
    ],
)
def test_who_proposes_who_reviews_and_who_signs_are_three_people(names, said) -> None:
    rows = document("counter", *WAY[: [row[0] for row in WAY].index("sign") + 1])
    for move, name in zip(("decide", "approve", "sign"), names, strict=True):
        event = next(one for one in rows["events"] if one["move"] == move)
        event["by"] = name
    if said:
        with pytest.raises(UnlawfulEvent, match=said):
            replay(rows)
    else:
        assert replay(rows)["state"]["code"] == "signed"
