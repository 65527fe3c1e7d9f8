"""The world of the pages, filled up: of each thing that is kept there is one that tells something.

Two people have most of it. ``fellow`` takes part in a group that begins; ``mentor`` was in one that
is over, has a buddy, and guides ``newcomer``. ``PARTS`` says who everybody is, seen from them.
"""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.urls import reverse

from intake.models import Questionnaire, Response
from matching.models import (
    Agreement,
    Case,
    ChangeRequest,
    CheckIn,
    Exchange,
    Hope,
    Ruling,
    TalkNote,
)
from mentorship.declare import Audience
from mentorship.people.models import ImportRow, Person
from mentorship.privacy.models import Deed, Reading
from mentorship.web.wording import Wording
from programmes.models import AfterNote, Attendance, CalendarFeed, Reaction, Submission
from tests.cast import make_newcomer, step
from tests.matching.cast import pair_up
from tests.pages.world import World, make_world

EVERYWHERE = {
    Audience.TRAINER: "trainer",
    Audience.ADVISER: "adviser",
    Audience.MANAGER: "manager",
    Audience.COORDINATOR: "coordinator",
    Audience.ADMINISTRATOR: "admin",
}
PARTS = {
    "fellow": {Audience.SELF: "fellow", Audience.FELLOW: "participant"} | EVERYWHERE,
    "mentor": {
        Audience.SELF: "mentor",
        Audience.PAIR: "newcomer",
        Audience.BUDDY: "buddy",
        Audience.FELLOW: "fully_trained",
    }
    | EVERYWHERE,
    "newcomer": {Audience.SELF: "newcomer", Audience.PAIR: "mentor"} | EVERYWHERE,
    "trainer": {Audience.SELF: "trainer"} | EVERYWHERE,
}
# Who holds the address of a page that opens without signing in.
HOLDERS = {
    "programmes:answer": "asked",
    "programmes:feed": "participant",
    "reminders:turn_off": "participant",
    "matching:has_time": "manager",
    "matching:talked": "newcomer",
    "matching:check_in": "mentor",
    "matching:answer": "mentor",
    "matching:met": "mentor",
}


def make_full_world() -> World:
    world = make_world()
    world.people |= {
        "buddy": world["trained"][1],
        "asked": world["asked"].person,
        "adviser elsewhere": world.stranger("adviser"),
    }
    _said_in_the_group(world)
    _said_as_a_pair(world)
    _noted_around(world)
    return world


def the_other(world: World) -> World:
    """The same names for what is of another group or person: a page has more than one subject."""
    changed = {
        "cohort": world["ended"],
        "meeting": world["held"],
        "mine": world["mentor_in"],
        "fellow": world["completed"],
        "response": world["reflection of"],
        "shown": world["practical of"],
        "submission": world["practical of"],
        "case": world["case of"],
        "running": world["lasting"],
        "ended": world["cohort"],
    }
    roles = {"participant": "mentor", "mentor": "buddy", "waiting": "newcomer"}
    people = {role: world.person(other) for role, other in roles.items()}
    return World(world.made | changed, world.people | people, world.strangers)


def _said_in_the_group(world: World) -> None:
    cohort, mine, now = world["ended"], world["mentor_in"], world["now"]
    reflection = Response.objects.get(enrolment=mine, step__key="reflection-1")
    Response.objects.filter(pk=reflection.pk).update(shared_at=now)
    facts = {"handed_in_at": now, "shared_at": now}
    practical = Submission.objects.create(
        enrolment=mine,
        step=step(cohort, "practical"),
        title="Wie ik ben",
        text="Mijn visie",
        file=ContentFile(b"%PDF-1.4 ik", name="ik.pdf"),
        file_name="ik.pdf",
        **facts,
    )
    for number, audience in enumerate(("", "buddy", "cohort", "return"), start=1):
        world.made[f"case for {audience or 'nobody'}"] = Case.objects.create(
            enrolment=mine,
            number=number,
            situation="Zij zei weinig",
            shared_with=audience,
            handed_in_at=now,
        )
    for writer in ("fully_trained", "trainer"):
        Reaction.objects.send(practical, world.person(writer), "question", "Hoe dan?", at=now)
    for kind in ("own", "next"):
        AfterNote.objects.create(
            meeting=world["held"],
            writer=world.person("trainer"),
            kind=kind,
            text="Rustiger beginnen",
            saved_at=now,
        )
    without = world["trained"][2]
    Response.objects.get(enrolment__person=without, step=world["evaluation"]).delete()
    Exchange.objects.create(pair=world["pair"], met_on=now.date(), noted_by=mine.person)
    world.made |= {
        "reflection of": reflection,
        "practical of": practical,
        "case of": world["case for cohort"],
        "without": cohort.enrolments.get(person=without),
        "there": Attendance.objects.get(meeting=world["held"], enrolment=mine),
    }


def _said_as_a_pair(world: World) -> None:
    mentor, newcomer = world.person("mentor"), world.person("newcomer")
    talk = world["talk"]
    for writer in (mentor, newcomer):
        TalkNote.objects.create(conversation=talk, writer=writer, text="Durf te vragen")
    Hope.objects.create(person=newcomer, word="Graag wandelen")
    Ruling.objects.create(
        newcomer=world.person("waiting"),
        mentor=mentor,
        kind="together",
        made_by=world.person("adviser"),
    )
    Agreement.objects.create(
        mentor=mentor, manager=world.person("manager"), agreed=False, word="Te druk"
    )
    _with_a_pair_each(world)
    ChangeRequest.objects.filter(pk=world["request"].pk).update(word="Liever een ander")
    CheckIn.objects.create(
        mentorship=world["running"],
        person=newcomer,
        day=30,
        answer="well",
        word="Bel me",
        questionnaire=Questionnaire.objects.get(key="check-in"),
        answers={"open": "4", "helps": ["goal"]},
    )


def _with_a_pair_each(world: World) -> None:
    """Who says how it goes, says it of a pair of their own."""
    for one in CheckIn.objects.filter(mentorship=world["lasting"], day=60):
        if one.person != world.person("mentor"):
            one.mentorship = pair_up(one.person, make_newcomer(), by=world.person("adviser"))
            one.save()


def _noted_around(world: World) -> None:
    mentor, now = world.person("mentor"), world["now"]
    Reading.objects.create(
        reader=world.person("trainer"),
        writer=mentor,
        what=f"intake.response:{world['reflection of'].pk}",
        title=Wording({"nl": "Terugblik"}),
        read_at=now,
    )
    Deed.objects.create(kind="export", about=mentor, by=mentor, done_at=now - timedelta(days=1))
    secret = CalendarFeed.objects.renew(world.person("participant"), now)
    world.made["feed"] = f"{reverse('programmes:feed')}?key={secret}"
    ImportRow.objects.filter(people_import=world["applied"]).update(detail="geen datum")


def everybody(world: World) -> dict[str, Person]:
    left_out = {"left", "lasting", "waiting"}  # as the newcomer, or without a way in
    return {role: one for role, one in world.people.items() if role not in left_out}
