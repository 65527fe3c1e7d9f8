"""What is kept of who takes part in a group."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.declare import Audience, Grade, Information, Kept, Sight, Sort, Term, fields
from mentorship.people.models import Person
from programmes.models import (
    AfterNote,
    Attendance,
    CalendarFeed,
    Cohort,
    Enrolment,
    Reaction,
    Submission,
)

PROGRAMME_OVER = _("the last meeting of your group")
PLACE = "enrolment__cohort__organisation"
TRAINED = _("As long as you are known here: it says whether you are trained.")
IS_IN = _("That it is in: as long as you are known here.")


def over_before(moment: datetime, cohort: str = "enrolment__cohort") -> Q:
    """Whose group was over, or called off, before ``moment``; ``cohort`` leads to it."""
    ended = Cohort.objects.finished(moment).values("pk")
    return Q(**{f"{cohort}__in": ended}) | Q(**{f"{cohort}__cancelled_at__lt": moment})


def _submissions_over(moment: datetime) -> QuerySet[Submission]:
    return Submission.objects.filter(over_before(moment))


def _after_notes_over(moment: datetime) -> QuerySet[AfterNote]:
    return AfterNote.objects.filter(over_before(moment, "meeting__cohort"))


def _own_notes(person: Person) -> QuerySet[AfterNote]:
    return AfterNote.objects.visible_to(person).filter(kind=AfterNote.Kind.OWN)


def _for_next_time(person: Person) -> QuerySet[AfterNote]:
    return AfterNote.objects.visible_to(person).filter(kind=AfterNote.Kind.NEXT_TIME)


def _is_in(person: Person) -> QuerySet[Submission]:
    """As the grid of a group shows it; see ``Submission.objects.steps_done``."""
    overseen = Cohort.objects.overseen_by(person).values("pk")
    return Submission.objects.handed_in().filter(enrolment__cohort__in=overseen)


def _reactions_over(moment: datetime) -> QuerySet[Reaction]:
    return Reaction.objects.filter(submission__in=_submissions_over(moment))


def _from_to(row: Reaction) -> str:
    names = {"writer": row.writer.name, "reader": row.submission.enrolment.person.name}
    return gettext("From %(writer)s to %(reader)s") % names


def _step_and_group(row: Submission) -> str:
    return f"{row.step.title}, {row.enrolment.cohort.name}"


def in_running_groups(person: Person, at: datetime) -> list[str]:
    """A seat that is held and a group that is led: those are settled first."""
    going = Cohort.objects.exclude(pk__in=Cohort.objects.finished(at).values("pk"))
    going = going.filter(cancelled_at=None)
    found = [
        gettext("leads the group %(group)s, which is not over yet") % {"group": one.name}
        for one in going.filter(trainer=person)
    ]
    taking_part = Enrolment.objects.of(person).open().filter(cohort__in=going)
    return found + [
        gettext("is in the group %(group)s, which is not over yet") % {"group": one.cohort.name}
        for one in taking_part.select_related("cohort")
    ]


def leading_after(moment: datetime) -> QuerySet[Any, Any]:
    """Whose group was not over yet, nor called off: their work here goes on without signing in."""
    over = Cohort.objects.finished(moment).values("pk")
    going = Cohort.objects.exclude(pk__in=over).exclude(cancelled_at__lt=moment)
    return going.order_by().values("trainer")


SELF, TRAINER, ADVISER = Audience.SELF, Audience.TRAINER, Audience.ADVISER
OWN_PART = _("only what they wrote to you themselves")
COMPANY = (SELF, Audience.BUDDY, Audience.FELLOW, TRAINER)

declare.obstacles.add(declare.Obstacle("groups", in_running_groups))
declare.involvements.add(declare.Involvement("groups", leading_after))
declare.information.add(
    Information(
        "enrolment",
        _("That you take part in a group"),
        _("So that the group knows who comes, and everybody gets the right invitation."),
        (
            Sight(
                _("that you take part, and since when"),
                (*COMPANY, ADVISER),
                Enrolment.objects.visible_to,
            ),
            Sight(
                _("whether you were there"),
                (SELF, TRAINER, ADVISER),
                Attendance.objects.visible_to,
            ),
        ),
        order=20,
    ),
    Information(
        "presentation",
        _("Your assignments and presentation, once you share them"),
        _("So that the group gets to know you as a mentor."),
        (
            Sight(_("everything"), COMPANY, Submission.objects.visible_to),
            Sight(_("the title"), (*COMPANY, ADVISER), Submission.objects.listed_for, True),
            Sight(_("that it is in, also while you do not share it"), (TRAINER, ADVISER), _is_in),
        ),
        order=40,
    ),
    Information(
        "reaction",
        _("Questions and compliments about an assignment that you shared"),
        _("So that you hear what others like about it, and what they wish to ask you."),
        (
            Sight(_("everything that was written to you"), (SELF,), Reaction.objects.visible_to),
            Sight(OWN_PART, (SELF, Audience.FELLOW), Reaction.objects.visible_to, True),
            Sight(OWN_PART, (SELF, TRAINER), Reaction.objects.visible_to, True),
        ),
        order=42,
    ),
    Information(
        "after-note",
        _("What you write as trainer or adviser after a meeting"),
        _("So that you keep hold of what you saw, and the next time goes better."),
        (
            Sight(_("what you note for yourself"), (SELF,), _own_notes),
            Sight(_("what to do differently next time"), (SELF, TRAINER, ADVISER), _for_next_time),
        ),
        order=44,
    ),
    Information(
        "calendar",
        _("The secret address of your calendar"),
        _("So that your own calendar can fetch your meetings."),
        (Sight(_("that there is one"), (SELF,), CalendarFeed.objects.of),),
        order=85,
    ),
)
declare.kept.add(
    Kept("programmes.programme", fields=(fields(Sort.STRUCTURE, "name about"),)),
    Kept(
        "programmes.step",
        fields=(
            fields(
                Sort.STRUCTURE,
                "position key kind title short summary questionnaire days at_least_days"
                " at_most_days months minutes opens_days for_organisers",
            ),
        ),
    ),
    Kept(
        "programmes.cohort",
        refers="trainer created_by",
        fields=(fields(Sort.STRUCTURE, "name seats created_at cancelled_at"),),
    ),
    Kept(
        "programmes.meeting",
        fields=(
            fields(
                Sort.STRUCTURE,
                "starts_at ends_at place link sequence moved_from moved_from_end cancelled_at",
            ),
        ),
    ),
    Kept(
        "programmes.guideversion",
        refers="written_by",
        fields=(fields(Sort.STRUCTURE, "section language number title text written_at"),),
    ),
    Kept("programmes.deadline", fields=(fields(Sort.STRUCTURE, "opens_on due_on"),)),
    Kept(
        "programmes.material",
        refers="added_by",
        fields=(fields(Sort.STRUCTURE, "title link file file_name removed_at"),),
    ),
    Kept(
        "programmes.enrolment",
        "enrolment",
        of=("person",),
        refers="invited_by",
        fields=(
            fields(
                Sort.PLANNING,
                "seat",
                state=_("State"),
                invited_at=_("Invited on"),
                state_since=_("Since"),
            ),
        ),
        title=lambda row: str(row.cohort.name),
        as_long_as=TRAINED,
        order=20,
    ),
    Kept(
        "programmes.attendance",
        "enrolment",
        of=("enrolment__person",),
        fields=(fields(Sort.PLANNING, present=_("Was there"), noted_at=_("Noted on")),),
        title=lambda row: str(row.meeting),
        as_long_as=TRAINED,
        order=21,
    ),
    Kept(
        "programmes.submission",
        "presentation",
        of=("enrolment__person",),
        fields=(
            fields(
                Sort.OWN_WORDS,
                title=_("Title"),
                text=_("Text"),
                file=_("File"),
                file_name=_("Name of the file"),
            ),
            fields(
                Sort.PLANNING,
                saved_at=_("Saved on"),
                handed_in_at=_("Handed in on"),
                shared_at=_("Shared on"),
                turn=_("Turn in the order of showing"),
            ),
        ),
        title=_step_and_group,
        term=Term(365, PROGRAMME_OVER, _submissions_over, organisation=PLACE),
        besides={"presentation": IS_IN},
        order=22,
    ),
    Kept(
        "programmes.reaction",
        "reaction",
        of=("writer", "submission__enrolment__person"),
        fields=(
            fields(Sort.OWN_WORDS, text=_("Text")),
            fields(
                Sort.PLANNING,
                kind=_("Kind"),
                written_at=_("Written on"),
                removed_at=_("Taken back on"),
            ),
        ),
        title=_from_to,
        goes=True,
        term=Term(365, PROGRAMME_OVER, _reactions_over, organisation=f"submission__{PLACE}"),
        order=22,
    ),
    Kept("programmes.theme", fields=(fields(Sort.STRUCTURE, "position words"),)),
    Kept(
        "programmes.afternote",
        "after-note",
        of=("writer",),
        fields=(
            fields(Sort.OWN_WORDS, text=_("Text")),
            fields(Sort.PLANNING, kind=_("Kind"), saved_at=_("Saved on")),
        ),
        goes=True,
        title=lambda row: f"{row.meeting}, {row.meeting.cohort.name}",
        term=Term(
            365, PROGRAMME_OVER, _after_notes_over, organisation="meeting__cohort__organisation"
        ),
        order=24,
    ),
    Kept(
        "programmes.calendarfeed",
        "calendar",
        of=("person",),
        fields=(
            fields(Sort.TECHNICAL, "digest", grade=Grade.SENSITIVE),
            fields(Sort.PLANNING, made_at=_("Made on")),
        ),
        as_long_as=_("As long as you are known here."),
        goes=True,
        order=23,
    ),
)
