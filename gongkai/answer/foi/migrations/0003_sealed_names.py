"""The name of a file may name people: its column holds it encrypted from now on; no row is written anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foi", "0002_former_wordings")]

    operations = [
        migrations.SeparateDatabaseAndState(  # the column keeps its name
            state_operations=[
                migrations.RenameField("applicationfile", "name", "kept_name"),
                migrations.AlterField(
                    "applicationfile", "kept_name", models.CharField(db_column="name", max_length=200)
                ),
            ]
        ),
        migrations.AlterField("applicationfile", "kept_name", models.TextField(db_column="name")),
    ]
