"""Addresses of collecting, below /desk/ (names in the namespace ``desk``)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.faces.desk import (
    collecting_board,
    collecting_filing,
    collecting_fill,
    collecting_home,
    collecting_manage,
    collecting_rollup,
    collecting_several,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("collecting/", collecting_home.home, name="collecting"),
    path("collecting/new/", collecting_home.new, name="campaign_new"),
    path("collecting/<int:pk>/", collecting_board.board, name="campaign"),
    path("collecting/<int:pk>/export/", collecting_board.export, name="campaign_export"),
    path("collecting/<int:pk>/remind/", collecting_board.remind, name="campaign_remind"),
    path("collecting/<int:pk>/edit/", collecting_manage.edit, name="campaign_edit"),
    path("collecting/<int:pk>/organs/", collecting_manage.organs, name="campaign_organs"),
    path("collecting/<int:pk>/close/", collecting_manage.close, name="campaign_close"),
    path("collecting/<int:pk>/files/", collecting_manage.files, name="campaign_files"),
    path("collecting/<int:pk>/several/<slug:code>/", collecting_several.several, name="campaign_several"),
    path("collecting/<int:pk>/rollup/<int:organ>/", collecting_rollup.new, name="rollup_new"),
    path("collecting/rollups/<int:pk>/", collecting_rollup.page, name="rollup"),
    path("collecting/rollups/<int:pk>/export/", collecting_rollup.export, name="rollup_export"),
    path("collecting/rollups/<int:pk>/cells/<str:cell>/", collecting_rollup.cell, name="rollup_cell"),
    path("collecting/filings/<int:pk>/", collecting_filing.page, name="filing"),
    path("collecting/filings/<int:pk>/fill/", collecting_fill.fill, name="filing_fill"),
    path("collecting/filings/<int:pk>/take/", collecting_fill.take, name="filing_take"),
    path("collecting/filings/<int:pk>/file/", collecting_fill.file, name="filing_file"),
    path("collecting/filings/<int:pk>/versions/<int:number>/", collecting_filing.version, name="filing_version"),
    path("collecting/filings/<int:pk>/moves/<slug:code>/", collecting_filing.move, name="filing_move"),
]
