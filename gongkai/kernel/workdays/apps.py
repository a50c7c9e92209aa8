"""The app of the calendars: its one table is append-only."""

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "gongkai.kernel.workdays"
    label = "workdays"
    verbose_name = "工作日历"
    append_only = {"workdays_calendarversion": "1"}
