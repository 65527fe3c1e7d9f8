"""A mail server that notes whom it has a mail for before it answers; it is never killed."""

import asyncio
import random
import signal
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

THINKS = (0.010, 0.015)  # seconds, before it notes the mail and once more before it answers


class Sink:
    def __init__(self, path: Path) -> None:
        self.taken = path.open("a", encoding="utf-8")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        ident = message_from_bytes(envelope.content)["Message-ID"]
        await asyncio.sleep(random.uniform(*THINKS))
        print(envelope.rcpt_tos[0], ident, file=self.taken, flush=True)
        await asyncio.sleep(random.uniform(*THINKS))
        return "250 taken"


if __name__ == "__main__":
    Controller(Sink(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    signal.pause()
