"""What meets every request first and last: a reference number on errors, and refusals in words."""

from __future__ import annotations

import errno
import logging
import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("gongkai.errors")


class ErrorReference:
    """An unexpected error leaves a log line with the reference number that the page shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
        from django.http import Http404
        from django.http.multipartparser import MultiPartParserError

        if isinstance(exception, Http404 | PermissionDenied | SuspiciousOperation | BadRequest | MultiPartParserError):
            return None
        reference = secrets.token_hex(4).upper()
        log.error("[%s] %s %s", reference, request.method, request.path, exc_info=exception)
        code, status = _kind(exception)
        return render(request, "design/error.html", error_page(code, reference), status=status)


#: Forms of citizens: of a body that is too large the text is read all the same, so that nothing typed is lost.
_APPLYING = re.compile(r"(/hant)?/apply/")
_READ_THROUGH = 64 * 1024 * 1024  # bytes; beyond that not even the text is looked for


class LeftOut(FileUploadHandler):
    """Reads past every file of a body and keeps none."""

    def new_file(self, *_: object, **__: object) -> None:
        """No file is begun."""
        raise SkipFile

    def receive_data_chunk(self, *_: object) -> None:
        """Nothing is kept."""

    def file_complete(self, *_: object) -> None:
        """There is no file."""


class BoundedUpload:
    """Whoever is not signed in cannot fill the disk with an upload: it is refused before a byte of it is read.

    The forms of an application get their text without the files; ``request.left_out`` is then the size of the body. The
    page that checks files of strangers has a bound of its own; what may be uploaded at the desk is asked there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        large = not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if large and request.path != "/verify/check/" and not request.user.is_authenticated:
            applying = _APPLYING.match(request.path) is not None
            if not (applying and length.isdigit() and int(length) <= _READ_THROUGH):
                return render(request, "design/error.html", error_page("413apply" if applying else "413"), status=413)
            request.upload_handlers = [LeftOut(request)]
            request.left_out = int(length)  # type: ignore[attr-defined]
        return self.get_response(request)


def _kind(exception: BaseException) -> tuple[str, int]:
    """Which page an unexpected error shows: a full disk and a busy database have words of their own."""
    from django.db import OperationalError

    text = str(exception).lower()
    if getattr(exception, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or "disk is full" in text:
        return "507", 507
    if isinstance(exception, OperationalError) and "locked" in text:
        return "503", 503
    return "500", 500


_PAGES = {
    "400": ("无法处理这个请求", "请求的内容不完整或格式不对。请返回上一页检查后重试。"),
    "403": ("您没有查看此页的权限", "如果工作需要，请联系本单位的系统管理员为您设置相应的岗位角色。"),
    "404": ("找不到这个页面", "地址可能有误，或内容已经移走。可以使用上方的搜索，或从首页重新进入。"),
    "413": ("上传的内容过大", "内容没有保存。如果登录已过期，请重新登录后再上传。"),
    "413apply": (
        "附件过大",
        "附件一共不能超过 10 MB，这次没有提交任何内容。请返回上一页，减少或者压缩附件后再提交；"
        "附件较多的，可以先提交申请，再邮寄或者当面补交。",
    ),
    "429": ("尝试次数过多", "为保护账号安全，请在15分钟后再试；忘记密码请联系系统管理员重置。"),
    "csrf": ("页面已过期", "您填写的内容没有提交。请返回上一页，刷新后再次提交。"),
    "503": ("系统正忙", "同时办理的人较多，您的操作没有保存。请返回上一页，稍等片刻再次提交。"),
    "507": ("磁盘空间不足", "您的操作没有保存，原有内容没有变化。请联系系统管理员清理磁盘后再试。"),
    "500": ("系统出现了问题", "我们已经记录下这次错误。您可以稍后再试；如仍有问题，请把下面的编号告诉管理员。"),
}


def error_page(code: str, reference: str = "") -> dict[str, str]:
    """The words of an error page: ``title``, ``advice`` and the ``reference`` number (may be empty)."""
    title, advice = _PAGES[code]
    return {"title": title, "advice": advice, "reference": reference, "code": code}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 in words."""
    return render(request, "design/error.html", error_page("400"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in words."""
    return render(request, "design/error.html", error_page("403"), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in words."""
    return render(request, "design/error.html", error_page("404"), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 outside a view (a middleware failed): still with a reference number."""
    reference = secrets.token_hex(4).upper()
    log.error("[%s] %s %s", reference, request.method, request.path)
    return render(request, "design/error.html", error_page("500", reference), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is stale or missing: nothing was changed, and the page says so."""
    log.warning("csrf %s %s", request.path, reason)
    return render(request, "design/error.html", error_page("csrf"), status=403)


def locked_out(
    request: HttpRequest, credentials: dict[str, str] | None = None, *args: object, **kw: object
) -> HttpResponse:
    """Too many failed sign-ins (axes)."""
    return render(request, "design/error.html", error_page("429"), status=429)
