"""Notices of one moment, too, come in their order from the index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="notice", name="notice_by_person"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "-created_at", "-id"], name="notice_newest"),
        ),
        migrations.RemoveIndex(model_name="notice", name="notice_unread"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "read_at"], condition=models.Q(read_at=None), name="notice_not_read"),
        ),
    ]
