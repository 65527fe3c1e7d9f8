from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def the_newcomer_asked(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now only the newcomer could ask for another mentor."""
    requests = apps.get_model("matching", "ChangeRequest").objects
    pairs = apps.get_model("matching", "Mentorship").objects
    mentee = pairs.filter(pk=OuterRef("mentorship")).values("mentee")[:1]
    requests.filter(asked_by=None).update(asked_by=Subquery(mentee))


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_the_right_mentor")]

    operations = [migrations.RunPython(the_newcomer_asked, migrations.RunPython.noop)]
