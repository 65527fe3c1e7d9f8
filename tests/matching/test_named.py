"""What a text of one's own may name in its body, and what nobody may read in a subject line."""

import pytest

from matching.reminders.pairs import PairMet
from mentorship.people.models import Person
from mentorship.reminders.rules import Named
from programmes.reminders.placeholders import cohort_words
from tests.cast import make_cohort, make_newcomer
from tests.matching.cast import make_mentor, pair_up

pytestmark = pytest.mark.django_db


def bare(words: dict[str, str], *people: Person) -> set[str]:
    """The placeholders that tell who somebody is, and do not say so."""
    facts = {fact for one in people for fact in (one.name, one.given_name, one.email)}
    return {
        key
        for key, value in words.items()
        if not isinstance(value, Named) and any(fact in value for fact in facts)
    }


def test_whatever_tells_who_somebody_is_says_so() -> None:
    pair = pair_up(make_mentor("Joris Meer"), make_newcomer("Daan Visser"))
    words = PairMet().words(pair, pair.mentee)
    assert bare(words, pair.mentor, pair.mentee, pair.asked_by) == set()
    assert sum(isinstance(one, Named) for one in words.values()) == 9
    cohort = make_cohort()
    assert bare(cohort_words(cohort), cohort.trainer) == set()
