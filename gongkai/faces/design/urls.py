"""Addresses of the gallery, relative to where the configuration mounts it; there it asks for a signed-in person."""

from __future__ import annotations

from django.urls import path

from gongkai.faces.design import views

app_name = "design"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("portal/", views.gallery_portal, name="gallery_portal"),
    path("record/", views.gallery_record, name="gallery_record"),
]
