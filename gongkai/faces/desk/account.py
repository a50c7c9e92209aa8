"""A person's own door: sign in and out, password, invitation, and the page about themself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import Fact
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame, confirmed, show
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.queries import Person, Role
from gongkai.kernel.vocabulary import Refusal, half_width, now

_LONGEST = 200  # characters of a password; hashing more would only keep the processor busy
_WRONG = "登录名或密码不正确。"


class SignInForm(PlainForm):
    """Sign-in name and password."""

    username = forms.CharField(
        label="登录名",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """As it is stored: half width, lower case."""
        return half_width(str(self.cleaned_data["username"])).strip().lower()


class NewPasswordForm(PlainForm):
    """A new password, twice."""

    password = forms.CharField(
        label="新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label="再次输入新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Both must be equal."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次输入的密码不一致")
        return data


class ChangePasswordForm(NewPasswordForm):
    """The old password first."""

    old = forms.CharField(
        label="原密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("old", "password", "again")


def _after(request: HttpRequest) -> str:
    """Where to go after signing in: an address of this site, never another's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("desk:home")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in. Unknown name, wrong password and closed account get the same answer after the same work."""
    after = _after(request)
    if request.user.is_authenticated and request.method != "POST":
        return redirect(after)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        username, password = form.cleaned_data["username"], form.cleaned_data["password"]
        person = authenticate(request, username=username, password=password)
        if isinstance(person, Person):
            login(request, person)  # a new session key
            request.session.save()
            operations.signed_in(
                person=person,
                session_key=request.session.session_key or "",
                address=request.META.get("REMOTE_ADDR", ""),
                agent=request.headers.get("User-Agent", ""),
                at=now(),
            )
            return redirect("desk:password" if person.must_change_password else after)
        form.add_error(None, _WRONG)
    wrong = request.method == "POST"
    context = {"form": form, "next": "" if after == reverse("desk:home") else after}
    return render(request, "desk/account/sign_in.html", context, status=422 if wrong else 200)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is gone with everything in it."""
    person, key = request.user, request.session.session_key
    if isinstance(person, Person):
        operations.signed_out(person=person, session_key=key or "", at=now())
    logout(request)
    return redirect("desk:sign_in")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@desk_view()
def password(request: DeskRequest) -> HttpResponse:
    """Change one's own password; a one-time password leads here and nowhere else."""
    forced = request.person.must_change_password
    form = ChangePasswordForm(request.POST or None)
    if forced:
        form.fields["old"].label = "一次性密码"
    if request.method == "POST" and form.is_valid():
        key = request.session.session_key or ""
        try:
            person = operations.change_password(
                person=request.person,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["password"],
                at=request.at,
                keep=key,
            )
        except Refusal as refusal:
            blame(form, refusal)
        else:
            update_session_auth_hash(request, person)  # a new session key
            request.session.save()
            operations.session_renewed(person=person, old_key=key, new_key=request.session.session_key or "")
            messages.success(request, "密码已修改，其他设备上的登录已结束。")
            return redirect("desk:home" if forced else "desk:account")
    context = {"form": form, "rules": password_validators_help_texts(), "forced": forced}
    status = 422 if form.errors else 200
    if forced:
        return render(request, "desk/account/first_password.html", context, status=status)
    return show(request, "desk/account/password.html", context, status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password with an invitation; a used, old or unknown one is answered in the same way."""
    person = operations.invited(token, now())
    if person is None:
        return render(request, "desk/account/invitation_gone.html", status=404)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.accept_invitation(token=token, password=form.cleaned_data["password"], at=now())
        except Refusal as refusal:
            blame(form, refusal)
        else:
            return render(request, "desk/account/invitation_done.html", {"person": person})
    context = {"form": form, "person": person, "rules": password_validators_help_texts()}
    return render(request, "desk/account/invitation.html", context, status=422 if form.errors else 200)


@require_safe
@desk_view()
def account(request: DeskRequest) -> HttpResponse:
    """Who I am here, which posts I hold, where I am signed in."""
    person, posts = request.person, request.standing.posts
    return show(
        request,
        "desk/account/account.html",
        {
            "person": person,
            "facts": [
                Fact("登录名", person.username),
                Fact("姓名", person.name),
                Fact("电子邮箱", person.email),
                Fact("手机", person.phone),
            ],
            "posts": [(post, Role.label_of(post.role)) for post in posts],
            "sessions": queries.sessions(person, request.at),
            "key": request.session.session_key or "",
        },
    )


@require_POST
@desk_view()
def end_sessions(request: DeskRequest) -> HttpResponse:
    """End one's sessions on other devices."""
    question = confirmed(
        request,
        question="结束其他设备上的登录？",
        consequence="其他设备上没有保存的内容会丢失，需要重新登录。本设备不受影响。",
        action="结束其他登录",
        back_url=reverse("desk:account"),
    )
    if question is not None:
        return question
    ended = operations.end_sign_ins(
        person=request.person, by=request.standing, at=request.at, keep=request.session.session_key or ""
    )
    messages.success(request, f"已结束{ended}处其他登录。" if ended else "没有其他登录。")
    return redirect("desk:account")
