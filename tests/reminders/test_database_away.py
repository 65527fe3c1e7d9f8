"""A database that goes away in the midst of sending, and one that many want at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from mentorship.reminders.models import LEASE, Mail
from mentorship.reminders.outbox import tell
from mentorship.reminders.owed.engine import Round, write_owed
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_person

NOON = datetime(2027, 2, 9, 12, tzinfo=AMSTERDAM)


class Away:
    """The first ``times`` that somebody notes a mail as sent, the database does not answer."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if self.left and sql.startswith("UPDATE") and params and "sent" in params:
            self.left -= 1
            raise OperationalError("the server closed the connection")
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_what_was_handed_over_while_the_database_went_away_goes_once() -> None:
    person, away = make_person(), Away(times=2)
    tell("hello", person, person, organisation=person.organisation, at=NOON - timedelta(minutes=5))
    with connection.execute_wrapper(away):
        one_pass(NOON)
    one_pass(NOON + 2 * LEASE)
    assert (away.left, len(mail.outbox)) == (0, 1)
    assert Mail.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_asking_what_is_owed_locks_nobody_out() -> None:
    with CaptureQueriesContext(connection) as asked:
        write_owed(Round(NOON))
    said = [one["sql"].split()[0] for one in asked.captured_queries]
    assert set(said) == {"SELECT"}
