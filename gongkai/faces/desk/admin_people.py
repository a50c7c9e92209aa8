"""People on the desk of the administrator: who, with which posts; invitations, one-time passwords, sessions."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.design.parts import Badge, Fact, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_conflict import conflict
from gongkai.faces.desk.admin_frame import blame, confirmed, show
from gongkai.faces.desk.forms_admin import ROLE_CHOICES, EndPostForm, PersonForm, PostForm
from gongkai.faces.desk.ledger_lines import shown_lines
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.queries import Person, Role
from gongkai.kernel.vocabulary import Refusal, clean

_PAGE = 50
_LINES = 10
STATES = {"": "全部", "open": "可以登录", "waiting": "等待启用", "closed": "已关闭"}


def _person(pk: int) -> Person:
    found = queries.person(pk)
    if found is None:
        raise Http404
    return found


def state(person: Person) -> Badge:
    """Whether somebody can sign in, in words."""
    if not person.is_active:
        return Badge("已关闭", "neutral")
    if not person.has_usable_password():
        return Badge("等待启用", "amber")
    if person.must_change_password:
        return Badge("一次性密码", "amber")
    return Badge("可以登录", "green")


@require_safe
@desk_view(Role.ADMIN)
def people(request: DeskRequest) -> HttpResponse:
    """People by name, organ, role and state."""
    given = request.GET
    text = clean(given.get("q", "")).strip()[:40]
    organ = int(given["organ"]) if given.get("organ", "").isascii() and given.get("organ", "").isdigit() else None
    role = given.get("role", "") if given.get("role", "") in set(Role) else ""
    wanted = given.get("state", "") if given.get("state", "") in STATES else ""
    found = queries.people(request.at.date(), text=text, organ_id=organ, role=role, state=wanted)
    page = Paginator(found, _PAGE).get_page(given.get("page"))
    kept: dict[str, str] = {
        name: str(value) for name, value in (("q", text), ("organ", organ or ""), ("role", role)) if value
    }

    def address(**more: object) -> str:
        query = urlencode(kept | {name: str(value) for name, value in more.items() if value})
        return f"{reverse('desk:people')}{'?' + query if query else ''}"

    rows = [
        {
            "person": person,
            "state": state(person),
            "posts": [(Role.label_of(post.role), post.organ.short_name) for post in person.current_posts],  # type: ignore[attr-defined]
        }
        for person in page
    ]
    return show(
        request,
        "desk/admin/people.html",
        {
            "rows": rows,
            "text": text,
            "organ": organ,
            "role": role,
            "state": wanted,
            "organs": list(queries.organs()),
            "roles": ROLE_CHOICES[1:],
            "tabs": [Link(label, address(state=code), current=code == wanted) for code, label in STATES.items()],
            "total": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "previous": address(state=wanted, page=page.previous_page_number()) if page.has_previous() else "",
            "following": address(state=wanted, page=page.next_page_number()) if page.has_next() else "",
        },
    )


@require_safe
@desk_view(Role.ADMIN)
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """One person: facts, posts past and present, sign-ins, what the administration did."""
    found = _person(pk)
    today = request.at.date()
    posts = []
    for post in queries.posts_of_person(found):
        over = post.ends_on is not None and post.ends_on <= today
        word = (
            Badge("已结束") if over else Badge("未到任", "amber") if post.starts_on > today else Badge("在任", "green")
        )
        posts.append({"post": post, "role": Role.label_of(post.role), "state": word, "over": over})
    invited = found.invited_until if found.invitation_hash else None
    return show(
        request,
        "desk/admin/person.html",
        {
            "person": found,
            "state": state(found),
            "own": found.pk == request.person.pk,
            "facts": [
                Fact("登录名", found.username),
                Fact("电子邮箱", found.email),
                Fact("手机", found.phone),
                Fact("账号", "", badge=state(found)),
            ],
            "invited": invited if invited and invited > request.at else None,
            "posts": posts,
            "sessions": queries.sessions(found, request.at),
            "lines": shown_lines(ledger.of_object("person", found.pk).order_by("-seq")[:_LINES], request.standing),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def person_edit(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Enter a person, or change name, sign-in name, mail or telephone."""
    found = _person(pk) if pk is not None else None
    form = PersonForm(request.POST or None, person=found)
    found_there = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = operations.save_person(
                person=found, fields=form.values(), by=request.standing, at=request.at, version=form.cleaned_data["version"]
            )  # fmt: skip
        except operations.Stale as stale:
            stored = PersonForm(person=_person(pk or 0))
            found_there = conflict(form, stored, stale, object_type="person", object_id=pk or 0)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(
                request, f"已保存{saved.name}。" if found else f"已登记{saved.name}，请设置岗位并发出邀请。"
            )
            return redirect("desk:person", pk=saved.pk)
    context = {"form": form, "person": found, "conflict": found_there}
    return show(request, "desk/admin/person_edit.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def post_give(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    found = _person(pk)
    form = PostForm(request.POST or None, initial={"starts_on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.give_post(person=found, by=request.standing, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"已为{found.name}设置岗位。")
            return redirect("desk:person", pk=pk)
    context = {"form": form, "person": found}
    return show(request, "desk/admin/post_give.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def post_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a post on a day."""
    post = queries.post(pk)
    if post is None:
        raise Http404
    form = EndPostForm(request.POST or None, initial={"ends_on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_post(post=post, on=form.cleaned_data["ends_on"], by=request.standing, at=request.at)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "岗位已结束。")
            return redirect("desk:person", pk=post.person_id)
    context = {"form": form, "post": post, "role": Role.label_of(post.role)}
    return show(request, "desk/admin/post_end.html", context, 422 if form.errors else 200)


@require_POST
@desk_view(Role.ADMIN)
def invite(request: DeskRequest, pk: int) -> HttpResponse:
    """Make an invitation and show its link once."""
    found = _person(pk)
    try:
        token = operations.invite(person=found, by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:person", pk=pk)
    hours = queries.number("organizations.invitation_hours", request.at.date())
    link = request.build_absolute_uri(reverse("desk:invitation", args=[token]))
    context = {"person": found, "title": "邀请链接", "secret": link, "is_link": True, "hours": hours}
    return show(request, "desk/admin/secret.html", context)


@require_POST
@desk_view(Role.ADMIN)
def reset(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a one-time password and show it once."""
    found = _person(pk)
    question = confirmed(
        request,
        question=f"重置{found.name}的密码？",
        consequence="现有密码立即失效，所有登录结束。新的一次性密码只显示一次，首次登录后须修改。",
        action="重置密码",
        back_url=reverse("desk:person", args=[pk]),
    )
    if question is not None:
        return question
    try:
        password = operations.reset_password(person=found, by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:person", pk=pk)
    context = {"person": found, "title": "一次性密码", "secret": password, "is_link": False, "hours": 0}
    return show(request, "desk/admin/secret.html", context)


@require_POST
@desk_view(Role.ADMIN)
def close(request: DeskRequest, pk: int) -> HttpResponse:
    """Close an account."""
    found = _person(pk)
    question = confirmed(
        request,
        question=f"关闭{found.name}的账号？",
        consequence="所有登录立即结束，不能再登录。已办理的事项保留姓名；以后可以恢复。",
        action="关闭账号",
        back_url=reverse("desk:person", args=[pk]),
    )
    if question is not None:
        return question
    try:
        operations.close_person(person=found, by=request.standing, at=request.at)
        messages.success(request, f"{found.name}的账号已关闭。")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:person", pk=pk)


@require_POST
@desk_view(Role.ADMIN)
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    found = _person(pk)
    try:
        operations.reopen_person(person=found, by=request.standing, at=request.at)
        messages.success(request, f"{found.name}的账号已恢复。请发出邀请或重置密码。")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:person", pk=pk)


@require_POST
@desk_view(Role.ADMIN)
def end_person_sessions(request: DeskRequest, pk: int) -> HttpResponse:
    """End every session of a person (but the administrator's own present one)."""
    found = _person(pk)
    keep = (request.session.session_key or "") if found.pk == request.person.pk else ""
    ended = operations.end_sign_ins(person=found, by=request.standing, at=request.at, keep=keep)
    messages.success(request, f"已结束{found.name}的{ended}处登录。" if ended else "没有可以结束的登录。")
    return redirect("desk:person", pk=pk)


@require_POST
@desk_view(Role.ADMIN)
def end_session(request: DeskRequest, pk: int) -> HttpResponse:
    """End one session."""
    row = queries.sign_in(pk)
    if row is None:
        raise Http404
    ended = operations.end_sign_in(sign_in=row, by=request.standing, at=request.at)
    messages.success(request, "已结束这处登录。" if ended else "这处登录早已结束。")
    return redirect("desk:person", pk=row.person_id)
