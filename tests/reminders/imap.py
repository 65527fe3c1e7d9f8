"""A mail server of one folder that speaks just enough IMAP (RFC 3501) to be read and emptied."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Folder:
    """Each mail's content and flags, by UID."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    word: str = "geheim"

    def add(self, content: bytes) -> None:
        uid = len(self.flags) + 1
        self.mails[uid], self.flags[uid] = content, set()

    def answer(self, line: str) -> list[bytes]:
        """What the server says to a command, before its OK."""
        name, _, rest = line.partition(" ")
        if name.upper() == "UID":
            name, _, rest = rest.partition(" ")
        reply = getattr(self, f"do_{name.lower()}", None)
        return reply(rest) if reply else []

    def do_capability(self, rest: str) -> list[bytes]:
        return [b"* CAPABILITY IMAP4rev1"]

    def do_login(self, rest: str) -> list[bytes]:
        if self.word not in rest:
            raise PermissionError
        return []

    def do_select(self, rest: str) -> list[bytes]:
        if rest != '"INBOX"':
            raise PermissionError
        return [b"* %d EXISTS" % len(self.mails)]

    def do_search(self, rest: str) -> list[bytes]:
        seen = "UNSEEN" not in rest
        found = [uid for uid in self.mails if (r"\Seen" in self.flags[uid]) == seen]
        return [b"* SEARCH " + " ".join(map(str, found)).encode()]

    def do_fetch(self, rest: str) -> list[bytes]:
        uid, size = int(rest.split()[0]), int(re.findall(r"<0\.(\d+)>", rest)[0])
        part = self.mails[uid][:size]
        head = b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n" % (uid, len(part))
        return [head + part + b")"]

    def do_store(self, rest: str) -> list[bytes]:
        uid, _, flags = rest.partition(" +FLAGS ")
        self.flags[int(uid)] |= set(flags.strip("()").split())
        return []

    def do_expunge(self, rest: str) -> list[bytes]:
        for uid in [one for one, flags in self.flags.items() if r"\Deleted" in flags]:
            self.mails.pop(uid, None)
        return []


@contextmanager
def serving(folder: Folder) -> Iterator[int]:
    """The port on which it answers."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            for raw in self.rfile:
                tag, _, line = raw.decode().strip().partition(" ")
                try:
                    told = [*folder.answer(line), f"{tag} OK done".encode()]
                except PermissionError:
                    told = [f"{tag} NO that will not do".encode()]
                self.wfile.write(b"\r\n".join(told) + b"\r\n")
                if line.upper() == "LOGOUT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
