"""What changes more than one row, or tells somebody: asking, answering, ending, pairing buddies."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.criteria import why_not
from matching.models import (
    Agreement,
    BuddyMember,
    BuddyPair,
    ChangeRequest,
    CheckIn,
    Conversation,
    Exchange,
    Mentorship,
)
from matching.pool import load_pool
from mentorship.people.models import Organisation, Person
from mentorship.reminders.outbox import occasion_of, take_back, tell, who_heard
from programmes.models import Cohort, Enrolment


class NotPossible(Exception):
    """Why something cannot be done, in a sentence for the screen."""


def ask(mentor: Person, mentee: Person, *, by: Person, at: datetime) -> Mentorship:
    """Put the question to a mentor and write their mail. One question at a time for a newcomer.

    The table of criteria is asked again here, for the page may be old. Raises NotPossible; of two
    advisers at once the database lets one through.
    """
    try:
        with transaction.atomic():
            # Whoever asks this mentor next waits until this place is counted.
            mentor = Person.objects.select_for_update().get(pk=mentor.pk)
            _refuse_if_ruled_out(mentor, mentee, at)
            mentorship = Mentorship.objects.create(
                mentor=mentor, mentee=mentee, asked_by=by, asked_at=at
            )
            _tell(mentorship, "mentor_asked", mentor, at=at, occasion=occasion_of(at))
    except IntegrityError as fault:
        raise NotPossible(_already(mentee)) from fault
    return mentorship


def _refuse_if_ruled_out(mentor: Person, mentee: Person, at: datetime) -> None:
    if mentee.menteeships.open().exists():
        raise NotPossible(_already(mentee))
    pool = load_pool(Organisation.objects.filter(people=mentee), at, [mentee])
    candidate = pool.candidates_for(mentee).get(mentor.pk)
    newcomer = pool.newcomer(mentee)
    if candidate is None:
        raise NotPossible(_("%(name)s is not a mentor here.") % {"name": mentor.name})
    if row := why_not(newcomer, candidate):
        raise NotPossible(f"{mentor.name} {row.why(newcomer, candidate)}.")


def _already(mentee: Person) -> str:
    now = mentee.menteeships.open().select_related("mentor", "asked_by").first()
    if now is None:
        return _("Somebody else was just ahead of you. Look again.")
    facts = {"mentee": mentee.given_name, "mentor": now.mentor.name, "by": now.asked_by.name}
    if now.is_active:
        return _("%(mentor)s is %(mentee)s’s mentor already.") % facts
    return _("%(by)s has asked %(mentor)s for %(mentee)s already.") % facts


def withdraw(mentorship: Mentorship, *, at: datetime) -> bool:
    """Take the question back. Unsent, nobody hears of it; sent, the mentor hears that it lapsed."""
    with transaction.atomic():
        if not mentorship.withdraw(at=at):
            return False
        take_back("mentor_asked", mentorship, at=at)
        if who_heard("mentor_asked", mentorship):
            _tell(mentorship, "mentor_question_lapsed", mentorship.mentor, at=at)
    return True


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
            _tell(mentorship, "mentor_found", mentorship.mentee, at=at)
            _tell(mentorship, "you_are_mentor", mentorship.mentor, at=at)
            if mentorship.mentee.manager:
                _tell(mentorship, "newcomer_has_mentor", mentorship.mentee.manager, at=at)
        _tell(mentorship, "mentor_answered", mentorship.asked_by, at=at)
    return True


def end_mentorship(mentorship: Mentorship, *, at: datetime, reason: str = "") -> bool:
    """Both hear that it ended, not why. The newcomer waits for another, if still a newcomer."""
    with transaction.atomic():
        if not mentorship.end(at=at, reason=reason):
            return False
        for person in (mentorship.mentor, mentorship.mentee):
            occasion = occasion_of(at)
            _tell(mentorship, "mentorship_ended", person, at=at, occasion=occasion)
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
                    _tell(mentorship, key, person, at=at, occasion=occasion_of(at))
    except IntegrityError as fault:
        raise NotPossible(_already(mentorship.mentee)) from fault


def ask_for_another(mentorship: Mentorship, by: Person, *, at: datetime, word: str = "") -> bool:
    """Quietly, with the adviser only. Asked already and not yet handled: nothing is added."""
    _request, is_new = ChangeRequest.objects.get_or_create(
        mentorship=mentorship,
        asked_by=by,
        handled_at=None,
        defaults={"word": word, "asked_at": at},
    )
    return is_new


def make_buddies(
    cohort: Cohort, groups: Sequence[Sequence[Enrolment]], *, at: datetime
) -> list[BuddyPair]:
    """Make these the cohort's pairs and tell whoever has a new buddy; gives the new ones.

    A pair that stays as it was keeps its row and its history, and is told nothing.
    """
    day = cohort.organisation.local_date(at)
    try:
        with transaction.atomic():
            wanted = {frozenset(one.pk for one in group): group for group in groups}
            kept = _end_the_others(cohort, set(wanted), at)
            made = []
            for key, group in wanted.items():
                if key not in kept:
                    pair = BuddyPair.objects.create(cohort=cohort, made_on=day, made_at=at)
                    BuddyMember.objects.bulk_create(
                        BuddyMember(pair=pair, enrolment=one) for one in group
                    )
                    _tell_members(pair, [one.person for one in group], at)
                    made.append(pair)
    except IntegrityError as fault:
        raise NotPossible(_("Somebody else was just making pairs. Look again.")) from fault
    return made


def _end_the_others(
    cohort: Cohort, wanted: set[frozenset[int]], at: datetime
) -> set[frozenset[int]]:
    """End the live pairs that are not wanted; gives those that stay."""
    kept = set()
    for pair in cohort.buddy_pairs.live().prefetch_related("buddy_members"):
        key = frozenset(member.enrolment_id for member in pair.buddy_members.all())
        if key in wanted:
            kept.add(key)
        else:
            pair.end(at)  # a mail about it that has not gone is dropped: see still_owed
    return kept


def _tell_members(pair: BuddyPair, people: Iterable[Person], at: datetime) -> None:
    for person in people:
        tell(
            "buddies_made",
            pair,
            person,
            organisation=pair.cohort.organisation,
            at=at,
            occasion=occasion_of(at),
            about=pair.cohort.label,
        )


def undo_buddies(cohort: Cohort, *, at: datetime) -> bool:
    """Put back the pairs as they were before the last time; says whether there was anything."""
    last = cohort.buddy_pairs.live().order_by("-made_at").first()
    if last is None:
        return False
    with transaction.atomic():
        heard: set[int] = set()
        for pair in cohort.buddy_pairs.live().filter(made_at=last.made_at):
            pair.end(at)
            take_back("buddies_made", pair, at=at)
            heard |= who_heard("buddies_made", pair)
        for pair in cohort.buddy_pairs.filter(ended_at=last.made_at).with_members():
            pair.end(None)
            # They have heard of the others, so they hear of each other again.
            _tell_members(pair, [one for one in pair.people if one.pk in heard], at)
    return True


def note_exchange(pair: BuddyPair, person: Person, *, at: datetime) -> None:
    """That they met, on the day it is said; said by both it is kept once."""
    day = pair.cohort.organisation.local_date(at)
    Exchange.objects.get_or_create(pair=pair, met_on=day, defaults={"noted_by": person})


def answer_about_time(
    mentor: Person, manager: Person, *, agreed: bool, at: datetime, word: str = ""
) -> bool:
    """The manager's yes or no. It may change until the mentor is asked for somebody; says whether
    it was kept."""
    with transaction.atomic():
        # Whoever asks this mentor for a newcomer waits until the answer is kept, or it for them.
        Person.objects.select_for_update().get(pk=mentor.pk)
        if is_settled(mentor):
            return False
        facts = {"manager": manager, "agreed": agreed, "word": word, "answered_at": at}
        Agreement.objects.update_or_create(mentor=mentor, defaults={**facts, "noted_by": None})
    return True


def is_settled(mentor: Person) -> bool:
    """There is an answer, and the mentor was asked on the strength of it."""
    answered = Agreement.objects.filter(mentor=mentor).exists()
    return answered and mentor.mentorships.open().exists()


def note_conversation(pair: Mentorship, person: Person, *, at: datetime) -> None:
    """That they met, on the day it is said; said by both it is kept once."""
    organisation = pair.mentee.organisation
    assert organisation is not None
    Conversation.objects.get_or_create(
        mentorship=pair, met_on=organisation.local_date(at), defaults={"noted_by": person}
    )


def check_in(
    pair: Mentorship, person: Person, day: int, *, answer: str, word: str, at: datetime
) -> bool:
    """How it goes, once for each time; the first answer stands. Says whether this was it."""
    _check_in, is_new = CheckIn.objects.get_or_create(
        mentorship=pair,
        person=person,
        day=day,
        defaults={"answer": answer, "word": word, "answered_at": at},
    )
    return is_new


def _tell(
    mentorship: Mentorship, key: str, person: Person, *, at: datetime, occasion: str = ""
) -> None:
    organisation = mentorship.mentee.organisation or mentorship.mentor.organisation
    assert organisation is not None
    tell(key, mentorship, person, organisation=organisation, at=at, occasion=occasion)
