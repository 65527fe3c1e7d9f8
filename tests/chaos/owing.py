"""Who is owed a mail, whatever day and hour it is now; and what the database says became of it."""

import json
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402 - after the settings
from django.utils import timezone  # noqa: E402

from mentorship.people.models import Person  # noqa: E402
from mentorship.reminders.models import Mail, Message, Pulse  # noqa: E402
from programmes.models import Cohort, Deadline  # noqa: E402
from tests.cast import (  # noqa: E402
    enrol,
    make_adviser,
    make_cohort,
    make_organisation,
    make_person,
    make_trainer,
)

GROUP = 10
RULE = "forms_open"  # goes on the day itself, so urgent, and stays worth sending for a week


@transaction.atomic
def fill(people: int) -> None:
    """``people`` participants whose forms opened on the last working day; nothing else is due."""
    now = timezone.now()
    organisation = make_organisation(office_opens=time.min, office_closes=time(23, 59, 59))
    opened = organisation.working_days().on_or_before(organisation.local_date(now))
    trainer, adviser = make_trainer(), make_adviser()
    for start in range(0, people, GROUP):
        cohort = make_cohort(
            name=f"Groep {start}",
            seats=GROUP,
            trainer=trainer,
            created_by=adviser,
            half_day_1=opened + timedelta(days=63),
            half_day_2=opened + timedelta(days=84),
            return_day=opened + timedelta(days=175),
        )
        _open(cohort, opened)
        for _seat in range(min(GROUP, people - start)):
            enrol(cohort, make_person(), state_since=now - timedelta(days=40))


def _open(cohort: Cohort, day: date) -> None:
    forms = Deadline.objects.filter(cohort=cohort, step__kind="questionnaire", step__days__lte=0)
    forms.filter(step__anchor__key="half-day-1").update(opens_on=day)


def facts() -> dict[str, object]:
    """Who was owed a mail, in which state it is, how much may still go; was any round made."""
    owed = Person.objects.filter(enrolments__isnull=False)
    told = Message.objects.filter(rule=RULE, recipient__in=owed).select_related("mail")
    under_way = Mail.objects.filter(state__in=["queued", "claimed", "data"])
    return {
        "people": sorted(owed.values_list("email", flat=True)),
        "states": Counter(one.mail.state if one.mail else "loose" for one in told),
        "has_run": Pulse.last() is not None,
        "open": under_way.count() + Message.objects.loose(_far()).count(),
    }


def _far() -> datetime:
    return timezone.now() + timedelta(days=1)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    print(json.dumps(facts()))
