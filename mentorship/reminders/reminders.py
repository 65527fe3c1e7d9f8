"""What the ground floor must tell: an address takes no mail, somebody's words were taken out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Organisation, Person, Role
from mentorship.privacy.models import Deed
from mentorship.reminders.models import DeadAddress
from mentorship.reminders.rules import Button, Named, Owed, Rule, Window, book, label


@book.add
class AddressTakesNoMail(Rule[Person]):
    """To the advisers of whoever has that address, until somebody trusts or changes it.

    Of a trainer, who is employed nowhere here, every organisation hears that mailed them.
    """

    key = "address_takes_no_mail"
    title = gettext_lazy("An address takes no mail")
    model = Person
    offsets = (1, 8)  # counted from the last day before: calm, and so in office hours

    def owed(self, window: Window) -> Iterator[Owed]:
        dead = _dead(window)
        advisers = _advisers(window)
        people = Person.objects.filter(email__in=dead, is_active=True, erased_at=None)
        for person in people:
            if window.about not in ("", label(person)):
                continue
            for role in (one for place in _places(person) for one in advisers[place]):
                if role.person_id != person.pk:  # that mail would not arrive either
                    yield _owed(person, role, dead[person.email])

    def words(self, subject: Person, recipient: Person) -> dict[str, str]:
        return {_("name"): Named(subject.name)}

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button(_("See what to do"), reverse("people:person", args=[subject.pk]))


@book.add
class WordsTakenOut(Rule[Deed]):
    """To whoever wrote them, in office hours: that it was done. Not which words, nor by whom."""

    key = "words_taken_out"
    title = gettext_lazy("Words of yours were taken out")
    model = Deed
    together = True
    offsets = (1,)  # as above

    def owed(self, window: Window) -> Iterator[Owed]:
        done = Deed.objects.filter(
            kind=Deed.Kind.TAKEN_OUT,
            done_at__date__range=(window.first, window.last),
            about__is_active=True,
            about__organisation__isnull=False,
        )
        for one in window.only(done, "about").select_related("about__organisation"):
            writer = one.about
            if window.about or writer is None or writer.organisation is None:
                continue
            day = writer.organisation.local_date(one.done_at)
            yield Owed(
                subject=one,
                recipient=writer,
                organisation=writer.organisation,
                anchor=day - timedelta(days=1),
                since=writer.organisation.moment(day, time.min),
            )

    def button(self, subject: Deed, recipient: Person) -> Button:
        return Button(_("See what was taken out"), reverse("privacy:readings"))


def _owed(person: Person, adviser: Role, since: datetime) -> Owed:
    organisation = adviser.organisation
    assert organisation is not None
    day = organisation.local_date(since)
    return Owed(
        subject=person,
        recipient=adviser.person,
        organisation=organisation,
        anchor=day - timedelta(days=1),
        since=organisation.moment(day, time.min),
        about=label(person),
    )


def _dead(window: Window) -> dict[str, datetime]:
    rows = DeadAddress.objects.filter(since__date__range=(window.first, window.last))
    return dict(rows.values_list("address", "since"))


def _advisers(window: Window) -> dict[int | None, list[Role]]:
    """By organisation."""
    roles = Role.objects.advising()
    found: dict[int | None, list[Role]] = defaultdict(list)
    for role in window.only(roles, "person").select_related("person", "organisation"):
        found[role.organisation_id].append(role)
    return found


def _places(person: Person) -> list[int]:
    """The organisations that this address concerns."""
    if person.organisation_id is not None:
        return [person.organisation_id]
    mailed = Organisation.objects.filter(messages__recipient=person)
    return list(mailed.distinct().values_list("pk", flat=True))
