"""The name of a file that came in may name people: its column holds it encrypted from now on; no row is written anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_views_without_searches")]

    operations = [
        migrations.SeparateDatabaseAndState(  # the column keeps its name
            state_operations=[
                migrations.RenameField("casepaper", "title", "kept_title"),
                migrations.AlterField(
                    "casepaper", "kept_title", models.CharField(db_column="title", max_length=200)
                ),
            ]
        ),
        migrations.AlterField("casepaper", "kept_title", models.TextField(db_column="title")),
    ]
