"""The demo's pairs: the story holds, and told twice it stays the same."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from matching.board import waiting_of
from matching.models import (
    Agreement,
    BuddyPair,
    CheckIn,
    Conversation,
    MentorProfile,
    Mentorship,
)
from matching.models.agreement import staff_who_mentor
from mentorship.people.models import Person
from mentorship.reminders.models import Message

pytestmark = pytest.mark.django_db


def test_the_story_has_a_mentor_for_daan_a_question_and_people_who_wait() -> None:
    call_command("demo", force=True, verbosity=0)
    daan = Person.objects.get(email="nieuw@hoorn.example")
    pair = Mentorship.objects.get(mentee=daan)
    assert (pair.state, pair.mentor.email) == ("active", "mentor@hoorn.example")
    assert MentorProfile.objects.get(person=pair.mentor).about
    for slug in ("hoorn", "medemblik"):
        adviser = Person.objects.get(email=f"adviseur@{slug}.example")
        assert Mentorship.objects.managed_by(adviser).awaiting().count() == 1
        assert waiting_of(adviser, timezone.now()).count() >= 2
    assert BuddyPair.objects.exists()
    petra = Person.objects.get(email="manager@hoorn.example")
    answers = {hasattr(one, "agreement") for one in staff_who_mentor(petra)}
    assert answers == {True, False}  # one agreed, one waits
    assert CheckIn.objects.with_word().count() == 1
    assert CheckIn.objects.count() >= 5  # enough for totals
    assert Conversation.objects.exists()
    kept = [Mentorship, MentorProfile, BuddyPair, Message, Agreement, CheckIn, Conversation]
    before = [one.objects.count() for one in kept]
    call_command("demo", force=True, verbosity=0)
    assert [one.objects.count() for one in kept] == before
    assert mail.outbox == []
