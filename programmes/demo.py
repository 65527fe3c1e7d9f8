"""The demo's second chapter: groups that are over, halfway, and being filled, around today.

Told by the same actions that a click calls, each at its own moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import translation
from django.utils.formats import date_format

from mentorship import declare
from mentorship.people.models import Organisation, Person, Role
from mentorship.reminders.demo_post import file_as_sent
from mentorship.reminders.models import Message
from programmes import actions
from programmes.models import (
    PRACTICAL,
    AfterNote,
    Cohort,
    Enrolment,
    Material,
    Meeting,
    Programme,
    Reaction,
    Submission,
    Theme,
)
from programmes.planner import Proposal, propose
from programmes.planning import plan_for

TUESDAY, THURSDAY = 1, 3
MENTOR = "mentor@hoorn.example"


@dataclass(frozen=True)
class Story:
    """One group: when its planning began, counted in days from today, and how far it must be."""

    organisation: str
    began: int
    seats: int
    weekday: int
    place: str
    accepted: int
    is_right: Callable[[Proposal, date], bool]
    unanswered: int = 0
    declined: int = 0
    absent: int = 0
    is_over: bool = False
    with_mentor: bool = False


def _is_over(proposal: Proposal, today: date) -> bool:
    return proposal["evaluation-return"].day < today


def _is_halfway(proposal: Proposal, today: date) -> bool:
    first, second = proposal["half-day-1"].day, proposal["half-day-2"].day
    return first + timedelta(days=3) <= today <= second - timedelta(days=3)


def _is_ahead(proposal: Proposal, today: date) -> bool:
    return proposal["talk"].day < today < proposal["half-day-1"].day - timedelta(days=14)


def _is_between_buddies(proposal: Proposal, today: date) -> bool:
    return proposal["buddies"].day < today < proposal["return"].day - timedelta(days=21)


STORIES = [
    Story(
        "hoorn", -215, 9, TUESDAY, "Stadhuis, Westfrieszaal", 9,
        _is_over, declined=2, absent=1, is_over=True,
    ),
    Story(
        "hoorn", -45, 9, TUESDAY, "Stadhuis, Westfrieszaal", 8,
        _is_halfway, declined=1, with_mentor=True,
    ),
    Story(
        "hoorn", -8, 10, TUESDAY, "Stadhuis, Hoofdtorenkamer", 5,
        _is_ahead, unanswered=3, declined=1,
    ),
    Story(
        "medemblik", -95, 8, THURSDAY, "Gemeentehuis, raadzaal", 7,
        _is_between_buddies, declined=1,
    ),
]  # fmt: skip
MATERIALS = {
    "half-day-1": [
        ("Mentorgids", "https://academie.westfriesland.example/mentorgids"),
        ("Dia’s van dagdeel 1", "https://academie.westfriesland.example/dagdeel-1"),
    ],
    "half-day-2": [
        ("Luisteren: zo oefen je het", "https://academie.westfriesland.example/luisteren"),
    ],
}

THEMES = {
    "half-day-1": ["Een nieuwe collega een goede start geven", "Mijn eigen stijl als mentor"],
    "half-day-2": ["Luisteren en doorvragen", "Feedback geven en vragen"],
}
LOOKING_BACK = {
    "own": "Ik praatte in het begin te veel. Na de pauze liet ik het meer aan de groep.",
    "next": "Eerder beginnen met oefenen in tweetallen. De uitleg kan korter.",
}

# What participants handed in: a title and a few sentences, given out in turn.
PREPARATIONS = [
    "Mijn eerste leidinggevende liep elke maandag even binnen. Ze vroeg nooit of het lukte, maar "
    "wat ik nodig had.",
    "Een oudere collega nam me mee naar elk overleg en vertelde vooraf wie wie was. Zo kende ik na "
    "een maand het hele huis.",
    "Mijn mentor liet me fouten maken en praatte er daarna rustig met me over na.",
]
PRESENTATIONS = [
    ("De gids die vooruit kijkt", "Ik ken de weg en ik laat de ander lopen. Mijn valkuil: ik geef "
     "het antwoord te snel. Daar let ik op."),
    ("Eerst luisteren", "Ik stel drie vragen voordat ik iets vertel. Als mentor wil ik rust geven "
     "in een drukke week."),
    ("Samen koffie, elke week", "Een vast moment helpt. Ik wil een mentor zijn bij wie je alles "
     "mag vragen."),
]  # fmt: skip

# What two colleagues wrote back about what the mentor shared, and the mentor to one of them.
REACTIONS = [
    ("question", "Wat deed je als jullie een week geen tijd hadden?"),
    ("compliment", "Wat mooi dat je dit nog zo precies weet. Ik neem het mee."),
]
PRAISE = ("compliment", "Je verhaal is helder. Ik zie je zo lopen met een nieuwe collega.")


def tell(at: datetime) -> None:
    """Where a group is there already, nothing is added."""
    have_groups = set(Organisation.objects.filter(cohorts__isnull=False))
    for story in STORIES:
        organisation = Organisation.objects.get(slug=story.organisation)
        if organisation not in have_groups:
            _tell_one(story, organisation, at)


def _tell_one(story: Story, organisation: Organisation, at: datetime) -> None:
    adviser = Person.objects.get(roles__kind=Role.Kind.ADVISER, roles__organisation=organisation)
    first_day, proposal = _dates(story, organisation, at)
    planned_at = organisation.moment(first_day - timedelta(days=12), time(10))
    group = Cohort(
        organisation=organisation,
        programme=Programme.objects.get(organisation=None),
        trainer=_trainer(),
        name=_named(proposal),
        seats=story.seats,
        created_by=adviser,
        created_at=planned_at,
    )
    cohort = actions.plan_cohort(group, proposal.slots, at=planned_at, place=story.place)
    invited_at = organisation.moment(proposal["talk"].day + timedelta(days=1), time(10))
    _fill(story, cohort, adviser, min(invited_at, at - timedelta(days=2)))
    _add_materials(cohort, adviser)
    _hold(story, cohort, at)
    if story.is_over:
        actions.complete(cohort, organisation.moment(proposal["evaluation-return"].day, time(16)))
    file_as_sent(Message.objects.about(cohort.label), at)


def _named(proposal: Proposal) -> str:
    with translation.override("nl"):
        return f"Groep {date_format(proposal['half-day-1'].day, 'F')}"


def _hold(story: Story, cohort: Cohort, at: datetime) -> None:
    _note_who_was_there(story, cohort, at)
    _lead(cohort, at)
    _hand_in(cohort, "preparation", [("", text) for text in PREPARATIONS], at)
    _hand_in(cohort, "practical", PRESENTATIONS, at)
    _write_back(cohort, at)


def _trainer() -> Person:
    return Person.objects.get(email="trainer@icm.example")


def _dates(story: Story, organisation: Organisation, at: datetime) -> tuple[date, Proposal]:
    """The planner's own dates; a holiday may shift them, so a few first days are tried."""
    today = organisation.local_date(at)
    programme = Programme.objects.get(organisation=None)
    for shift in sorted(range(-15, 16), key=abs):
        first_day = today + timedelta(days=story.began + shift)
        plan = plan_for(
            programme,
            organisation,
            _trainer(),
            first_day,
            weekdays=[story.weekday],
            halves=["morning"],
        )
        for proposal in propose(plan).proposals:
            if story.is_right(proposal, today):
                return first_day, proposal
    raise ValueError(f"no dates around {today} fit the group that began {story.began} days ago")


def _fill(story: Story, cohort: Cohort, adviser: Person, invited_at: datetime) -> None:
    people = _colleagues(cohort.organisation, story, invited_at.date())
    enrolments = actions.invite(cohort, people, by=adviser, at=invited_at)
    for number, enrolment in enumerate(enrolments):
        answered_at = invited_at + timedelta(hours=3 + 5 * number)
        if number < story.accepted:
            actions.accept(enrolment, answered_at)
        elif number < story.accepted + story.declined:
            actions.decline(enrolment, answered_at)


def _colleagues(organisation: Organisation, story: Story, day: date) -> list[Person]:
    """Experienced, staying, no managers; from each team one, then from each team the next."""
    taken = Enrolment.objects.filter(cohort__organisation=organisation).values("person")
    found = (
        Person.objects.filter(organisation=organisation, leaves_on=None, staff=None, roles=None)
        .filter(starts_on__lt=organisation.newcomers_from)
        .exclude(pk__in=taken)
        .exclude(email=MENTOR)
        .select_related("team")
        .order_by("number")
    )
    by_team: dict[int | None, list[Person]] = {}
    for person in found:
        by_team.setdefault(person.team_id, []).append(person)
    turns = [(turn, person) for team in by_team.values() for turn, person in enumerate(team)]
    wanted = story.accepted + story.declined + story.unanswered
    mentors = list(Person.objects.filter(email=MENTOR)) if story.with_mentor else []
    people = [person for _, person in sorted(turns, key=lambda one: one[0])]
    return [*mentors, *people][:wanted]


def _add_materials(cohort: Cohort, adviser: Person) -> None:
    for meeting in cohort.meetings.select_related("step"):
        for title, link in MATERIALS.get(meeting.step.key, []):
            Material.objects.create(meeting=meeting, title=title, link=link, added_by=adviser)


def _note_who_was_there(story: Story, cohort: Cohort, at: datetime) -> None:
    """Somebody who was ill misses the second half-day, so not everybody is trained."""
    people = list(cohort.enrolments.filter(state="accepted").values_list("pk", flat=True))
    for meeting in Meeting.objects.over(at).filter(cohort=cohort, step__for_organisers=False):
        missed = story.absent if meeting.step.key == "half-day-2" else 0
        actions.note_attendance(meeting, people[: len(people) - missed])


def _lead(cohort: Cohort, at: datetime) -> None:
    """The trainer has chosen themes three weeks before a half-day, and looks back on it after."""
    for meeting in cohort.meetings.filter(starts_at__lt=at + timedelta(days=21)):
        for words in THEMES.get(meeting.step.key, []):
            Theme.objects.choose(meeting, words)
    for meeting in Meeting.objects.over(at).filter(cohort=cohort, step__key="half-day-1"):
        moment = meeting.ends_at + timedelta(hours=1)
        for kind, text in LOOKING_BACK.items():
            AfterNote.objects.keep(meeting, cohort.trainer, kind, text, at=moment)


def _hand_in(cohort: Cohort, key: str, works: list[tuple[str, str]], at: datetime) -> None:
    """All once the last day is over; of what is still open the first few. Every other is shared."""
    deadline = cohort.deadlines.select_related("step").get(step__key=key)
    today = cohort.organisation.local_date(at)
    if deadline.opens_on > today:
        return
    people = list(cohort.enrolments.filter(state="accepted").order_by("pk"))
    handed_in = people if deadline.due_on < today else people[1::3]
    for number, enrolment in enumerate(handed_in):
        title, text = works[number % len(works)]
        day = min(deadline.due_on, today) - timedelta(days=1 + number % 3)
        moment = cohort.organisation.moment(day, time(15))
        work = Submission(enrolment=enrolment, step=deadline.step, title=title, text=text)
        work.hand_in(moment)
        if title and number % 2 == 0:
            work.share(moment)


def _write_back(cohort: Cohort, at: datetime) -> None:
    """In the mentor's own group: a question and a compliment to the mentor, and one from them."""
    mentor = Person.objects.get(email=MENTOR)
    mine = Submission.objects.handed_in().filter(enrolment__person=mentor)
    own = mine.filter(enrolment__cohort=cohort).first()
    if own is None or own.handed_in_at is None:
        return
    own.share(own.handed_in_at)
    fellows = cohort.enrolments.filter(state="accepted").exclude(person=mentor).order_by("pk")
    for fellow, (kind, text) in zip(fellows, REACTIONS, strict=False):
        Reaction.objects.send(own, fellow.person, kind, text, at=at - timedelta(days=1))
    theirs = Submission.objects.answered_by(mentor).filter(step__key=PRACTICAL).order_by("pk")
    for work in theirs.filter(enrolment__cohort=cohort)[:1]:
        Reaction.objects.send(work, mentor, *PRAISE, at=at)


declare.chapters.add(declare.Chapter(key="cohorts", tell=tell, order=20))
