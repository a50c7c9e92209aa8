"""How a document will look to the public: on a desktop, on a phone, on paper; the same page in three frames."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from gongkai.faces.design.formats import cdate
from gongkai.faces.design.parts import Fact, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import CONTENT, readable
from gongkai.faces.desk.documents_page import heading
from gongkai.faces.desk.documents_show import attached, body
from gongkai.kernel.records.queries import Revision
from gongkai.kernel.records.terms import Attribute
from gongkai.publish.catalogue.queries import Genre, Topic

_FRAMES = {"desktop": "电脑", "phone": "手机", "print": "打印"}


@require_safe
@desk_view(*CONTENT)
def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """One of the three frames at a time."""
    revision = readable(request, pk)
    shape = request.GET.get("as", "desktop")
    shape = shape if shape in _FRAMES else "desktop"
    source = reverse("desk:preview_page", args=[pk]) + ("?paper=1" if shape == "print" else "")
    return render(
        request,
        "desk/documents/preview.html",
        {
            **heading(revision),
            "shape": shape,
            "label": _FRAMES[shape],
            "source": source,
            "tabs": [Link(label, f"?as={code}", current=code == shape) for code, label in _FRAMES.items()],
        },
    )


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its annotation leaves no room for arguments
@desk_view(*CONTENT)
def preview_page(request: DeskRequest, pk: int) -> HttpResponse:
    """The page inside the frame; it carries no script."""
    revision = readable(request, pk)
    return render(
        request,
        "desk/documents/preview_page.html",
        {
            "revision": revision,
            "facts": public_facts(revision),
            "body": body(revision),
            "files": [a.file for a in attached(revision)],
            "paper": bool(request.GET.get("paper")),
            "correction": revision.record.published_at is not None and bool(revision.correction_right),
        },
    )


def public_facts(revision: Revision) -> list[Fact]:
    """The metadata head as the public will read it."""
    record = revision.record
    unit = "  ".join(part for part in (revision.responsible_unit, revision.contact) if part)
    return [
        Fact("索引号", record.index_number or "发布时编制"),
        Fact("发文字号", revision.doc_number),
        Fact("发布机构", record.organ.name),
        Fact("体裁", Genre.label_of(revision.genre) if revision.genre else ""),
        Fact("法定公开事项", Topic.label_of(revision.topic) if revision.topic else ""),
        Fact("成文日期", cdate(revision.made_on)),
        Fact("发布日期", cdate(revision.publish_at) or "发布当日"),
        Fact("施行日期", cdate(revision.effective_on)),
        Fact("有效期至", cdate(revision.expires_on)),
        Fact("公开方式", Attribute.label_of(revision.attribute) if revision.attribute else ""),
        Fact("责任部门", unit),
        Fact("内容概述", revision.summary, wide=True),
    ]
