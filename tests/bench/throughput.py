"""From due to handed over, beside smtplib alone: the same mails, connections and server."""

import subprocess
import sys
from dataclasses import dataclass

from tests.bench.setting import ROOT, a_database, a_sink, run

WORKERS = (1, 2, 4)
FILL = """
import django; django.setup()
from pathlib import Path
from django.db import connection
from mentorship.reminders.sending.delivery import contents, write
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.letters.compose import as_email
from mentorship.reminders.models import Mail
from mentorship.reminders.sending.passes import prepare
from tests.bench.data import AT, fill
fill({people})
assert not prepare(AT)
connection.cursor().execute("ANALYZE")  # as a database does by itself after a while
mails = list(Mail.objects.select_related("recipient")[:50])
now = Round(AT, frozenset(one.recipient_id for one in mails))
for mail, items in contents(mails, now):
    text = as_email(write(mail, items, now), mail).message().as_bytes(linesep="\\r\\n")
    Path("{folder}", f"{{mail.pk}}.eml").write_bytes(text)
"""
AGAIN = """
import django; django.setup()
from mentorship.reminders.models import Mail
from tests.bench.data import AT
Mail.objects.update(state="queued", attempts=0, next_try_at=AT)
"""


@dataclass
class Hands:
    """Several processes that wait for a word, and what they say when they have done."""

    command: list[str]
    environment: dict[str, str]

    def rate(self, number: int) -> float:
        """Mails a second, of all together."""
        processes = [
            subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _hand in range(number)
        ]
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate()[0].split()[-2:] for process in processes]
        return sum(int(mails) / float(seconds) for mails, seconds in said)


def measure(server: str, people: int, seconds: float) -> None:
    with a_sink() as port, a_database(server, port) as environment:
        folder = environment["DATA_DIR"]
        run(environment, "-c", FILL.format(people=people, folder=folder))
        floor = Hands(["-m", "tests.bench.floor", str(port), folder, str(seconds)], environment)
        at = "2027-01-26T09:00:00+01:00"
        ours = Hands(["-m", "tests.bench.worker", at, str(seconds)], environment)
        for number in WORKERS:
            bare, real = floor.rate(number), ours.rate(number)
            kind = "PostgreSQL" if server else "SQLite"
            print(
                f"| {kind} | {people:,} | {number} | {bare:.0f} | {real:.0f} | {real / bare:.0%} |",
                flush=True,
            )
            run(environment, "-c", AGAIN)
