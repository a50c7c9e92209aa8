"""Addresses of annual reports, below /desk/ (names in the namespace ``desk``)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.faces.desk import (
    reports_check,
    reports_disputes,
    reports_edit,
    reports_findings,
    reports_home,
    reports_judging,
    reports_page,
    reports_tasks,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", reports_home.overview, name="reports"),
    path("reports/check/", reports_check.check, name="reports_check"),
    path("reports/check/explain/", reports_judging.explain, name="reports_explain"),
    path("reports/check/scope/", reports_judging.scope, name="reports_scope"),
    path("reports/check/verdicts/", reports_judging.verdicts, name="reports_verdicts"),
    path("reports/<int:organ>/disputes/", reports_disputes.register, name="disputes"),
    path("reports/<int:organ>/disputes/new/", reports_disputes.new, name="dispute_new"),
    path("reports/disputes/<int:pk>/", reports_disputes.entry, name="dispute"),
    path("reports/disputes/<int:pk>/void/", reports_disputes.void, name="dispute_void"),
    path("reports/<int:organ>/<int:year>/", reports_page.page, name="report"),
    path("reports/<int:organ>/<int:year>/rows/<str:cell>/", reports_page.rows, name="report_rows"),
    path("reports/<int:organ>/<int:year>/findings/<str:fingerprint>/", reports_findings.finding, name="report_finding"),
    path("reports/<int:organ>/<int:year>/figures/", reports_edit.figures, name="report_figures"),
    path("reports/<int:organ>/<int:year>/tasks/", reports_tasks.tasks, name="report_tasks"),
    path("reports/<int:organ>/<int:year>/tasks/new/", reports_tasks.new, name="report_task_new"),
    path("reports/tasks/<int:pk>/", reports_tasks.task, name="report_task"),
    path("reports/<int:organ>/<int:year>/text/", reports_edit.texts, name="report_text"),
    path("reports/<int:organ>/<int:year>/draft/", reports_page.draft, name="report_draft"),
    path("reports/<int:organ>/<int:year>/file/<str:form>/", reports_page.file, name="report_file"),
]
