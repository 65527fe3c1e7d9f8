"""What must be right before anything starts. Each fault is one line: what is wrong, what to do."""

import errno
import re
import socket
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

# Celery's filesystem broker does not make its own folders.
FOLDERS = ("", "queue", "queue-control", "files", "cache", "static")
MOUNTS = Path("/proc/mounts")
# SQLite's locks and shared memory do not reach over a network: two machines would break the file.
FAR_AWAY = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "davfs",
    "ncpfs", "beegfs", "vboxsf", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.davfs2",
    "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs",
)  # fmt: skip


def check_all(serves: bool = True) -> None:
    """``serves`` says whether this machine runs the web server."""
    check_addresses()
    check_folders(settings.DATA_DIR)
    if serves:
        check_port(settings.HOST, settings.PORT)
    check_database_file()
    check_database()
    check_broker()


def check_addresses() -> None:
    """What is only tried later is at least an address. It is not shown: it may hold a secret."""
    kinds = {"HEARTBEAT_URL": ("https://", "http://"), "BOUNCE_URL": ("imaps://", "maildir:/")}
    for name, kind in kinds.items():
        value = getattr(settings, name)
        if value and not value.startswith((*kind, "imap://")):
            raise ImproperlyConfigured(f"{name} must start with {' or '.join(kind)}.")


def check_folders(data: Path) -> None:
    """Make the folders under ``data``, and try to write in each."""
    try:
        for name in FOLDERS:
            (data / name).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=data / name):
                pass
    except OSError as fault:
        raise ImproperlyConfigured(
            f"the data folder {data} cannot be written ({fault.strerror}); "
            "set DATA_DIR to a folder of your own."
        ) from fault


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            other = f"stop what runs there or choose another, as in PORT={port + 1}."
            raise ImproperlyConfigured(f"port {port} is taken; {other}") from fault
        why = str(fault.strerror).partition(" (while")[0]
        raise ImproperlyConfigured(
            f"{host}, port {port}, cannot be listened on ({why}); set HOST and PORT."
        ) from fault


def check_database_file() -> None:
    """SQLite stays on this machine's own disk."""
    facts = connection.settings_dict
    if connection.vendor != "sqlite" or str(facts["NAME"]).startswith((":memory:", "file:")):
        return
    folder = Path(facts["NAME"]).resolve().parent
    kind = file_system(folder, MOUNTS.read_text(errors="replace")) if MOUNTS.exists() else ""
    if kind in FAR_AWAY:
        raise ImproperlyConfigured(
            f"the database is a file on a network disk ({folder}, {kind}), where it would break; "
            "set DATA_DIR to a folder on this machine, or DATABASE_URL to a PostgreSQL server."
        )


def file_system(path: Path, mounts: str) -> str:
    """The kind of file system that ``path`` lies on, from the text of /proc/mounts.

    A root of kind 9p is how some containers show their own disk: that counts as near.
    """
    found = {}
    for line in mounts.splitlines():
        _device, point, kind = line.split()[:3]
        place = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), point))
        if path == place or place in path.parents:
            found[place] = kind  # of two on one place, the last one lies on top
    nearest = max(found, key=lambda place: len(place.parts), default=None)
    if nearest is None or (nearest == Path("/") and found[nearest] == "9p"):
        return ""
    return found[nearest]


def check_database() -> None:
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        where = {key: connection.settings_dict[key] for key in ("HOST", "PORT", "NAME")}
        address = (
            f"{where['HOST']}:{where['PORT']}/{where['NAME']}" if where["HOST"] else where["NAME"]
        )
        raise ImproperlyConfigured(
            f"the database {address} cannot be reached ({_first_line(fault)}); "
            "start it, or set DATABASE_URL."
        ) from fault


def check_migrations() -> None:
    """Whoever starts only a part does not change the database under the others."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ImproperlyConfigured(
            "the database is not up to date; run manage.py migrate once, then start the parts."
        )


def check_broker() -> None:
    """The filesystem broker is a folder, so only a server has to be knocked at."""
    if not settings.REDIS_URL:
        return
    try:
        once = Retry(NoBackoff(), 0)
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5, retry=once) as server:
            server.ping()
    except (RedisError, ValueError) as fault:
        raise ImproperlyConfigured(
            f"Redis does not answer ({_first_line(fault)}); start it, or set REDIS_URL."
        ) from fault


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0].rstrip(" :")
