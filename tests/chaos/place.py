"""A scratch house: its folder, its servers, and what its processes need to find them."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from mentorship.web.preflight import check_folders
from tests.chaos import servers
from tests.chaos.house import ROOT, Environment, House, celery, child, python, within

PATIENCE = 60.0  # seconds that a slow machine may need before something answers


@dataclass
class Place:
    folder: Path
    environment: Environment
    house: House

    def add(self, name: str, words: list[str]) -> None:
        log = self.folder / f"{name.replace(' ', '-')}.log"
        self.house.children.append(child(name, log, words, self.environment))

    def add_worker(self, number: int = 1) -> None:
        words = ["worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle"]
        self.add(f"worker {number}", celery(*words, "-n", f"worker{number}@chaos"))

    def add_beat(self, number: int = 1) -> None:
        kept = str(self.folder / f"beat-{number}")
        self.add(f"beat {number}", celery("beat", "--pidfile", "", "--schedule", kept))

    def add_web(self) -> None:
        address = f"127.0.0.1:{self.environment['PORT']}"
        words = ["--bind", address, "--worker-class", "gthread", "--threads", "8"]
        self.add("web", python("-m", "gunicorn", *words, "--no-control-socket", "mentorship.wsgi"))

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """A command of this house that runs beside the others."""
        return subprocess.Popen(
            within(self.environment, python(*words)),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> str:
        with self.begin(*words) as process:
            said, _none = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
        return said

    def owing(self, *words: str) -> dict[str, Any]:
        """What the database says; ``"fill", "100"`` first makes a hundred people who are owed."""
        return json.loads(self.run("-m", "tests.chaos.owing", *(words or ("facts",))))

    def deliveries(self) -> list[tuple[str, str]]:
        """Address and Message-ID of each mail that the sink has taken."""
        lines = (self.folder / "taken").read_text().splitlines()
        return [(address, ident) for address, ident in (line.split(" ", 1) for line in lines)]

    def web_answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.environment['PORT']}/health/", timeout=5) as page:
                return page.status == 200
        except OSError:
            return False


@contextmanager
def a_place(on_servers: bool) -> Iterator[Place]:
    """Migrated, with a sink. Whatever happens, no process and no folder stays behind."""
    house = House()
    with tempfile.TemporaryDirectory(prefix="wegwijs-chaos-") as name:
        folder, mail = Path(name), servers.free_port()
        place = Place(folder, _environment(folder, mail), house)
        try:
            check_folders(folder / "data")
            (folder / "taken").touch()
            place.add("sink", python("-m", "tests.chaos.sink", str(mail), str(folder / "taken")))
            ports = [mail, *(_add_servers(place) if on_servers else ())]
            if not house.tend_until(lambda: all(map(servers.listens, ports)), PATIENCE):
                raise RuntimeError("the servers of the kill test do not start")
            place.run("manage.py", "migrate", "--verbosity", "0")
            yield place
        finally:
            house.stop()


def _environment(folder: Path, mail: int) -> Environment:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "DEBUG": "0",
        "SECRET_KEY": "of-the-kill-test-alone-" * 3,
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": f"sqlite:///{folder}/data/wegwijs.sqlite3",
        "REDIS_URL": "",
        "HOST": "127.0.0.1",
        "PORT": str(servers.free_port()),
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
    }


def _add_servers(place: Place) -> Iterator[int]:
    for make, name in ((servers.postgres, "DATABASE_URL"), (servers.redis, "REDIS_URL")):
        server, url = make(place.folder)
        place.environment[name] = url
        place.house.children.append(server)
        yield int(url.rpartition(":")[2].partition("/")[0])
