"""Who may open which address of accounts, administration and ledger: one line an address, one column a visitor.

A row names the url, its arguments (keys of ``things``), and what GET and POST answer: ``None`` a method that is not
allowed (405), else the visitors who are let in. Whoever is not gets 403, and 302 to the door when not signed in.
"""

from __future__ import annotations

from typing import NamedTuple

from gongkai.kernel.organizations.queries import Role

ROLES = tuple(role.value for role in Role if role is not Role.PUBLIC)
EVERYBODY = frozenset({*ROLES, "no post"})
ADMIN = frozenset({"admin"})
LEDGER = frozenset({"admin", "auditor", "supervisor"})
WORDS = frozenset({"admin", "foi_officer", "foi_head"})
#: Pages that need no sign-in at all.
OPEN = frozenset({"anonymous", *EVERYBODY})


class Row(NamedTuple):
    """Who gets in by GET and by POST; ``also`` are codes, besides 200 and 302, that mean being let in."""

    get: frozenset[str] | None
    post: frozenset[str] | None
    arguments: tuple[str, ...] = ()
    also: tuple[int, ...] = ()


ADMINISTRATION: dict[str, Row] = {
    "sign_in": Row(OPEN, OPEN, also=(422,)),
    "sign_out": Row(None, OPEN),
    "password": Row(EVERYBODY, EVERYBODY, also=(422,)),
    "invitation": Row(OPEN, OPEN, ("token",), also=(404,)),
    "account": Row(EVERYBODY, None),
    "end_sessions": Row(None, EVERYBODY),
    "admin": Row(ADMIN, None),
    "organs": Row(ADMIN, None),
    "organ_new": Row(ADMIN, ADMIN, also=(422,)),
    "organ_example": Row(ADMIN, None),
    "organ": Row(ADMIN, None, ("organ",)),
    "organ_edit": Row(ADMIN, ADMIN, ("organ",), also=(422,)),
    "organ_rename": Row(ADMIN, ADMIN, ("organ",), also=(422,)),
    "organ_merge": Row(ADMIN, ADMIN, ("organ",), also=(422,)),
    "people": Row(ADMIN, None),
    "person_new": Row(ADMIN, ADMIN, also=(422,)),
    "person": Row(ADMIN, None, ("person",)),
    "person_edit": Row(ADMIN, ADMIN, ("person",), also=(422,)),
    "post_give": Row(ADMIN, ADMIN, ("person",), also=(422,)),
    "person_invite": Row(None, ADMIN, ("person",)),
    "person_reset": Row(None, ADMIN, ("person",)),
    "person_close": Row(None, ADMIN, ("person",)),
    "person_reopen": Row(None, ADMIN, ("person",)),
    "person_end_sessions": Row(None, ADMIN, ("person",)),
    "post_end": Row(ADMIN, ADMIN, ("post",), also=(422,)),
    "end_session": Row(None, ADMIN, ("sign_in",)),
    "tables": Row(ADMIN, ADMIN, also=(422,)),
    "tables_template": Row(ADMIN, None),
    "tables_export": Row(None, ADMIN),
    "site": Row(ADMIN, ADMIN, also=(422,)),
    "rules": Row(ADMIN, None),
    "rule": Row(ADMIN, ADMIN, ("code",), also=(422,)),
    "calendars": Row(ADMIN, None),
    "calendar_import": Row(ADMIN, ADMIN, also=(422,)),
    "calendar": Row(ADMIN, None, ("year",)),
    "words": Row(WORDS, WORDS, also=(422,)),
    "word": Row(WORDS, WORDS, ("word",)),
    "work": Row(ADMIN, None),
    "task_retry": Row(None, ADMIN, ("task",), also=(404,)),
    "mail_retry": Row(None, ADMIN, ("mail",), also=(404,)),
    "ledger": Row(LEDGER, None),
    "ledger_line": Row(LEDGER, None, ("line",)),
    "ledger_export": Row(None, LEDGER),
}

#: Addresses of the documents that their own table does not try by GET or POST, with the reason.
DOCUMENTS_ELSEWHERE: dict[str, str] = {
    "paste": "takes a text and gives it back cleaned; tried in test_documents_edit",
    "unrelate": "asks like relate, whose row it shares; tried in test_documents_published",
}

KEEPERS = frozenset({"foi_officer", "foi_head"})
REPORT_READERS = KEEPERS | {"signer", "auditor", "supervisor"}

#: Addresses of annual reports, tried in test_report_permissions.
REPORTS: dict[str, Row] = {
    "reports": Row(REPORT_READERS, None),
    "reports_check": Row(REPORT_READERS, REPORT_READERS, also=(422,)),
    "reports_explain": Row(None, KEEPERS | {"supervisor"}),
    "reports_scope": Row(None, REPORT_READERS),
    "reports_verdicts": Row(REPORT_READERS, None),
    "report": Row(REPORT_READERS, None, ("home", "report_year")),
    "report_finding": Row(KEEPERS, KEEPERS, ("home", "report_year", "fingerprint"), also=(404, 422)),
    "report_rows": Row(REPORT_READERS, None, ("home", "report_year", "cell")),
    "report_file": Row(REPORT_READERS, None, ("home", "report_year", "form")),
    "report_figures": Row(KEEPERS, KEEPERS, ("home", "report_year"), also=(422,)),
    "report_text": Row(KEEPERS, KEEPERS, ("home", "report_year"), also=(422,)),
    "report_tasks": Row(REPORT_READERS, None, ("home", "report_year")),
    "report_task_new": Row(KEEPERS, KEEPERS, ("home", "report_year"), also=(422,)),
    "report_task": Row(KEEPERS, KEEPERS, ("task",), also=(422,)),
    "report_draft": Row(None, KEEPERS, ("home", "report_year")),
    "disputes": Row(REPORT_READERS, None, ("home",)),
    "dispute_new": Row(KEEPERS, KEEPERS, ("home",), also=(422,)),
    "dispute": Row(KEEPERS | {"signer", "auditor"}, KEEPERS, ("dispute",), also=(422,)),
    "dispute_void": Row(KEEPERS, KEEPERS, ("dispute",), also=(422,)),
}

#: Addresses of comparisons, tried in test_comparing_permissions.
COMPARING: dict[str, Row] = {
    "comparing": Row(REPORT_READERS, None),
    "comparing_years": Row(REPORT_READERS, None, ("home",)),
    "comparing_years_export": Row(REPORT_READERS, None, ("home",)),
    "comparing_side": Row(REPORT_READERS, None),
    "comparing_side_export": Row(REPORT_READERS, None),
    "comparing_ranking": Row(REPORT_READERS, None),
    "comparing_ranking_export": Row(REPORT_READERS, None),
    "comparing_texts": Row(REPORT_READERS, None),
    "comparing_texts_export": Row(REPORT_READERS, None),
    "comparing_pair": Row(REPORT_READERS, None, ("home", "year", "home", "year_before")),
    "comparing_pair_export": Row(REPORT_READERS, None, ("home", "year", "home", "year_before")),
}

#: Addresses of collecting, tried in test_collecting_permissions: the office that collects, at home.
COLLECTING: dict[str, Row] = {
    "collecting": Row(REPORT_READERS, None),
    "campaign_new": Row(KEEPERS, KEEPERS, also=(422,)),
    "campaign": Row(REPORT_READERS, None, ("campaign",)),
    "campaign_export": Row(REPORT_READERS, None, ("campaign",)),
    "campaign_remind": Row(None, KEEPERS, ("campaign",)),
    "campaign_edit": Row(KEEPERS, KEEPERS, ("campaign",), also=(422,)),
    "campaign_organs": Row(KEEPERS, KEEPERS, ("campaign",), also=(422,)),
    "campaign_several": Row(KEEPERS, KEEPERS, ("campaign", "code"), also=(422,)),
    "campaign_close": Row(KEEPERS, KEEPERS, ("campaign",), also=(422,)),
    "campaign_files": Row(KEEPERS, KEEPERS, ("campaign",), also=(422,)),
    "rollup_new": Row(REPORT_READERS, KEEPERS, ("campaign", "summed"), also=(422,)),
    "rollup": Row(REPORT_READERS, None, ("rollup",)),
    "rollup_export": Row(REPORT_READERS, None, ("rollup",)),
    "rollup_cell": Row(REPORT_READERS, None, ("rollup", "cell")),
    "filing": Row(REPORT_READERS, None, ("filing",)),
    "filing_fill": Row(KEEPERS, KEEPERS, ("filing",), also=(409, 422)),
    "filing_take": Row(None, KEEPERS, ("filing",)),
    "filing_file": Row(None, KEEPERS, ("filing",), also=(422,)),
    "filing_version": Row(REPORT_READERS, None, ("filing", "number")),
    "filing_move": Row(KEEPERS, KEEPERS, ("filing", "move"), also=(422,)),
}

_YEARLY = ("yearly_kind", "home", "site", "report_year")
#: Addresses of the yearly forms, tried in test_yearly_permissions.
YEARLY: dict[str, Row] = {
    "yearly": Row(REPORT_READERS, None),
    "yearly_fields": Row(REPORT_READERS, frozenset({"supervisor"}), also=(422,)),
    "website_new": Row(KEEPERS, KEEPERS, ("home",), also=(422,)),
    "website": Row(KEEPERS, KEEPERS, ("website",), also=(422,)),
    "yearly_form": Row(REPORT_READERS, None, _YEARLY),
    "yearly_figures": Row(KEEPERS, KEEPERS, _YEARLY, also=(422,)),
    "yearly_text": Row(KEEPERS, KEEPERS, _YEARLY, also=(422,)),
    "yearly_draft": Row(None, KEEPERS, _YEARLY),
    "yearly_file": Row(REPORT_READERS, None, (*_YEARLY, "ending")),
}

OFFICE = KEEPERS | {"legal", "signer"}
LOOKING = OFFICE | {"supervisor", "auditor"}
#: A case of the organ: its readers in full, the 主管部门 by state and clocks; the auditor reads the ledger, not the case.
CASE = OFFICE | {"supervisor"}

#: Addresses of requests, tried in test_request_permissions.
REQUESTS: dict[str, Row] = {
    "requests": Row(LOOKING, None),
    "request_new": Row(KEEPERS, KEEPERS, also=(422,)),
    "request_bulk": Row(None, OFFICE),
    "request_view": Row(None, OFFICE),
    "request": Row(CASE, None, ("case",)),
    "request_identity": Row(None, OFFICE, ("case",)),
    "request_correct": Row(KEEPERS, KEEPERS, ("case",), also=(422,)),
    "request_tell": Row(KEEPERS, KEEPERS, ("case",), also=(422,)),
    "request_receipt": Row(None, KEEPERS, ("case",)),
    "request_phrases": Row(OFFICE, OFFICE, ("organ_id",), also=(422,)),
    "request_draft": Row(KEEPERS, KEEPERS, ("case",), also=(422,)),
    "request_step": Row(OFFICE, OFFICE, ("case", "step"), also=(422, 409)),
    "request_act": Row(None, OFFICE, ("case", "deed")),
    "request_file": Row(OFFICE, None, ("application_file",)),
    "request_paper": Row(OFFICE, None, ("paper", "form")),
}
