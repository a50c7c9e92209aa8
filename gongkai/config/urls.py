"""Addresses of the whole system: the portal at the root, the desk under /desk/."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path

from gongkai.faces.design import urls as gallery

#: The gallery of components, for those who are signed in.
_GALLERY = [path(str(one.pattern), login_required(one.callback), name=one.name) for one in gallery.urlpatterns]

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/gallery/", include((_GALLERY, gallery.app_name))),
    path("desk/", include("gongkai.faces.desk.urls")),
    path("", include("gongkai.faces.portal.urls")),
]

handler400 = "gongkai.config.middleware.bad_request"
handler403 = "gongkai.config.middleware.forbidden"
handler404 = "gongkai.config.middleware.not_found"
handler500 = "gongkai.config.middleware.server_error"
