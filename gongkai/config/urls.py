"""Addresses of the whole system: the portal at the root, the desk under /desk/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/gallery/", include("gongkai.faces.design.urls")),
    path("desk/", include("gongkai.faces.desk.urls")),
    path("", include("gongkai.faces.portal.urls")),
]

handler400 = "gongkai.config.middleware.bad_request"
handler403 = "gongkai.config.middleware.forbidden"
handler404 = "gongkai.config.middleware.not_found"
handler500 = "gongkai.config.middleware.server_error"
