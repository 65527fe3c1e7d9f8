from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def link(apps: Any, schema_editor: Any) -> None:
    """Until now a replacement was known by its moment: that at which the other of the newcomer's
    pairs ended."""
    mentorships = apps.get_model("matching", "Mentorship").objects
    ended = mentorships.filter(
        mentee=models.OuterRef("mentee"), ended_at=models.OuterRef("asked_at"), state="ended"
    )
    before = models.Subquery(ended.order_by("-pk").values("pk")[:1])
    found = mentorships.annotate(before=before).exclude(before=None)
    for pk, other in found.order_by().values_list("pk", "before"):
        mentorships.filter(pk=pk).update(replaces=other)


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_cases_from_assignments")]

    operations = [
        migrations.AddField(
            model_name="mentorship",
            name="replaces",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replacements",
                to="matching.mentorship",
            ),
        ),
        migrations.RunPython(link, migrations.RunPython.noop),
    ]
