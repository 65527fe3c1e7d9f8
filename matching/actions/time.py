"""What a manager says about a mentor's time."""

from datetime import datetime

from django.db import transaction

from matching.models import Agreement
from mentorship.people.models import Person


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
