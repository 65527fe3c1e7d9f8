import os
import socket
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from mentorship.people.models import Person
from mentorship.web import preflight
from mentorship.web.supervisor import Child, supervise

DEMO_WORDS = "; sign in as adviseur@hoorn.example with password wegwijs"


class Command(BaseCommand):
    help = "Prepare the database, then run web, worker and beat until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        preflight.check_all()
        self._prepare()
        connection.close()
        # The children run in the project's folder, so a relative DATA_DIR must be made absolute.
        os.environ["DATA_DIR"] = str(settings.DATA_DIR)
        os.chdir(settings.BASE_DIR)
        self._announced = False
        supervise([web(), worker(), beat()], on_glance=self._announce)

    def _prepare(self) -> None:
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEBUG and not Person.objects.exists():
            self.stdout.write("First start: telling the demo story …")
            self.stdout.flush()
            with transaction.atomic():  # told whole or not at all
                call_command("demo", stdout=self.stdout)

    def _announce(self) -> None:
        """One line, once the address answers."""
        if self._announced:
            return
        with suppress(OSError), socket.create_connection((settings.HOST, settings.PORT), 1):
            self._announced = True
            words = DEMO_WORDS if settings.DEBUG else ""
            self.stdout.write(f"Wegwijs runs at http://{_address()}{words}; Ctrl-C stops it.")
            self.stdout.flush()


def web() -> Child:
    """Threads, since nearly all of a request is waiting; WEB_CONCURRENCY sets the processes."""
    options = ["--bind", _address(), "--worker-class", "gthread", "--threads", "8"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    return Child("web", [sys.executable, "-m", "gunicorn", *options, *quiet, "mentorship.wsgi"])


def worker() -> Child:
    return Child(
        "worker",
        [*_celery(), "worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle"],
    )


def beat() -> Child:
    return Child("beat", [*_celery(), "beat", "--pidfile", ""])


def _address() -> str:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"{host}:{settings.PORT}"


def _celery() -> list[str]:
    # To try Wegwijs in a container as root is no sin; in production the warning stands.
    hush = ["-W", "ignore:You're running the worker"] if settings.DEBUG else []
    return [sys.executable, *hush, "-m", "celery", "--quiet", "-A", "mentorship"]
