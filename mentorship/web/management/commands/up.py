import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from mentorship.people.models import Person
from mentorship.web import preflight
from mentorship.web.supervisor import Child, supervise

DEMO_WORDS = "; sign in as adviseur@hoorn.example with password wegwijs"


class Command(BaseCommand):
    help = "Prepare the database, then run web, workers and beat until Ctrl-C; or some of them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "parts",
            nargs="*",
            metavar="PART",
            help=f"only these of {', '.join(PARTS)}; the database must be up to date then",
        )

    def handle(self, parts: list[str], **options: Any) -> None:
        if unknown := [one for one in parts if one not in PARTS]:
            raise CommandError(f"{unknown[0]!r} is none of {', '.join(PARTS)}.")
        preflight.check_all(serves=not parts or "web" in parts)
        if parts:
            preflight.check_migrations()
            self._collect(parts)
        else:
            self._prepare()
        connection.close()
        # The children run in the project's folder, so a relative DATA_DIR must be made absolute.
        os.environ["DATA_DIR"] = str(settings.DATA_DIR)
        os.chdir(settings.BASE_DIR)
        self._announced = bool(parts) and "web" not in parts
        children = [child for one in parts or PARTS for child in PARTS[one]()]
        supervise(children, on_glance=self._announce)

    def _collect(self, parts: Iterable[str]) -> None:
        if not settings.DEBUG and "web" in parts:
            call_command("collectstatic", interactive=False, verbosity=0)

    def _prepare(self) -> None:
        self._collect(PARTS)
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


def web() -> list[Child]:
    """Threads, since nearly all of a request is waiting; WEB_CONCURRENCY sets the processes."""
    options = ["--bind", _address(), "--worker-class", "gthread", "--threads", "8"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", *options, *quiet, "mentorship.wsgi"]
    return [Child("web", command)]


def workers() -> list[Child]:
    """Each process hands over one mail at a time; the second thread keeps the rest going."""
    options = ["worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle"]
    names = [f"worker{number}" for number in range(1, settings.WORKERS + 1)]
    # A number of the process, so that no two machines or services give a worker the same name.
    return [Child(one, [*_celery(), *options, "-n", f"{one}-{os.getpid()}@%h"]) for one in names]


def beat() -> list[Child]:
    return [Child("beat", [*_celery(), "beat", "--pidfile", ""])]


PARTS: dict[str, Callable[[], list[Child]]] = {"web": web, "worker": workers, "beat": beat}


def _address() -> str:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"{host}:{settings.PORT}"


def _celery() -> list[str]:
    # To try Wegwijs in a container as root is no sin; in production the warning stands.
    hush = ["-W", "ignore:You're running the worker"] if settings.DEBUG else []
    return [sys.executable, *hush, "-m", "celery", "--quiet", "-A", "mentorship"]
