"""What must be right before anything starts. Each fault is one line: what is wrong, what to do."""

import errno
import socket
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

# Celery's filesystem broker does not make its own folders.
FOLDERS = ("", "queue", "queue-control", "files", "cache", "static")


def check_all() -> None:
    check_folders(settings.DATA_DIR)
    check_port(settings.HOST, settings.PORT)
    check_database()
    check_broker()


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
