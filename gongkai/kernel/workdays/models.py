"""The table of imported calendars: one row per year and version, never changed."""

from __future__ import annotations

from django.db import models


class CalendarVersion(models.Model):
    """One import of one year's days off; the highest version of a year holds. ``imported_by`` is a plain name."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    days = models.JSONField()  # [{"date": "2027-01-01", "kind": "holiday", "name": "元旦"}], in order of date
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)  # SHA-256 over year, version, days and source
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="workdays_year_version"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="workdays_version_from_one"),
        ]
        verbose_name = "工作日历版本"
