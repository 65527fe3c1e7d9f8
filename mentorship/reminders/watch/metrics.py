"""Figures for Prometheus, read from the database when they are asked for.

Nothing is counted in a process: any number of them, started at any time, give the same answer. So
each is a gauge: a mail that goes again and a stop that is undone make a number fall, which a
counter may not. No label names a person or an organisation.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mentorship.reminders.models import DeadAddress, Halt, Mail, Message, Pulse
from mentorship.reminders.watch import alive

CONTENT_TYPE = CONTENT_TYPE_LATEST


def written(at: datetime) -> bytes:
    """The figures of this moment, as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(Figures(at))
    return generate_latest(registry)


class Figures(Collector):
    """Asks the database once for each figure."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[Metric]:
        """Empty, so that registering asks nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._mails()
        yield from self._messages()
        yield from self._loop()

    def _mails(self) -> Iterator[Metric]:
        number = dict.fromkeys(Mail.State.values, 0)
        number |= dict(Mail.objects.values_list("state").annotate(Count("pk")).order_by())
        # "sent" in time: what came back was sent before.
        yield _gauge("mails_sent", "Mails handed over", number["sent"] + number["bounced"])
        for state in ("failed", "bounced", "unknown"):
            label = Mail.State(state).name.lower()
            yield _gauge(f"mails_{label}", f"Mails now in state {label}", number[state])
        due = Mail.objects.due(self.at).may_go().count()
        yield _gauge("mails_due", "Mails that may go now", due)
        yield _gauge("mails_waiting", "Mails that wait for their turn", number["queued"])

    def _messages(self) -> Iterator[Metric]:
        held = Message.objects.held(self.at).count()
        yield _gauge("messages_held", "Messages inside the hold after a click", held)
        dropped = GaugeMetricFamily(
            "wegwijs_messages_dropped", "Messages not sent, by reason", labels=["reason"]
        )
        gone = Message.objects.exclude(dropped_at=None).values_list("dropped_why")
        number = dict.fromkeys(Message.Why.values, 0) | dict(gone.annotate(Count("pk")).order_by())
        for why, one in number.items():
            dropped.add_metric([why.replace(" ", "_")], one)
        yield dropped

    def _loop(self) -> Iterator[Metric]:
        waits = alive.oldest_owed(self.at).total_seconds()
        yield _gauge("oldest_owed_seconds", "How long the oldest due message waits", waits)
        if last := Pulse.last():
            age = max(0.0, (self.at - last).total_seconds())
            yield _gauge("pulse_age_seconds", "Time since the last round", age)
        answers = alive.server_answered(self.at)
        yield _gauge("mail_server_up", "Whether the mail server answered the last round", answers)
        dead = DeadAddress.objects.count()
        yield _gauge("dead_addresses", "Addresses that take no mail", dead)
        halts = Halt.objects.count()
        yield _gauge("halts", "Whether sending was stopped, by how many", halts)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"wegwijs_{name}", words, value=value)
