"""The verbs of requests, by what they are about: arrival, receipt, the applicant, others, fee, decision, the reply's way."""

from gongkai.answer.foi.models import Application, ApplicationFile, Decision, Fee, Letter, Request
from gongkai.answer.foi.operations.asking import (
    amend,
    ask,
    ask_reasons,
    ask_served,
    defer,
    explain,
    extend,
    give_reasons,
)
from gongkai.answer.foi.operations.base import NotAllowed
from gongkai.answer.foi.operations.charging import charge, fee_served, pay
from gongkai.answer.foi.operations.consulting import consult, hear, hear_late, letter_received, tell_third
from gongkai.answer.foi.operations.deciding import approve, decide, draft_decision, recall, return_, sign
from gongkai.answer.foi.operations.issuing import archive, issue, send, serve, undelivered, void, withdraw
from gongkai.answer.foi.operations.opening import APPLICANT, notice_opened, opened
from gongkai.answer.foi.operations.outgoing import channel_to
from gongkai.answer.foi.operations.previewing import preview
from gongkai.answer.foi.operations.proposing import answer_proposal, propose, suggest
from gongkai.answer.foi.operations.receiving import (
    accept,
    acknowledge,
    attempt,
    cite_earlier,
    confirm,
    correct,
    drop,
    receive,
)
from gongkai.answer.foi.operations.submitting import AlreadySubmitted, register, submit

lapse = decide  # an end without supplement or payment is submitted like any other

__all__ = [
    "APPLICANT",
    "AlreadySubmitted",
    "Application",
    "ApplicationFile",
    "Decision",
    "Fee",
    "Letter",
    "NotAllowed",
    "Request",
    "accept",
    "acknowledge",
    "amend",
    "answer_proposal",
    "approve",
    "archive",
    "ask",
    "ask_reasons",
    "ask_served",
    "attempt",
    "channel_to",
    "charge",
    "cite_earlier",
    "confirm",
    "consult",
    "correct",
    "decide",
    "defer",
    "draft_decision",
    "drop",
    "explain",
    "extend",
    "fee_served",
    "give_reasons",
    "hear",
    "hear_late",
    "issue",
    "lapse",
    "letter_received",
    "notice_opened",
    "opened",
    "pay",
    "preview",
    "propose",
    "recall",
    "receive",
    "register",
    "return_",
    "send",
    "serve",
    "sign",
    "submit",
    "suggest",
    "tell_third",
    "undelivered",
    "void",
    "withdraw",
]
