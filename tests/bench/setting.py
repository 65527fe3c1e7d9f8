"""A scratch database and what the processes of a measurement need to find it."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def a_sink() -> Iterator[int]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sink", str(port)], cwd=ROOT, stdout=subprocess.PIPE
    ) as sink:
        assert sink.stdout
        sink.stdout.readline()
        try:
            yield port
        finally:
            sink.kill()


@contextmanager
def a_database(server: str, port: int) -> Iterator[dict[str, str]]:
    """The environment of a new, migrated database: on ``server``, or SQLite when it is ""."""
    with tempfile.TemporaryDirectory(prefix="wegwijs-bench-") as folder:
        name = f"wegwijs_bench_{os.getpid()}"
        url = (
            f"{server.rpartition('/')[0]}/{name}" if server else f"sqlite:///{folder}/bench.sqlite3"
        )
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mentorship.settings",
            "SECRET_KEY": "of-the-measurements-alone-" * 3,
            "DATA_DIR": folder,
            "SITE_URL": "http://localhost",
            "ALLOWED_HOSTS": "localhost",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DATABASE_URL": url,
        }
        environment.pop("DEBUG", None)
        environment.pop("REDIS_URL", None)
        if server:
            _tell(server, f"CREATE DATABASE {name}")
        try:
            run(environment, "manage.py", "migrate", "--verbosity", "0")
            yield environment
        finally:
            if server:
                _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def answers(server: str) -> bool:
    """Whether there is a PostgreSQL to measure; a laptop need not have one."""
    try:
        psycopg.connect(server, connect_timeout=3).close()
    except psycopg.Error:
        print("PostgreSQL does not answer, so only SQLite is measured.\n")
        return False
    return True


def _tell(server: str, sentence: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sentence.encode())


def run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()
