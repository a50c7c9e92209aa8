"""What the law says of requests, as pure functions: receipt, opinions, outcomes, fees, remedies, and what may not be done."""

from gongkai.answer.foi.rules.fees import fee, page_fee_of, price_of_item
from gongkai.answer.foi.rules.guards import barred, guard, lawful
from gongkai.answer.foi.rules.opinions import (
    LetterFacts,
    consents,
    hearing,
    letter_due,
    letters_of,
    silent_events,
)
from gongkai.answer.foi.rules.outcomes import NEEDS, missing, offered, refuse_outcome
from gongkai.answer.foi.rules.receipt import (
    ANSWER_DAYS,
    EXTENSION_MOST,
    FEE_DAYS,
    LETTER_DAYS,
    NOTICE_DAYS,
    SUPPLEMENT_DAYS,
    applicant_kind_from_credit_code,
    asked_on,
    fee_due,
    notice_late,
    receipt_move,
    received_on,
    replied_on,
    supplement_due,
    supplement_term,
    unconfirmed,
)
from gongkai.answer.foi.rules.remedies import Clause, OrganFacts, remedy, review_bodies
from gongkai.answer.foi.rules.years import YearCount, in_year

__all__ = [
    "ANSWER_DAYS",
    "EXTENSION_MOST",
    "FEE_DAYS",
    "LETTER_DAYS",
    "NEEDS",
    "NOTICE_DAYS",
    "SUPPLEMENT_DAYS",
    "Clause",
    "LetterFacts",
    "OrganFacts",
    "YearCount",
    "applicant_kind_from_credit_code",
    "asked_on",
    "barred",
    "consents",
    "fee",
    "fee_due",
    "guard",
    "hearing",
    "in_year",
    "lawful",
    "letter_due",
    "letters_of",
    "missing",
    "notice_late",
    "offered",
    "page_fee_of",
    "price_of_item",
    "receipt_move",
    "received_on",
    "refuse_outcome",
    "remedy",
    "replied_on",
    "review_bodies",
    "silent_events",
    "supplement_due",
    "supplement_term",
    "unconfirmed",
]
