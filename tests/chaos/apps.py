"""What takes minutes in a real house takes seconds in this one; all else is as it ships."""

from datetime import timedelta
from importlib import import_module

from django.apps import AppConfig

LEASE = timedelta(seconds=20)  # instead of five minutes, so that the dead are replaced meanwhile


class Hurry(AppConfig):
    name = "tests.chaos"

    def ready(self) -> None:
        for name in ("models.mail", "sending.delivery"):
            import_module(f"mentorship.reminders.{name}").LEASE = LEASE  # type: ignore[attr-defined]
        supervisor = import_module("mentorship.web.supervisor")
        supervisor.LONGEST_WAIT = supervisor.FIRST_WAIT  # type: ignore[attr-defined]
