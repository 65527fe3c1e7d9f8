"""A pair's life: the answer, the end, and the quiet question for another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.actions.refusing import NotPossible, already
from matching.actions.telling import tell_of
from matching.models import ChangeRequest, Mentorship
from mentorship.people.models import Person
from mentorship.reminders.outbox import occasion_of, take_back, who_heard


def answer_proposal(
    mentorship: Mentorship, *, accepted: bool, at: datetime, word: str = ""
) -> bool:
    """The mentor's yes or no; the first one stands. Says whether this was it.

    Yes: the two hear of each other, the manager hears who it is. The adviser hears either.
    """
    with transaction.atomic():
        if not mentorship.answer(accepted=accepted, at=at, word=word):
            return False
        if accepted:
            tell_of(mentorship, "mentor_found", mentorship.mentee, at=at)
            tell_of(mentorship, "you_are_mentor", mentorship.mentor, at=at)
            if mentorship.mentee.manager:
                tell_of(mentorship, "newcomer_has_mentor", mentorship.mentee.manager, at=at)
        tell_of(mentorship, "mentor_answered", mentorship.asked_by, at=at)
    return True


def end_mentorship(mentorship: Mentorship, *, at: datetime, reason: str = "") -> bool:
    """Both hear that it ended, not why. The newcomer waits for another, if still a newcomer."""
    with transaction.atomic():
        if not mentorship.end(at=at, reason=reason):
            return False
        for person in (mentorship.mentor, mentorship.mentee):
            occasion = occasion_of(at)
            tell_of(mentorship, "mentorship_ended", person, at=at, occasion=occasion)
        # The request stays open in the books until the adviser closes it, or here.
        mentorship.change_requests.open().update(handled_at=at)
    return True


def resume_mentorship(mentorship: Mentorship, *, at: datetime) -> None:
    """Undo an end. Who has heard of it already hears that the two are a pair again."""
    ended = occasion_of(mentorship.ended_at) if mentorship.ended_at else None
    try:
        with transaction.atomic():
            if not mentorship.resume():
                raise NotPossible(_("This was put back already."))
            take_back("mentorship_ended", mentorship, at=at)
            heard = who_heard("mentorship_ended", mentorship, ended)
            pair = {"mentor_found": mentorship.mentee, "you_are_mentor": mentorship.mentor}
            for key, person in pair.items():
                if person.pk in heard:
                    tell_of(mentorship, key, person, at=at, occasion=occasion_of(at))
    except IntegrityError as fault:
        raise NotPossible(already(mentorship.mentee)) from fault


def ask_for_another(mentorship: Mentorship, by: Person, *, at: datetime, word: str = "") -> bool:
    """Quietly, with the adviser only. Asked already and not yet handled: nothing is added."""
    _request, is_new = ChangeRequest.objects.get_or_create(
        mentorship=mentorship,
        asked_by=by,
        handled_at=None,
        defaults={"word": word, "asked_at": at},
    )
    return is_new
