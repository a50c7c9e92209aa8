"""What every template may use: the nonce under the name that our parts read, and the facts of the site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def nonce(request: HttpRequest) -> dict[str, Any]:
    """``csp_nonce`` for the editor's pages (django-csp names it otherwise); lazy, so a page that prints none has none."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: name, address, identification code and the other facts of the footer; read only when a page shows them."""
    from gongkai.kernel.organizations import queries

    return {"site": SimpleLazyObject(queries.site)}
