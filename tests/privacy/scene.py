"""Somebody of whom everything is kept, everybody who could want to see it, and their doubles."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from intake.models import Questionnaire, Response, Tip
from matching.models import (
    Agreement,
    BuddyMember,
    BuddyPair,
    Case,
    ChangeRequest,
    CheckIn,
    Conversation,
    Exchange,
    Goal,
    Hope,
    MentorProfile,
    Ruling,
    TalkNote,
    Word,
)
from mentorship.declare import Audience
from mentorship.people.models import Academy, ImportRow, PeopleImport, Person, Role
from mentorship.privacy.models import Deed, Reading
from mentorship.reminders.models import DeadAddress, Mail, Message, Unwanted
from mentorship.web.wording import Wording
from programmes.models import AfterNote, Attendance, CalendarFeed, Cohort, Reaction, Submission
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
    step,
)
from tests.matching.cast import pair_up, past_cohort

# Told of the mentee.
NEWCOMERS = {"hope", "pair", "goals", "talks", "check-in", "word", "change", "ruling"}


@dataclass
class Scene:
    """``subject`` takes part, mentors and left nothing out; ``newcomer`` is whom they guide."""

    subject: Person
    newcomer: Person
    viewers: dict[Audience, Person]
    doubles: dict[str, Person]
    cohort: Cohort
    rows: dict[str, Any] = field(default_factory=dict)

    def viewers_of(self, information: str) -> dict[Audience, Person]:
        """Who is who, seen from whom this information is about."""
        mine, other = self.subject, self.newcomer
        if information in NEWCOMERS:
            mine, other = other, mine
        return self.viewers | {Audience.SELF: mine, Audience.PAIR: other}


def make_scene() -> Scene:
    manager, adviser, trainer = make_person("Petra Baas"), make_adviser(), make_trainer()
    cohort = past_cohort(trainer=trainer, created_by=adviser)
    subject = make_person("Fatima Bos", manager=manager, phone="0229 1", job_title="Jurist")
    newcomer = make_newcomer(manager=manager)
    buddy, fellow = make_person("Sem Kok"), make_person("Bo Smit")
    viewers = {
        Audience.BUDDY: buddy,
        Audience.FELLOW: fellow,
        Audience.TRAINER: trainer,
        Audience.ADVISER: adviser,
        Audience.MANAGER: manager,
        Audience.COORDINATOR: make_coordinator(),
        Audience.ADMINISTRATOR: make_person("Robin Beheer", organisation=None, is_admin=True),
    }
    scene = Scene(subject, newcomer, viewers, _doubles(), cohort)
    scene.rows["trainer"] = trainer
    _in_the_group(scene)
    _as_a_pair(scene)
    _around(scene)
    return scene


def _doubles() -> dict[str, Person]:
    """The same parts to play elsewhere, and a colleague with none."""
    elsewhere = make_organisation("medemblik")
    adviser = make_adviser(elsewhere)
    cohort = past_cohort(organisation=elsewhere, created_by=adviser)
    mentor, manager = make_person(organisation=elsewhere), make_person(organisation=elsewhere)
    newcomer = make_newcomer(organisation=elsewhere, manager=manager)
    enrol(cohort, mentor)
    pair_up(mentor, newcomer, by=adviser)
    coordinator = make_person("Cor Elders", organisation=None)
    there = Academy.objects.create(name="Academie elders", slug="elders")
    Role.objects.create(person=coordinator, kind="coordinator", academy=there)
    return {
        "colleague": make_person("Bert Omstander"),
        "adviser elsewhere": adviser,
        "trainer elsewhere": cohort.trainer,
        "mentor elsewhere": mentor,
        "newcomer elsewhere": newcomer,
        "manager elsewhere": manager,
        "coordinator elsewhere": coordinator,
    }


def _in_the_group(scene: Scene) -> None:
    cohort, subject = scene.cohort, scene.subject
    mine = enrol(cohort, subject, invited_by=scene.viewers[Audience.ADVISER])
    buddy = enrol(cohort, scene.viewers[Audience.BUDDY])
    enrol(cohort, scene.viewers[Audience.FELLOW])
    meeting = cohort.meetings.get(step__key="half-day-1")
    pair = BuddyPair.objects.create(cohort=cohort, made_on=NOW.date())
    for one in (mine, buddy):
        BuddyMember.objects.create(pair=pair, enrolment=one)
    scene.rows |= {
        "enrolment": mine,
        "attendance": Attendance.objects.create(meeting=meeting, enrolment=mine, present=True),
        "member": pair.buddy_members.get(enrolment=mine),
        "buddies": pair,
        "exchange": Exchange.objects.create(pair=pair, met_on=NOW.date(), noted_by=subject),
        "submission": Submission.objects.create(
            enrolment=mine,
            step=step(cohort, "practical"),
            title="Wie ik ben",
            text="Mijn visie",
            file=ContentFile(b"%PDF-1.4 ik", name="ik.pdf"),
            file_name="ik.pdf",
            handed_in_at=NOW,
            shared_at=NOW,
        ),
        "feed": CalendarFeed.objects.create(person=subject, digest="d" * 64, made_at=NOW),
    }
    for number, audience in enumerate(("", "buddy", "cohort", "return"), start=1):
        scene.rows[f"case {audience}".strip()] = Case.objects.create(
            enrolment=mine,
            number=number,
            situation="Zij zei weinig",
            shared_with=audience,
            handed_in_at=NOW,
        )
    shown = scene.rows["submission"]
    writers = {"by fellow": scene.viewers[Audience.FELLOW], "by trainer": cohort.trainer}
    for key, writer in (writers | {"by another": make_person("Kim Weg")}).items():
        scene.rows[key] = Reaction.objects.create(
            submission=shown, writer=writer, kind="question", text="Hoe begin je?"
        )
    for kind in ("own", "next"):
        scene.rows[f"after {kind}"] = AfterNote.objects.create(
            meeting=meeting, writer=subject, kind=kind, text="Rustiger beginnen", saved_at=NOW
        )
    for key, name in (("intake", "intake"), ("reflection", "reflection-1"), ("evaluation",) * 2):
        scene.rows[key] = _response(scene, key, name)
    scene.rows["tip"] = Tip.objects.create(
        response=scene.rows["evaluation"],
        key="tip",
        pile="next",
        sorted_by=scene.viewers[Audience.TRAINER],
        sorted_at=NOW,
    )


def _response(scene: Scene, key: str, name: str) -> Response:
    return Response.objects.create(
        enrolment=scene.rows["enrolment"],
        step=step(scene.cohort, name),
        questionnaire=Questionnaire.objects.current(key, scene.cohort.organisation),
        started_at=NOW,
        saved_at=NOW,
        handed_in_at=NOW,
        shared_at=NOW if key == "reflection" else None,
    )


def _as_a_pair(scene: Scene) -> None:
    mentor, mentee, adviser = scene.subject, scene.newcomer, scene.viewers[Audience.ADVISER]
    pair = pair_up(mentor, mentee, by=adviser)
    talk = Conversation.objects.create(mentorship=pair, met_on=NOW.date(), noted_by=mentee)
    TalkNote.objects.create(conversation=talk, writer=mentor, text="Vraag naar het team")
    Word.objects.create(writer=mentor, mentee=mentee, text="Ik heb een vraag", written_at=NOW)
    scene.rows |= {
        "pair": pair,
        "profile": MentorProfile.objects.create(person=mentor, about="Vraag maar"),
        "hope": Hope.objects.create(person=mentee, word="Graag wandelen"),
        "goal": Goal.objects.create(mentee=mentee, text="Een punt inbrengen"),
        "talk": talk,
        "note": TalkNote.objects.create(conversation=talk, writer=mentee, text="Durf te vragen"),
        "word": Word.objects.create(
            writer=mentee, mentee=mentee, text="Kunnen we praten?", written_at=NOW
        ),
        "check-in": CheckIn.objects.create(
            mentorship=pair,
            person=mentee,
            day=30,
            answer="well",
            word="Bel me",
            questionnaire=Questionnaire.objects.get(key="check-in"),
            answers={"open": "4", "helps": ["goal"]},
        ),
        "change": ChangeRequest.objects.create(mentorship=pair, asked_by=mentee, word="Liever"),
        "ruling": Ruling.objects.create(
            newcomer=mentee, mentor=mentor, kind="together", made_by=adviser
        ),
        "time": Agreement.objects.create(
            mentor=mentor, manager=mentor.manager, agreed=True, word="Graag"
        ),
    }


def _around(scene: Scene) -> None:
    subject, adviser = scene.subject, scene.viewers[Audience.ADVISER]
    mail = Mail.objects.create(recipient=subject, state="sent", sent_at=NOW)
    applied = PeopleImport.objects.create(
        organisation=subject.organisation,
        uploaded_by=adviser,
        file_name="lijst.csv",
        applied_at=NOW - timedelta(days=1),
    )
    scene.rows |= {
        "mail": mail,
        "message": Message.objects.create(
            rule="seat_confirmed",
            subject="programmes.enrolment:1",
            recipient=subject,
            organisation=subject.organisation,
            about=scene.cohort.label,
            mail=mail,
        ),
        "unwanted": Unwanted.objects.create(person=subject, rule="meeting_moved"),
        "dead": DeadAddress.objects.create(address=subject.email, why="550"),
        "list": applied,
        "list row": ImportRow.objects.create(
            people_import=applied, line=2, outcome="wrong", name=subject.name, detail="geen datum"
        ),
        "reading": Reading.objects.create(
            reader=scene.cohort.trainer,
            writer=subject,
            what="intake.response:1",
            title=Wording({"nl": "Intake"}),
            read_at=NOW,
        ),
        "deed": Deed.objects.create(kind="export", about=subject, by=subject, done_at=NOW),
        "taken out": Deed.objects.create(
            kind="taken out", about=subject, by=scene.cohort.trainer, done_at=NOW
        ),
        "erasure": Deed.objects.create(
            kind="erasure",
            about=make_person("Ilse Weg", erased_at=NOW, is_active=False),
            by=adviser,
            done_at=NOW,
        ),
    }
