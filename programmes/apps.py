from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self) -> None:
        post_migrate.connect(_ship, sender=self, dispatch_uid="programmes.ship")


def _ship(sender: ProgrammesConfig, using: str, **_facts: Any) -> None:
    """The shipped programme is there after each migrate, and after a test emptied the tables."""
    # Migrating back to nothing leaves no table to write in.
    if sender.get_model("Step")._meta.db_table in connections[using].introspection.table_names():
        import_string("programmes.shipped.ship_programme")()
