"""The question to a mentor: put, and taken back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.actions.refusing import NotPossible, already
from matching.actions.telling import tell_of
from matching.criteria import why_not
from matching.models import Mentorship
from matching.pool import load_pool
from mentorship.people.models import Organisation, Person
from mentorship.reminders.outbox import occasion_of, take_back, who_heard


def ask(mentor: Person, mentee: Person, *, by: Person, at: datetime) -> Mentorship:
    """Put the question to a mentor and write their mail. One question at a time for a newcomer.

    Raises NotPossible; of two advisers at once the database lets one through.
    """
    with transaction.atomic():
        mentorship = put(mentor, mentee, by=by, at=at)
        tell_of(mentorship, "mentor_asked", mentor, at=at, occasion=occasion_of(at))
    return mentorship


def put(mentor: Person, mentee: Person, *, by: Person, at: datetime) -> Mentorship:
    """The question itself, of which nobody is told yet.

    The table of criteria is asked again here, for the page may be old. Raises NotPossible.
    """
    try:
        with transaction.atomic():
            # Whoever asks this mentor next waits until this place is counted.
            mentor = Person.objects.select_for_update().get(pk=mentor.pk)
            _refuse_if_ruled_out(mentor, mentee, at)
            facts = {"mentor": mentor, "mentee": mentee, "asked_by": by, "asked_at": at}
            return Mentorship.objects.create(**facts)
    except IntegrityError as fault:
        raise NotPossible(already(mentee)) from fault


def _refuse_if_ruled_out(mentor: Person, mentee: Person, at: datetime) -> None:
    if mentee.menteeships.open().exists():
        raise NotPossible(already(mentee))
    pool = load_pool(Organisation.objects.filter(people=mentee), at, [mentee])
    candidate = pool.candidates_for(mentee).get(mentor.pk)
    newcomer = pool.newcomer(mentee)
    if candidate is None:
        raise NotPossible(_("%(name)s is not a mentor here.") % {"name": mentor.name})
    if row := why_not(newcomer, candidate):
        raise NotPossible(f"{mentor.name} {row.why(newcomer, candidate)}.")


def withdraw(mentorship: Mentorship, *, at: datetime) -> bool:
    """Take the question back. Unsent, nobody hears of it; sent, the mentor hears that it lapsed."""
    with transaction.atomic():
        if not mentorship.withdraw(at=at):
            return False
        take_back("mentor_asked", mentorship, at=at)
        if who_heard("mentor_asked", mentorship):
            tell_of(mentorship, "mentor_question_lapsed", mentorship.mentor, at=at)
    return True
