"""One mentor in the place of another, in one step; and taking back an end."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.actions.asking import put, withdraw
from matching.actions.pairs import end_row, tell_of_end, tell_of_new_pair
from matching.actions.refusing import NotPossible, already
from matching.actions.telling import tell_of
from matching.models import Mentorship
from mentorship.people.models import Person
from mentorship.reminders.outbox import occasion_of, take_back, who_heard

TOLD_OF_A_PAIR = ("mentor_found", "you_are_mentor", "newcomer_has_mentor")


def replace_mentor(
    pair: Mentorship,
    mentor: Person,
    *,
    by: Person,
    at: datetime,
    kind: str = Mentorship.EndKind.CHANGE,
    said_yes: bool = False,
) -> Mentorship:
    """End ``pair`` and ask ``mentor`` in its place; gives the new question, or the new pair.

    With ``said_yes`` the adviser has talked with the new mentor, and the new pair runs at once. The
    mentor before hears that it ended; the newcomer hears who it is going to be, and not before.
    Raises NotPossible, and then nothing has ended.
    """
    with transaction.atomic():
        if mentor.pk == pair.mentor_id:
            raise NotPossible(already(pair.mentee))
        if not end_row(pair, at, kind, ""):
            raise NotPossible(_("This pair has ended already. Look again."))
        tell_of_end(pair, pair.mentor, at)
        made = put(mentor, pair.mentee, by=by, at=at, replaces=pair)
        _begin(made, at, said_yes=said_yes)
    return made


def _begin(made: Mentorship, at: datetime, *, said_yes: bool) -> None:
    """The new pair runs, and those two hear it; or the new mentor is asked."""
    if said_yes:
        made.answer(accepted=True, at=at)
        tell_of_new_pair(made, at)
    else:
        tell_of(made, "mentor_asked", made.mentor, at=at, occasion=occasion_of(at))


def resume_mentorship(mentorship: Mentorship, *, at: datetime) -> None:
    """Undo an end, and what came in its place in the same click.

    Who has heard of the end already hears that the two are a pair again. Raises NotPossible.
    """
    ended_at = mentorship.ended_at
    try:
        with transaction.atomic():
            _take_back_replacement(mentorship, at)
            if not mentorship.resume():
                raise NotPossible(_("This was put back already."))
            mentorship.change_requests.filter(handled_at=ended_at).update(handled_at=None)
            _tell_of_resumption(mentorship, ended_at, at)
    except IntegrityError as fault:
        raise NotPossible(already(mentorship.mentee)) from fault


def _take_back_replacement(pair: Mentorship, at: datetime) -> None:
    """Not when the new mentor answered since, or when somebody has heard of the new pair."""
    made = pair.replacements.open().select_related("mentor", "mentee__organisation")
    instead = made.first()
    if instead is None:
        return
    if instead.is_asked:
        gone = withdraw(instead, at=at)
    else:
        for key in TOLD_OF_A_PAIR:
            take_back(key, instead, at=at)
        heard = any(who_heard(key, instead) for key in TOLD_OF_A_PAIR)
        gone = not heard and instead.answered_at == instead.asked_at and instead.never_was(at=at)
    if not gone:
        raise NotPossible(already(pair.mentee))


def _tell_of_resumption(pair: Mentorship, ended_at: datetime | None, at: datetime) -> None:
    take_back("mentorship_ended", pair, at=at)
    heard = who_heard("mentorship_ended", pair, occasion_of(ended_at) if ended_at else None)
    for key, person in {"mentor_found": pair.mentee, "you_are_mentor": pair.mentor}.items():
        if person.pk in heard:
            tell_of(pair, key, person, at=at, occasion=occasion_of(at))
