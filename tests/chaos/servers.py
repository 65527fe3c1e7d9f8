"""A PostgreSQL and a Redis of the harness itself, in its own folder, so that they may be killed."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

from mentorship.web.supervisor import Child
from tests.chaos.house import child

PLACES = [*Path("/usr/lib/postgresql").glob("*/bin"), Path("/usr/local/bin"), Path("/usr/bin")]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def program(*names: str) -> str:
    """Where the first of these is, or "". Debian keeps PostgreSQL's out of the PATH."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, sorted(PLACES, reverse=True))])
    return next(filter(None, (shutil.which(name, path=path) for name in names)), "")


def are_here() -> bool:
    return all([program("initdb"), program("postgres"), program("redis-server", "valkey-server")])


def postgres(folder: Path) -> tuple[Child, str]:
    """The server, and the address of a database on it; none of it outlives the folder."""
    data, port, user = folder / "postgres", free_port(), _nobody_special()
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user, user)
        folder.chmod(0o711)
    words = [program("initdb"), "-D", str(data), "-U", "wegwijs", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*_as(user), *words, "--no-locale"], check=True, stdout=subprocess.DEVNULL)
    options = ["-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", str(data)]
    words = [*_as(user), program("postgres"), "-D", str(data), *options]
    url = f"postgres://wegwijs@127.0.0.1:{port}/postgres"
    return child("database", folder / "database.log", words, {}), url


def redis(folder: Path) -> tuple[Child, str]:
    port = free_port()
    (folder / "redis").mkdir()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder / "redis")]
    words = [program("redis-server", "valkey-server"), *options, "--appendonly", "yes"]
    return child("broker", folder / "broker.log", words, {}), f"redis://127.0.0.1:{port}/0"


def _nobody_special() -> str:
    """PostgreSQL refuses to run as root; "" is whoever we are."""
    if os.geteuid() != 0:
        return ""
    users = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _as(user: str) -> list[str]:
    """setpriv becomes the program, so that its process is the one we know."""
    if not user:
        return []
    group = str(pwd.getpwnam(user).pw_gid)
    return ["setpriv", "--reuid", user, "--regid", group, "--clear-groups"]
