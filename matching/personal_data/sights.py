"""Who sees what of mentors, newcomers, pairs and buddies, and what must end before erasing."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching.models import (
    Agreement,
    BuddyPair,
    ChangeRequest,
    CheckIn,
    Conversation,
    Exchange,
    Goal,
    Hope,
    MentorProfile,
    Mentorship,
    Ruling,
    TalkNote,
    Word,
)
from mentorship import declare
from mentorship.declare import Audience, Information, Sight
from mentorship.people.models import Person


def _with_date_of_last(person: Person) -> QuerySet[Mentorship]:
    return Mentorship.objects.managed_by(person).with_last_met()


def in_open_pairs(person: Person, at: datetime) -> list[str]:
    """A pair, or a question, is ended first: the other must hear of it."""
    mine = Mentorship.objects.open()
    number = (mine.filter(mentor=person) | mine.filter(mentee=person)).count()
    if not number:
        return []
    words = ngettext(
        "is in %(number)s pair that runs or is being asked for",
        "is in %(number)s pairs that run or are being asked for",
        number,
    )
    return [words % {"number": number}]


SELF, OTHER, ADVISER = Audience.SELF, Audience.PAIR, Audience.ADVISER
HOW_MANY = _("how many in all, without names, from five people up")
BUDDY, FELLOW, TRAINER = Audience.BUDDY, Audience.FELLOW, Audience.TRAINER

declare.obstacles.add(declare.Obstacle("pairs", in_open_pairs))
declare.information.add(
    Information(
        "profile",
        _("What you offer as a mentor"),
        _("So that a new colleague finds the mentor that fits, and knows who that is."),
        (
            Sight(
                _("your text, strengths, photo and days"),
                (SELF, OTHER, BUDDY, FELLOW, TRAINER, ADVISER),
                MentorProfile.objects.visible_to,
            ),
        ),
        order=50,
    ),
    Information(
        "hope",
        _("What you hope for in a mentor"),
        _("So that your adviser finds the mentor that fits."),
        (Sight(_("everything"), (SELF, OTHER, ADVISER), Hope.objects.visible_to),),
        order=51,
    ),
    Information(
        "pair",
        _("Who your mentor is, or whom you guide"),
        _("So that nobody who is new stands alone."),
        (
            Sight(
                _("who, and since when"),
                (SELF, OTHER, ADVISER, Audience.MANAGER),
                Mentorship.objects.visible_to,
            ),
            Sight(_("why it ended"), (ADVISER,), Mentorship.objects.managed_by),
        ),
        order=52,
    ),
    Information(
        "answer",
        _("What you say when you are asked to be a mentor"),
        _("So that your adviser knows what suits you, also when you say no."),
        (Sight(_("what you said"), (SELF, ADVISER), Mentorship.objects.answered_to),),
        order=52,
    ),
    Information(
        "goals",
        _("What you want to learn"),
        _("So that you and your mentor know what you work on. A new mentor sees it too."),
        (Sight(_("your goals"), (SELF, OTHER), Goal.objects.visible_to),),
        order=53,
    ),
    Information(
        "talks",
        _("Your talks as mentor and new colleague"),
        _("So that a talk that does not happen is seen in time. What you say stays with you."),
        (
            Sight(_("that you met, and when"), (SELF, OTHER), Conversation.objects.visible_to),
            Sight(_("the day of the last talk"), (ADVISER,), _with_date_of_last),
            Sight(_("what you note for yourself"), (SELF,), TalkNote.objects.visible_to),
            Sight(HOW_MANY, (Audience.COORDINATOR,), Conversation.objects.counted_for),
        ),
        order=53,
    ),
    Information(
        "check-in",
        _("How you say it goes after 30, 60 and 100 days"),
        _("So that it is seen in time when it does not click."),
        (
            Sight(_("your answer"), (SELF,), CheckIn.objects.visible_to),
            Sight(
                _("that it is in, and what you wrote to the adviser"),
                (ADVISER,),
                CheckIn.objects.known_to,
            ),
            Sight(
                _("totals without names, from five answers up"),
                (ADVISER, Audience.COORDINATOR),
                CheckIn.objects.counted_for,
            ),
        ),
        order=54,
    ),
    Information(
        "word",
        _("What you write to your adviser, at any moment"),
        _("So that you can say what you say to nobody else."),
        (Sight(_("that you wrote, and what"), (SELF, ADVISER), Word.objects.visible_to),),
        order=55,
    ),
    Information(
        "change",
        _("That you ask for a change of mentor"),
        _("So that your adviser can talk with you."),
        (
            Sight(
                _("that you ask, and what you say about it"),
                (SELF, ADVISER),
                ChangeRequest.objects.visible_to,
            ),
        ),
        order=55,
    ),
    Information(
        "time",
        _("Whether you have the time to be a mentor"),
        _("So that nobody is asked who has no room for it."),
        (
            Sight(
                _("what your manager answered"),
                (ADVISER, Audience.MANAGER),
                Agreement.objects.visible_to,
            ),
            Sight(
                _("that your manager wrote something with the answer"),
                (SELF,),
                Agreement.objects.counted_about,
            ),
        ),
        order=56,
    ),
    Information(
        "ruling",
        _("Which mentor is, or is not, set for you"),
        _("So that the adviser can keep two people apart, or bring them together."),
        (Sight(_("what was decided"), (ADVISER,), Ruling.objects.visible_to),),
        order=57,
    ),
    Information(
        "buddies",
        _("Who your buddy is, and that you met"),
        _("So that you coach each other. What you say stays with you."),
        (
            Sight(
                _("who your buddy is"),
                (SELF, BUDDY, TRAINER, ADVISER),
                BuddyPair.objects.visible_to,
            ),
            Sight(
                _("that you met, and when"),
                (SELF, BUDDY, TRAINER, ADVISER),
                Exchange.objects.visible_to,
            ),
            Sight(HOW_MANY, (Audience.COORDINATOR,), Exchange.objects.counted_for),
        ),
        order=60,
    ),
)
