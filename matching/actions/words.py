"""A quiet line to the adviser: written, and taken back."""

from datetime import datetime

from django.db import transaction

from matching.actions.ruling import hold
from matching.models import Word
from matching.models.confiding import confidants_of
from mentorship.people.models import Person
from mentorship.reminders.outbox import take_back, tell


def write_word(writer: Person, mentee: Person, *, text: str, at: datetime) -> Word:
    """Advisers hear that there is one, not of whom or what. The same line twice is one."""
    organisation = mentee.organisation
    assert organisation is not None
    with transaction.atomic():
        hold([writer])  # a second click that comes along with the first
        same = Word.objects.open().filter(writer=writer, mentee=mentee, text=text).first()
        if same is not None:
            return same
        word = Word.objects.create(writer=writer, mentee=mentee, text=text, written_at=at)
        for adviser in confidants_of(mentee):
            tell("word_to_adviser", word, adviser, organisation=organisation, at=at)
    return word


def take_word_back(word: Word, *, at: datetime) -> None:
    """It is gone, and who has not heard of it does not."""
    with transaction.atomic():
        take_back("word_to_adviser", word, at=at)
        word.delete()
