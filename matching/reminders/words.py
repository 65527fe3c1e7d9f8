"""That somebody wrote a line to the adviser: in the mail stands only that there is one."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Word
from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Notice, book


@book.add
class WordToAdviser(Notice[Word]):
    """Its button leads to *Vandaag*: an adviser who is of the pair can read this mail too."""

    key = "word_to_adviser"
    title = gettext_lazy("There is a line for an adviser")
    model = Word

    def still_owed(self, subject: Word, recipient: Person, occasion: str, at: datetime) -> bool:
        return Word.objects.managed_by(recipient).open().filter(pk=subject.pk).exists()

    def button(self, subject: Word, recipient: Person) -> Button:
        return Button(_("Read the line"), reverse("today"))
