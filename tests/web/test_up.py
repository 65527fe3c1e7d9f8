"""`manage.py up`: one clear line when it cannot start, and nothing left behind when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

OWN_SETTINGS = {"DJANGO_SETTINGS_MODULE": "mentorship.settings"}
NO_SERVERS = {"DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}
PATIENCE = 60  # seconds; a slow machine is no fault
KEEPER = """
import sys
from mentorship.web.supervisor import Child, supervise
supervise([Child("child", [sys.executable, "-c", sys.argv[1]])])
"""
# Writes its own number and that of a child of its own, then sleeps.
SLEEPER = """
import os, subprocess, sys, time
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open({path!r}, "a") as file:
    print(os.getpid(), below.pid, file=file, flush=True)
time.sleep(60)
"""


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | OWN_SETTINGS | NO_SERVERS | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def started(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | OWN_SETTINGS | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(what: Callable[[], object]) -> None:
    latest = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < latest, "waited in vain"
        time.sleep(0.05)


def runs(pid: int) -> bool:
    """A process that has ended but is not yet fetched by its parent does not run."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


def assert_one_line(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    for part in ("Wegwijs cannot start: ", *parts):
        assert part in result.stderr


def test_a_taken_port_is_one_clear_line() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert_one_line(manage("up", PORT=str(port)), f"port {port} is taken", f"PORT={port + 1}")


@pytest.mark.parametrize("command", ["up", "migrate"])
def test_an_unreachable_database_is_one_clear_line_that_keeps_the_password(command: str) -> None:
    url = f"postgres://wegwijs:geheim@127.0.0.1:{free_port()}/wegwijs"
    result = manage(command, PORT=str(free_port()), DATABASE_URL=url)
    assert_one_line(result, "the database 127.0.0.1:", "set DATABASE_URL")
    assert "geheim" not in result.stderr


@pytest.mark.parametrize("url", ["bogus", "postgress://wegwijs:geheim@host/name", "mysql://host/x"])
def test_a_broken_database_url_is_one_clear_line_that_keeps_the_password(url: str) -> None:
    result = manage("up", DATABASE_URL=url)
    assert_one_line(result, "DATABASE_URL is no address of a database")
    assert "geheim" not in result.stderr


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = manage("up", DATA_DIR=str(tmp_path / "file" / "data"))
    assert_one_line(
        result, f"the data folder {tmp_path}/file/data cannot be written", "set DATA_DIR"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_data_folder_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert_one_line(manage("up", DATA_DIR=str(tmp_path)), "cannot be written", "set DATA_DIR")


def test_a_redis_that_does_not_answer_is_one_clear_line() -> None:
    result = manage("up", PORT=str(free_port()), REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert_one_line(result, "Redis does not answer", "set REDIS_URL")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "EMAIL_URL"])
def test_outside_debug_nothing_starts_without_its_own_secret_and_mail_server(missing: str) -> None:
    assert_one_line(manage("up", **{missing: ""}), f"set {missing}")


def test_a_child_that_dies_is_started_again_and_its_own_children_are_ended(tmp_path: Path) -> None:
    notes = tmp_path / "pids"
    notes.touch()
    with started("-c", KEEPER, SLEEPER.format(path=str(notes))) as keeper:
        wait_for(lambda: len(notes.read_text().splitlines()) == 1)
        first, below = map(int, notes.read_text().split())
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(notes.read_text().splitlines()) == 2)
        assert not runs(first)
        wait_for(lambda: not runs(below))

        keeper.terminate()
        assert keeper.wait(PATIENCE) == 0
        wait_for(lambda: not any(map(runs, map(int, notes.read_text().split()))))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_supervisor_killed_without_a_word_leaves_no_child(tmp_path: Path) -> None:
    notes = tmp_path / "pids"
    notes.touch()
    with started("-c", KEEPER, SLEEPER.format(path=str(notes))) as keeper:
        wait_for(notes.read_text)
        child, below = map(int, notes.read_text().split())
        keeper.kill()
        wait_for(lambda: not runs(child))
        os.kill(below, signal.SIGKILL)  # gunicorn's workers see for themselves that it is gone


@pytest.mark.django_db(transaction=True)
def test_up_serves_on_the_database_and_broker_of_its_environment_until_it_is_told_to_stop() -> None:
    port = free_port()
    own = {"DATABASE_URL": own_database_url(), "ALLOWED_HOSTS": "127.0.0.1"}
    with started("manage.py", "up", PORT=str(port), **own) as wegwijs:
        assert wegwijs.stdout is not None
        assert f"Wegwijs runs at http://127.0.0.1:{port}" in wegwijs.stdout.readline()
        with urlopen(f"http://127.0.0.1:{port}/health/") as answer:
            assert answer.status == 200

        wegwijs.send_signal(signal.SIGINT)
        assert wegwijs.wait(PATIENCE) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def own_database_url() -> str:
    """The database that these tests run on, as an address."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    word = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgres://{facts['USER']}{word}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
