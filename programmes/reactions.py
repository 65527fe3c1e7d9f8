"""What somebody got back about what they shared, for the page of it and for their own route."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import ngettext, pgettext

from mentorship.people.models import Person
from programmes.models import Enrolment, Reaction, Submission


def received(submission: Submission, reader: Person) -> list[Reaction]:
    """Questions first; nothing for whoever did not write it, nor while it is not shared."""
    about_it = Reaction.objects.received_by(reader).filter(submission=submission.pk)
    return list(about_it.questions_first().select_related("writer"))


def on_route(subject: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """How much there is to read about each assignment that was shared."""
    got = Reaction.objects.received_by(viewer).filter(submission__enrolment=subject)
    kinds: dict[Submission, list[str]] = {}
    for one in got.select_related("submission__step").order_by("submission__step__position"):
        kinds.setdefault(one.submission, []).append(one.kind)
    lines = [(submission, count_words(each)) for submission, each in kinds.items()]
    return {"lines": lines} if lines else None


def count_words(kinds: Iterable[str]) -> str:
    """ "2 questions and one compliment"."""
    number = Counter(kinds)
    questions, compliments = number["question"], number["compliment"]
    words = [
        ngettext("one question", "%(number)d questions", questions) % {"number": questions}
        if questions
        else "",
        ngettext("one compliment", "%(number)d compliments", compliments) % {"number": compliments}
        if compliments
        else "",
    ]
    last = pgettext("between the last two of a row of words", "and")
    return get_text_list([one for one in words if one], last)
