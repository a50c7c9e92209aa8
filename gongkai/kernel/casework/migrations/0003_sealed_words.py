"""Columns that name people hold encrypted text: the names say so, and a proof has room for it; no row is written anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_long_lists")]

    operations = [
        migrations.SeparateDatabaseAndState(  # the columns keep their names
            state_operations=[
                migrations.RenameField("event", "data", "kept"),
                migrations.AlterField("event", "kept", models.JSONField(db_column="data", default=dict)),
                migrations.RenameField("casepaper", "document", "kept"),
                migrations.AlterField("casepaper", "kept", models.JSONField(db_column="document", default=dict)),
                migrations.RenameField("casepaper", "proof", "kept_proof"),
                migrations.AlterField(
                    "casepaper", "kept_proof", models.CharField(blank=True, db_column="proof", max_length=300)
                ),
            ]
        ),
        migrations.AlterField("casepaper", "kept_proof", models.TextField(blank=True, db_column="proof")),
    ]
