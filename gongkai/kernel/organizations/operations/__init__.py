"""Verbs of the administrator: organs, people, posts, accounts, numbers and the facts of the site."""

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations.operations.access import Stale
from gongkai.kernel.organizations.operations.accounts import (
    accept_invitation,
    change_password,
    close_person,
    end_sign_in,
    end_sign_ins,
    first_administrator,
    invite,
    invited,
    reopen_person,
    reset_password,
    session_renewed,
    signed_in,
    signed_out,
)
from gongkai.kernel.organizations.operations.organs import merge_organ, rename_organ, save_organ
from gongkai.kernel.organizations.operations.people import end_post, give_post, save_person
from gongkai.kernel.organizations.operations.settings import save_site, set_number
from gongkai.kernel.organizations.operations.tables import (
    LATER_COLUMNS,
    MOST_ROWS,
    ORGAN_COLUMNS,
    POST_COLUMNS,
    Fault,
    Outcome,
    import_rows,
    import_tables,
    preview_tables,
)

__all__ = [
    "LATER_COLUMNS",
    "MOST_ROWS",
    "ORGAN_COLUMNS",
    "POST_COLUMNS",
    "Actor",
    "Fault",
    "Outcome",
    "Stale",
    "accept_invitation",
    "change_password",
    "close_person",
    "end_post",
    "end_sign_in",
    "end_sign_ins",
    "first_administrator",
    "give_post",
    "import_rows",
    "import_tables",
    "invite",
    "invited",
    "merge_organ",
    "preview_tables",
    "rename_organ",
    "reopen_person",
    "reset_password",
    "save_organ",
    "save_person",
    "save_site",
    "session_renewed",
    "set_number",
    "signed_in",
    "signed_out",
]
