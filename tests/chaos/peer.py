"""The same question to a peer, django-post_office: one kill in the midst of a hundred mails."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import servers
from tests.chaos.house import House, child, kill, python, within

MAILS = 100
WANTED = ["django==5.2.19", "django-post-office==3.12.0"]
PATIENCE = 120.0
SETTINGS = """
SECRET_KEY = "of-the-peer"
INSTALLED_APPS = ["django.contrib.contenttypes", "post_office"]
FILE = "{folder}/peer.sqlite3"
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": FILE}}}}
TEMPLATES = [{{"BACKEND": "django.template.backends.django.DjangoTemplates"}}]
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = "post_office.EmailBackend", "127.0.0.1", {port}
POST_OFFICE = {{"BACKENDS": {{"default": "django.core.mail.backends.smtp.EmailBackend"}}}}
DEFAULT_AUTO_FIELD, USE_TZ, TIME_ZONE = "django.db.models.BigAutoField", True, "UTC"
"""
FILL = """
import django; django.setup()
from post_office import mail
for number in range({mails}):
    mail.send(f"guest{{number}}@sink.example", "wegwijs@sink.example", subject="s", message="m")
"""


def doubles() -> int | None:
    """Mails that went twice after one kill and one more run; None if it cannot be installed."""
    with tempfile.TemporaryDirectory(prefix="wegwijs-chaos-") as name:
        folder, house = Path(name), House()
        if not _install(folder):
            return None
        try:
            return _measure(folder, house)
        finally:
            house.stop()


def _install(folder: Path) -> bool:
    uv = str(Path(sys.executable).with_name("uv"))
    for words in (["venv", "v"], ["pip", "install", "--python", "v/bin/python", *WANTED]):
        try:
            subprocess.run([uv, *words, "--quiet"], cwd=folder, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


@dataclass
class Peer:
    folder: Path

    def command(self, *words: str) -> list[str]:
        environment = {
            "DJANGO_SETTINGS_MODULE": "peer",
            "PYTHONPATH": str(self.folder),
            "TMPDIR": str(self.folder),  # where it keeps its lock
        }
        return within(environment, [str(self.folder / "v/bin/python"), *words])

    def run(self, *words: str) -> None:
        subprocess.run(self.command(*words), cwd=self.folder, check=True, capture_output=True)

    def taken(self) -> int:
        return len((self.folder / "taken").read_text().splitlines())


def _measure(folder: Path, house: House) -> int:
    port, peer = servers.free_port(), Peer(folder)
    (folder / "peer.py").write_text(SETTINGS.format(folder=folder, port=port))
    (folder / "taken").touch()
    words = python("-m", "tests.chaos.sink", str(port), str(folder / "taken"))
    house.children.append(child("sink", folder / "sink.log", words, {}))
    peer.run("-m", "django", "migrate")
    peer.run("-c", FILL.format(mails=MAILS))
    house.tend_until(lambda: servers.listens(port), PATIENCE)
    with subprocess.Popen(peer.command("-m", "django", "send_queued_mail")) as sender:
        house.tend_until(lambda: peer.taken() >= MAILS // 2, PATIENCE)
        kill(sender.pid)
    peer.run("-m", "django", "send_queued_mail")
    return peer.taken() - MAILS
