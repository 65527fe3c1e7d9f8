"""What of the pairs needs an adviser, as lines of *Vandaag*."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.handing_over import asked_in_vain, going_of
from matching.models import ChangeRequest, CheckIn, Mentorship, Word
from matching.models.mentorship import MentorshipQuerySet, Track
from mentorship.declare import Line
from mentorship.people.models import Person
from mentorship.web.templatetags.wegwijs import day
from mentorship.web.today import in_words


def urgent(person: Person, at: datetime) -> Iterator[Line]:
    """Somebody waits for the adviser."""
    yield from _other_mentor(person)
    yield from _line_to_adviser(person)
    yield from _word_for_adviser(person)
    yield from _mentor_goes(person, at)
    yield from _asked_in_vain(person, at)


def quiet(person: Person, at: datetime) -> Iterator[Line]:
    """Worth a look this week."""
    yield from _needs_attention(person, at)
    yield from _is_over(person, at)


def _other_mentor(person: Person) -> Iterator[Line]:
    requests = ChangeRequest.objects.managed_by(person).waiting()
    first = requests.select_related("mentorship", "asked_by").first()
    if first is None:
        return
    number = requests.count()
    yield Line(
        count=number,
        what=ngettext("request for a change of mentor", "requests for a change of mentor", number),
        detail=_("%(name)s asked on %(day)s; only you see this")
        % {"name": first.asked_by.name, "day": day(first.asked_at)},
        action=_("Talk about it"),
        url=reverse("matching:suggest", args=[first.mentorship.mentee_id]),
        urgent=True,
    )


def _line_to_adviser(person: Person) -> Iterator[Line]:
    """A mentor or a newcomer wrote, at a moment of their own."""
    words = Word.objects.managed_by(person).open()
    first = words.select_related("writer").first()
    if first is not None:
        number = words.count()
        yield Line(
            count=number,
            what=ngettext("line written to you alone", "lines written to you alone", number),
            detail=_("%(name)s wrote on %(day)s; only you see this")
            % {"name": first.writer.name, "day": day(first.written_at)},
            action=_("Read"),
            url=reverse("matching:suggest", args=[first.mentee_id]),
            urgent=True,
        )


def _word_for_adviser(person: Person) -> Iterator[Line]:
    """One of a pair wrote a line to the adviser with a check-in."""
    if words := CheckIn.objects.with_word().known_to(person):
        first, number = words[0], len(words)
        yield Line(
            count=number,
            what=ngettext("word to you with a check-in", "words to you with a check-in", number),
            detail=_("%(name)s wrote on %(day)s; only you see this")
            % {"name": first.writer.name, "day": day(first.answered_at)},
            action=_("Read"),
            url=reverse("matching:suggest", args=[first.mentee.pk]),
            urgent=True,
        )


def _mentor_goes(person: Person, at: datetime) -> Iterator[Line]:
    """A mentor leaves, or rests for long, and guides somebody."""
    going = going_of(person, at)
    if not going:
        return
    first, guides = going[0], len(going[0].pairs)
    text = ngettext(
        "%(name)s %(why)s and guides %(number)s new colleague",
        "%(name)s %(why)s and guides %(number)s new colleagues",
        guides,
    )
    yield Line(
        count=len(going),
        what=ngettext("mentor cannot go on", "mentors cannot go on", len(going)),
        detail=text % {"name": first.mentor.name, "why": first.why, "number": in_words(guides)},
        action=_("Hand over"),
        url=reverse("matching:handover", args=[first.mentor.pk]),
        urgent=True,
    )


def _asked_in_vain(person: Person, at: datetime) -> Iterator[Line]:
    """A mentor who leaves, or rests for long, has a question that is still open."""
    asked = asked_in_vain(person, at)
    if asked:
        first, number = asked[0], len(asked)
        yield Line(
            count=number,
            what=ngettext(
                "mentor is asked but cannot go on", "mentors are asked but cannot go on", number
            ),
            detail=_("%(name)s %(why)s and has not answered")
            % {"name": first.mentor.name, "why": first.why},
            action=_("Ask another"),
            url=reverse("matching:handover", args=[first.mentor.pk]),
            urgent=True,
        )


def _needs_attention(person: Person, at: datetime) -> Iterator[Line]:
    pairs = Mentorship.objects.managed_by(person)
    found = pairs.on_track(Track.ATTENTION, timezone.localdate(at))
    if line := _of_pairs(found):
        number, names = line
        yield Line(
            count=number,
            what=ngettext("pair needs attention", "pairs need attention", number),
            detail=_("%(names)s: not known that they met lately") % {"names": names},
            action=_("Look"),
            url=f"{reverse('matching:pairs')}?show=attention",
        )


def _is_over(person: Person, at: datetime) -> Iterator[Line]:
    pairs = Mentorship.objects.managed_by(person)
    if line := _of_pairs(pairs.over(timezone.localdate(at))):
        number, names = line
        yield Line(
            count=number,
            what=ngettext(
                "pair has had its hundred days", "pairs have had their hundred days", number
            ),
            detail=_("%(names)s: close it in one click") % {"names": names},
            action=_("Close"),
            url=f"{reverse('matching:pairs')}?show=over",
        )


def _of_pairs(pairs: MentorshipQuerySet) -> tuple[int, str] | None:
    """How many, and the names of who began first."""
    first = pairs.with_people().order_by("mentee__starts_on", "pk").first()
    if first is None:
        return None
    names = _("%(mentee)s and %(mentor)s") % {
        "mentee": first.mentee.name,
        "mentor": first.mentor.name,
    }
    return pairs.count(), names
