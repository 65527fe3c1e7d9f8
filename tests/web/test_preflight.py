"""What is wrong with the set-up is one line before anything starts."""

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from mentorship.web import preflight
from mentorship.web.management.commands.up import PARTS, workers

MOUNTS = """\
proc /proc proc rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /srv tmpfs rw 0 0
server:/export /srv/gedeeld nfs4 rw,vers=4.2 0 0
//server/map /srv/gedeeld/met\\040spatie cifs rw 0 0
/dev/sdb1 /srv/gedeeld/schijf xfs rw 0 0
iemand@elders:/map /home/x/ver fuse.sshfs rw 0 0
C:\\134 /mnt/c 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/wegwijs", "ext4"),
        ("/srv/wegwijs", "tmpfs"),
        ("/srv/gedeeld", "nfs4"),
        ("/srv/gedeeld/wegwijs/var", "nfs4"),
        ("/srv/gedeeldwerk", "tmpfs"),
        ("/srv/gedeeld/met spatie/var", "cifs"),
        ("/srv/gedeeld/schijf/var", "xfs"),
        ("/home/x/ver/var", "fuse.sshfs"),
        ("/mnt/c/wegwijs", "9p"),
    ],
)
def test_the_disk_on_which_a_folder_lies_is_known(path: str, kind: str) -> None:
    assert preflight.file_system(Path(path), MOUNTS) == kind


def test_of_two_disks_on_one_place_the_last_lies_on_top() -> None:
    twice = "a /data ext4 rw 0 0\nb /data nfs rw 0 0\n"
    assert preflight.file_system(Path("/data/x"), twice) == "nfs"


def test_a_container_that_shows_its_own_disk_as_9p_is_near() -> None:
    assert preflight.file_system(Path("/var/x"), "none / 9p rw 0 0\n") == ""


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"])
def test_a_database_file_on_a_network_disk_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far, mounts = tmp_path / "ver", tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nx {far} {kind} rw 0 0\n")
    monkeypatch.setattr(preflight, "MOUNTS", mounts)
    file = {"NAME": str(far / "wegwijs.sqlite3"), "ENGINE": "x"}
    with (
        mock.patch.object(connection, "settings_dict", file),
        mock.patch.object(connection, "vendor", "sqlite"),
        pytest.raises(ImproperlyConfigured, match=f"on a network disk .*{kind}.*set DATA_DIR"),
    ):
        preflight.check_database_file()


def test_a_database_on_this_machine_or_on_a_server_is_fine() -> None:
    preflight.check_database_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARTBEAT_URL", "file:///etc/passwd"),
        ("HEARTBEAT_URL", "hc-ping.example/geheim"),
        ("BOUNCE_URL", "pop3://terug:geheim@host"),
        ("BOUNCE_URL", "/var/mail/terug"),
    ],
)
def test_an_address_of_the_wrong_kind_is_refused_and_not_shown(
    name: str, value: str, settings: Any
) -> None:
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured) as fault:
        preflight.check_addresses()
    assert name in str(fault.value)
    assert value not in str(fault.value)


@pytest.mark.django_db
def test_a_part_does_not_start_on_a_database_that_is_behind() -> None:
    preflight.check_migrations()
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    with pytest.raises(ImproperlyConfigured, match=r"run manage.py migrate once"):
        preflight.check_migrations()


def test_a_part_that_does_not_exist_is_named() -> None:
    assert list(PARTS) == ["web", "worker", "beat"]
    with pytest.raises(CommandError, match="'wroker' is none of web, worker, beat"):
        call_command("up", "wroker")


def test_as_many_workers_start_as_are_asked_for_each_with_its_own_name(settings: Any) -> None:
    settings.WORKERS = 3
    assert [one.name for one in workers()] == ["worker1", "worker2", "worker3"]
    assert len({one.command[-1] for one in workers()}) == 3
