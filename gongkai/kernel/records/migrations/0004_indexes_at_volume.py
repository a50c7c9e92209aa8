"""Indexes for what an office asks in a city of half a million records."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_term_of_its_own")]

    operations = [
        migrations.RemoveIndex(model_name="revision", name="revision_open"),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["state", "updated_at", "id"],
                condition=models.Q(
                    state__in=[
                        "drafting",
                        "foi_opinion",
                        "disclosure_check",
                        "first_review",
                        "second_review",
                        "final_review",
                        "waiting",
                    ]
                ),
                name="revision_on_the_way",
            ),
        ),
        migrations.AddIndex(
            model_name="editor",
            index=models.Index(fields=["person", "revision"], name="editor_by_person"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                fields=["person", "revision"], condition=models.Q(person__isnull=False), name="step_by_person"
            ),
        ),
    ]
