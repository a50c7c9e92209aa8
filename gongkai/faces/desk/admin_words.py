"""The screening dictionary on the desk: which words are watched and what to write instead."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame, show
from gongkai.faces.desk.forms_admin import WordForm
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records import operations
from gongkai.kernel.records.queries.words import words as all_words
from gongkai.kernel.vocabulary import Refusal, clean, fold

KEEPERS = (Role.ADMIN, Role.FOI_OFFICER, Role.FOI_HEAD)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*KEEPERS)
def words(request: DeskRequest) -> HttpResponse:
    """Every word; a new one at the foot of the list."""
    known = all_words()
    form = WordForm(request.POST or None, initial={"active": True})
    if request.method == "POST" and form.is_valid():
        typed = fold(form.cleaned_data["text"])
        if any(fold(word.text) == typed for word in known):
            form.add_error("text", "词典中已有这个词，请在列表中修改")
        elif _save(request, form):
            return redirect("desk:words")
    text = clean(request.GET.get("q", "")).strip()[:60]
    shown = [word for word in known if fold(text) in fold(word.text + word.advice)] if text else known
    context = {"rows": shown, "total": len(known), "text": text, "form": form}
    return show(request, "desk/admin/words.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*KEEPERS)
def word(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the advice of a word, or put it out of use; the word itself stays as it is."""
    found = next((w for w in all_words() if w.pk == pk), None)
    if found is None:
        raise Http404
    values = {"text": found.text, "advice": found.advice, "active": found.active}
    data = {**request.POST.dict(), "text": found.text} if request.method == "POST" else None
    form = WordForm(data, initial=values)
    form.fields["text"].disabled = True
    form.fields["text"].help_text = "词语本身不能改；写错时停用，再添加正确的。"
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("desk:words")
    return show(request, "desk/admin/word.html", {"form": form, "word": found}, 422 if form.errors else 200)


def _save(request: DeskRequest, form: WordForm) -> bool:
    try:
        saved = operations.save_word(by=request.standing, at=request.at, **form.cleaned_data)
    except Refusal as refusal:
        blame(form, refusal)
        return False
    messages.success(request, f"已保存“{saved.text}”{'' if saved.active else ',已停用'}。")
    return True
