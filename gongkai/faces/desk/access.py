"""Who stands at the desk: sign-in required, the standing of the person on the day, refusals shown in words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Person, Role, Standing
from gongkai.kernel.vocabulary import now

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request at the desk: who, with which posts, at which moment."""

    person: Person
    standing: Standing
    at: datetime
    case_counts: dict[str, int]  # what the page itself has counted of the open cases, for the frame


def desk_view(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[DeskRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """A view of the desk: signed in, first password changed, holding one of ``roles`` in some organ (any post when none
    is named). The request then carries ``person``, ``standing`` and ``at``.
    """

    def wrap(
        view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @functools.wraps(view)
        @never_cache
        def inner(plain: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = plain.user
            if not isinstance(user, Person) or not user.is_active:
                if plain.headers.get("HX-Request") or plain.headers.get("X-Requested-With") == "autosave":
                    # The script keeps what was typed and asks the person to sign in again.
                    answer = HttpResponse("登录已过期，请重新登录。", status=401)
                    answer["HX-Redirect"] = f"/desk/sign-in/?next={quote(plain.path)}"
                    return answer
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(plain.get_full_path() if plain.method == "GET" else "/desk/")
            if user.must_change_password and plain.path != "/desk/password/":
                return redirect("/desk/password/")
            request = cast("DeskRequest", plain)
            request.person = user
            request.at = now()
            request.standing = organizations.standing(user, request.at.date())
            if roles and not any(request.standing.has(role) for role in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.desk_roles = roles  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", inner)

    return wrap
