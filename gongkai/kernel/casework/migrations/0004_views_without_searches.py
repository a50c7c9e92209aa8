"""Filters that somebody kept forget what was typed into the search: it may be a name or an identity number."""

from urllib.parse import parse_qsl, urlencode

from django.db import migrations


def forget(apps, _editor):
    for view in apps.get_model("casework", "SavedView").objects.filter(query__contains="q="):
        view.query = urlencode([(name, value) for name, value in parse_qsl(view.query) if name != "q"])
        view.save(update_fields=["query"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_sealed_words")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
