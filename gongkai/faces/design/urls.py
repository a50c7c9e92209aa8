"""Addresses of the gallery, relative to where the configuration mounts it; only for those who are signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from gongkai.faces.design import views

app_name = "design"

urlpatterns = [
    path("", login_required(views.gallery), name="gallery"),
    path("portal/", login_required(views.gallery_portal), name="gallery_portal"),
    path("record/", login_required(views.gallery_record), name="gallery_record"),
]
