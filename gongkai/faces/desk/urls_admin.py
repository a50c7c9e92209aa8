"""Addresses of accounts, administration and ledger, below /desk/ (names in the namespace ``desk``)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.faces.desk import account

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("password/", account.password, name="password"),
    path("invitation/<str:token>/", account.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/end-sessions/", account.end_sessions, name="end_sessions"),
]
