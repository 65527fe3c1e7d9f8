"""A pair's life: the answer, the end, and the quiet request for a change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.actions.refusing import NotPossible
from matching.actions.telling import tell_of
from matching.models import ChangeRequest, MentorProfile, Mentorship
from matching.models.confiding import confidants_of
from mentorship.people.models import Person
from mentorship.reminders.outbox import occasion_of, take_back, tell


def answer_proposal(
    mentorship: Mentorship, *, accepted: bool, at: datetime, word: str = ""
) -> bool:
    """The mentor's yes or no; the first one stands. Says whether this was it.

    Yes: the two hear of each other, the manager hears who it is. The adviser hears either. Raises
    NotPossible when a yes finds no place: of many at once, as many hold as there are places.
    """
    with transaction.atomic():
        if accepted:
            _refuse_if_no_place(mentorship, at)
        if not mentorship.answer(accepted=accepted, at=at, word=word):
            return False
        if accepted:
            tell_of_new_pair(mentorship, at)
        tell_of(mentorship, "mentor_answered", mentorship.asked_by, at=at)
    return True


def _refuse_if_no_place(mentorship: Mentorship, at: datetime) -> None:
    # Whoever says yes for this mentor next waits until this one is counted.
    mentor = Person.objects.select_for_update().get(pk=mentorship.mentor_id)
    organisation = mentorship.mentee.organisation
    assert organisation is not None
    today = organisation.local_date(at)
    if mentor.has_left(today) or mentorship.mentee.has_left(today):
        raise NotPossible(_("This question has lapsed. You need not do anything."))
    profile = MentorProfile.objects.filter(person=mentor).first() or MentorProfile()
    guides = mentor.mentorships.active().exclude(pk=mentorship.pk).count()
    if guides >= profile.capacity:
        raise NotPossible(_no_place(profile.capacity))


def _no_place(capacity: int) -> str:
    if not capacity:
        return _("You said that you guide nobody now. Nothing has changed: the question stands.")
    return ngettext(
        "You guide one new colleague already; that is all you have a place for. Nothing has"
        " changed: the question stands.",
        "You guide %(count)d new colleagues already; that is all you have a place for. Nothing has"
        " changed: the question stands.",
        capacity,
    ) % {"count": capacity}


def tell_of_new_pair(pair: Mentorship, at: datetime) -> None:
    """The two hear of each other, and the newcomer's manager who it is."""
    tell_of(pair, "mentor_found", pair.mentee, at=at)
    tell_of(pair, "you_are_mentor", pair.mentor, at=at)
    if pair.mentee.manager:
        tell_of(pair, "newcomer_has_mentor", pair.mentee.manager, at=at)


def end_mentorship(
    mentorship: Mentorship, *, at: datetime, kind: str = "", reason: str = ""
) -> bool:
    """Both hear that it ended, not why. The newcomer waits for another, if still a newcomer."""
    with transaction.atomic():
        if not end_row(mentorship, at, kind, reason):
            return False
        for person in (mentorship.mentor, mentorship.mentee):
            tell_of_end(mentorship, person, at)
    return True


def end_row(pair: Mentorship, at: datetime, kind: str, reason: str) -> bool:
    """The end itself, of which nobody is told yet."""
    if not pair.end(at=at, kind=kind, reason=reason):
        return False
    # What was asked about it is answered by this.
    pair.change_requests.open().update(handled_at=at)
    return True


def tell_of_end(pair: Mentorship, person: Person, at: datetime) -> None:
    tell_of(pair, "mentorship_ended", person, at=at, occasion=occasion_of(at))


def ask_for_another(mentorship: Mentorship, by: Person, *, at: datetime, word: str = "") -> bool:
    """Quietly, with the advisers only. Asked already and not yet handled: nothing is added."""
    organisation = mentorship.mentee.organisation
    assert organisation is not None
    with transaction.atomic():
        request, is_new = ChangeRequest.objects.get_or_create(
            mentorship=mentorship,
            asked_by=by,
            handled_at=None,
            defaults={"word": word, "asked_at": at},
        )
        for adviser in confidants_of(mentorship.mentee) if is_new else ():
            tell("another_mentor_asked", request, adviser, organisation=organisation, at=at)
    return is_new


def keep_mentor(mentorship: Mentorship, by: Person, *, at: datetime) -> None:
    """On second thoughts: one's own request is gone, and who has not heard of it does not."""
    with transaction.atomic():
        for request in mentorship.change_requests.open().filter(asked_by=by):
            take_back("another_mentor_asked", request, at=at)
            request.delete()
