"""That somebody wrote a line to the adviser: in the mail stands only that there is one."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Word
from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Notice, book


@book.add
class WordToAdviser(Notice[Word]):
    key = "word_to_adviser"
    title = gettext_lazy("There is a line for an adviser")
    model = Word

    def load(self, pks: Iterable[int]) -> dict[int, Word]:
        return {row.pk: row for row in Word.objects.filter(pk__in=pks)}

    def still_owed(self, subject: Word, recipient: Person, occasion: str, at: datetime) -> bool:
        return Word.objects.managed_by(recipient).open().filter(pk=subject.pk).exists()

    def button(self, subject: Word, recipient: Person) -> Button:
        return Button(_("Read the line"), reverse("matching:suggest", args=[subject.mentee_id]))
