"""Who is not here any more: after a last day at work or, for whoever has none, after a silence."""

from datetime import UTC, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from mentorship import declare
from mentorship.people.models import Person

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def gone_before(moment: datetime) -> QuerySet[Person]:
    """Whose last day at work came before ``moment``; who has none, see ``silent_since``."""
    left = Q(leaves_on__lt=timezone.localdate(moment))
    return Person.objects.filter(left | Q(pk__in=silent_since(moment).values("pk")), erased_at=None)


def silent_since(moment: datetime) -> QuerySet[Person]:
    """Of outside, such as a trainer: they neither signed in nor had a part in anything any more.

    Not who never did either: see ``never_came``. Nor who manages Wegwijs: that has an end when
    somebody takes it over.
    """
    outside = _outside().exclude(pk__in=never_came().values("pk"))
    for one in declare.involvements:
        outside = outside.exclude(pk__in=one.after(moment))
    return outside.exclude(last_login__gte=moment)


def never_came() -> QuerySet[Person]:
    """Of outside, and never signed in nor had a part in anything. Nothing says since when."""
    outside = _outside().filter(last_login=None)
    for one in declare.involvements:
        outside = outside.exclude(pk__in=one.after(BEGINNING))
    return outside


def _outside() -> QuerySet[Person]:
    return Person.objects.filter(organisation=None, leaves_on=None, is_admin=False, erased_at=None)
