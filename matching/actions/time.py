"""What a manager says about a mentor's time."""

from datetime import datetime

from django.db import transaction

from matching.models import Agreement, MentorProfile
from mentorship.people.models import Person
from programmes.models import Enrolment


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


def have_manager_asked(profile: MentorProfile, *, at: datetime) -> bool:
    """The manager gets a mail, and another after three days; says whether there is anybody to ask.

    Not while there is an answer, or a seat in a group: with a seat the question goes by itself.
    """
    mentor = profile.person
    today = mentor.organisation.local_date(at) if mentor.organisation else at.date()
    if mentor.manager is None or mentor.manager.has_left(today):
        return False
    if Agreement.objects.filter(mentor=mentor).exists():
        return False
    profile.ask_time(at)
    return True


def is_asked_with_seat(mentor: Person) -> bool:
    """The manager is asked because of a group that this mentor takes part in now."""
    seats = Enrolment.objects.filter(person=mentor, state="accepted", cohort__cancelled_at=None)
    return seats.exists()
