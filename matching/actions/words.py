"""A quiet line to the adviser: written, and taken back."""

from datetime import datetime

from django.db import transaction

from matching.models import Word
from matching.models.word import readers
from mentorship.people.models import Person
from mentorship.reminders.outbox import take_back, tell


def write_word(writer: Person, mentee: Person, *, text: str, at: datetime) -> Word:
    """Advisers hear that there is one, not of whom or what. The same line twice is one."""
    organisation = mentee.organisation
    assert organisation is not None
    with transaction.atomic():
        word, is_new = Word.objects.get_or_create(
            writer=writer, mentee=mentee, text=text, handled_at=None, defaults={"written_at": at}
        )
        for adviser in readers(mentee).order_by("pk") if is_new else ():
            tell("word_to_adviser", word, adviser, organisation=organisation, at=at)
    return word


def take_word_back(word: Word, *, at: datetime) -> None:
    """It is gone, and who has not heard of it does not."""
    with transaction.atomic():
        take_back("word_to_adviser", word, at=at)
        word.delete()
