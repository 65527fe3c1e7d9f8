"""One of everything in Hoorn, dated around now, and a stranger of each kind in Medemblik."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from intake.actions import begin_draft, remove_question, sort_tip
from intake.models import Questionnaire, Response, Tip
from intake.tips import tips_of
from matching.models import (
    BuddyMember,
    BuddyPair,
    Case,
    ChangeRequest,
    CheckIn,
    Conversation,
    Goal,
    MentorProfile,
    Mentorship,
    Word,
)
from mentorship.people.actions import carry_out, take_in
from mentorship.people.models import ClosedPeriod, Organisation, Person, Role
from mentorship.people.undo import remember
from mentorship.reminders.models import DeadAddress, Mail, Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.plan.timeline import timeline
from programmes.actions import invite
from programmes.models import Attendance, Cohort, Enrolment, Material, Reaction, Submission, Theme
from tests.cast import (
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
    make_team,
    make_trainer,
    step,
)

DATA = Path(__file__).parent.parent / "data"


@dataclass
class World:
    """What was made, by name; the people by the role they have."""

    made: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    strangers: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.made[name]

    def person(self, role: str) -> Person:
        return self.people[role]

    def stranger(self, role: str) -> Person:
        """Somebody with the same part to play, in another organisation."""
        return self.strangers.get(role, self.strangers["participant"])


def working_day(days: int) -> date:
    """About so many days from now, and never in a weekend."""
    day = timezone.localdate() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def make_world() -> World:
    world = World()
    hoorn = make_organisation(newcomers_from=timezone.localdate() - timedelta(days=60))
    world.made |= {"hoorn": hoorn, "now": timezone.now()}
    _people(world, hoorn)
    _strangers(world)
    _coming_cohort(world, hoorn)
    _ended_cohort(world, hoorn)
    _draft_form(world, hoorn)
    _matching(world, hoorn)
    _lists(world, hoorn)
    _mails(world, hoorn)
    return world


def _people(world: World, hoorn: Organisation) -> None:
    manager = make_person("Petra Hoekstra", organisation=hoorn)
    facts = {"organisation": hoorn, "manager": manager}
    soon = timezone.localdate() + timedelta(days=12)
    trainer = make_trainer()
    world.people |= {
        "adviser": make_adviser(hoorn),
        "trainer": trainer,
        "manager": manager,
        "participant": make_person("Fatima Bos", **facts),
        "fellow": make_person("Sem Kok", **facts),
        "mentor": make_person("Joris Meer", prefix="van der", **facts),
        "newcomer": make_newcomer("Daan Visser", starts_on=soon, **facts),
        "waiting": make_newcomer("Noor Jansen", starts_on=soon, **facts),
        "coordinator": make_coordinator(),
        "admin": make_person("Robin Beheer", organisation=None, is_admin=True),
        "left": make_person("Ilse Weg", leaves_on=date(2026, 1, 31), **facts),
        "bystander": make_person("Bert Omstander", team=make_team(hoorn, "Havens")),
    }
    world.made["trainer_role"] = trainer.roles.get()


def _strangers(world: World) -> None:
    medemblik = make_organisation("medemblik", newcomers_from=world["hoorn"].newcomers_from)
    cohort = make_cohort(medemblik, half_day_1=working_day(16), half_day_2=working_day(37))
    participant = enrol(cohort, make_person("Vreemde Eend", organisation=medemblik)).person
    manager = make_person("Vreemde Baas", organisation=medemblik)
    soon = timezone.localdate() + timedelta(days=12)
    world.strangers |= {
        "adviser": cohort.created_by,
        "trainer": cohort.trainer,
        "participant": participant,
        "mentor": participant,
        "newcomer": make_newcomer(
            "Vreemde Vogel", organisation=medemblik, starts_on=soon, manager=manager
        ),
        "manager": manager,
        "coordinator": participant,
        "admin": cohort.created_by,
    }


def _coming_cohort(world: World, hoorn: Organisation) -> None:
    """Half-day 1 in two weeks: forms and assignments are open, one invitation has no answer."""
    cohort = make_cohort(
        hoorn,
        half_day_1=working_day(16),
        half_day_2=working_day(37),
        return_day=working_day(130),
        trainer=world.person("trainer"),
        created_by=world.person("adviser"),
    )
    mine = enrol(cohort, world.person("participant"), state_since=world["now"])
    fellow = enrol(cohort, world.person("fellow"), state_since=world["now"])
    asked = make_person("Gevraagde Collega")
    invite(cohort, [asked], by=world.person("adviser"), at=world["now"])
    meeting = cohort.meetings.get(step__key="half-day-1")
    material = Material.objects.create(
        meeting=meeting,
        title="Mentorgids",
        file=ContentFile(b"%PDF-1.4 gids", name="gids.pdf"),
        file_name="gids.pdf",
        added_by=world.person("trainer"),
    )
    removed = Material.objects.create(
        meeting=meeting, title="Oud", link="https://oud.example/", added_by=world.person("trainer")
    )
    submission = Submission.objects.create(
        enrolment=mine,
        step=step(cohort, "preparation"),
        text="Zo bereid ik mij voor.",
        file=ContentFile(b"%PDF-1.4 ik", name="ik.pdf"),
        file_name="ik.pdf",
        handed_in_at=world["now"],
    )
    _shown(world, fellow, mine)
    for words in ("Luisteren", "Feedback geven"):
        Theme.objects.choose(meeting, words)
    case = Case.objects.create(
        enrolment=mine,
        number=1,
        situation="Bert zei dat alles goed ging, en bleef tot laat.",
        question="Hoe vraag ik door?",
        shared_with="cohort",
        handed_in_at=world["now"],
    )
    form = Questionnaire.objects.current("intake", hoorn)
    response = Response.objects.create(
        enrolment=fellow,
        step=step(cohort, "intake"),
        questionnaire=form,
        answers={"wish": "Beter luisteren"},
        started_at=world["now"],
        saved_at=world["now"],
        handed_in_at=world["now"],
    )
    world.made |= {
        "cohort": cohort,
        "mine": mine,
        "fellow": fellow,
        "asked": cohort.enrolments.get(person=asked),
        "meeting": meeting,
        "theme": meeting.themes.get(words="Luisteren"),
        "theme_token": remember("theme", [meeting.pk, "Eigen stijl", 3, "", ""]),
        "material": material,
        "removed": removed,
        "submission": submission,
        "case": case,
        "response": response,
        "preparation": step(cohort, "preparation"),
        "intake": step(cohort, "intake"),
    }


def _shown(world: World, fellow: Enrolment, mine: Enrolment) -> None:
    """Two practical assignments to show at half-day 2, and what the participant wrote of one."""
    cohort, now = mine.cohort, world["now"]
    facts = {"step": step(cohort, "practical"), "handed_in_at": now, "shared_at": now}
    shown = Submission.objects.create(enrolment=fellow, title="Eerst luisteren", **facts)
    Submission.objects.create(enrolment=mine, title="Samen koffie", **facts)
    showing = cohort.meetings.get(step__key="half-day-2")
    send = Reaction.objects.send
    reaction = send(shown, mine.person, "question", "Hoe begin je een gesprek?", at=now)
    world.made |= {
        "shown": shown,
        "showing": showing,
        "reaction": reaction,
        "taken_back_words": send(shown, mine.person, "compliment", "Mooi verhaal.", at=now),
        "turns_token": remember("turns", [showing.pk, [(shown.pk, 2, 1)]]),
    }
    world["taken_back_words"].take_back(now)


def _draft_form(world: World, hoorn: Organisation) -> None:
    """The self-analysis as Hoorn is changing it: with several choices, and an order."""
    draft = begin_draft(Questionnaire.objects.current("self-analysis", hoorn), hoorn)
    taken_out = draft.questions.last()
    assert taken_out is not None
    world.made |= {
        "draft": draft,
        "draft_question": draft.questions.get(key="strengths"),
        "question_token": remember("question", [draft.pk, remove_question(taken_out)]),
        "own_form_token": remember("own-form", [hoorn.pk, "intake", world["now"].isoformat()]),
        "asked_at_token": remember("asked-at", [hoorn.pk, 0, "intake"]),
    }


def _ended_cohort(world: World, hoorn: Organisation) -> None:
    """Its return meeting was last week; who took part is trained, and five evaluated it."""
    cohort = make_cohort(
        hoorn,
        name="Groep herfst",
        half_day_1=working_day(-130),
        half_day_2=working_day(-109),
        return_day=working_day(-9),
        trainer=world.person("trainer"),
        created_by=world.person("adviser"),
    )
    members = [world.person("mentor"), *(make_person(f"Mentor Nummer{n}") for n in range(5))]
    enrolments = [enrol(cohort, one) for one in members]
    for meeting in cohort.meetings.filter(step__for_organisers=False):
        for one in enrolments:
            Attendance.objects.create(meeting=meeting, enrolment=one, present=True)
    evaluation = Questionnaire.objects.current("evaluation", hoorn)
    reflection = Questionnaire.objects.current("reflection", hoorn)
    analysis = Questionnaire.objects.current("self-analysis", hoorn)
    for one in enrolments:
        facts = {
            "enrolment": one,
            "started_at": world["now"],
            "saved_at": world["now"],
            "handed_in_at": world["now"],
        }
        Response.objects.create(
            step=step(cohort, "evaluation"),
            questionnaire=evaluation,
            answers={"tip": "Neem een eigen situatie mee.", "helped": "Oefenen met collega’s."},
            **facts,
        )
        Response.objects.create(
            step=step(cohort, "reflection-1"), questionnaire=reflection, **facts
        )
        Response.objects.create(step=step(cohort, "self-analysis"), questionnaire=analysis, **facts)
    world.made |= {
        "ended": cohort,
        "mentor_in": enrolments[0],
        "trained": members,
        "evaluation": step(cohort, "evaluation"),
        "reflection": step(cohort, "reflection-1"),
        "held": cohort.meetings.get(step__key="half-day-1"),
    }
    _tips(world, cohort)
    last = enrolments[-1]
    last.move_to("completed", at=world["now"], seat=last.seat)
    world.made["completed"] = last
    world.people["fully_trained"] = last.person
    pair = BuddyPair.objects.create(cohort=cohort, made_on=timezone.localdate())
    for one in enrolments[:2]:
        BuddyMember.objects.create(pair=pair, enrolment=one)
    world.made |= {"pair": pair, "buddy": pair.buddy_members.get(enrolment=enrolments[0])}


def _tips(world: World, cohort: Cohort) -> None:
    """One in each pile, and some that are not sorted; the coming group opens with two."""
    found = tips_of(cohort, world["evaluation"]).written
    for one, pile in zip(found, Tip.Pile.values, strict=False):
        sort_tip(one, pile, by=world.person("adviser"), at=world["now"])
    where = {"cohort": cohort.pk, "step": world["evaluation"].pk}
    was = remember("tip", [*where.values(), found[0].token, "", "now"])
    world.made |= {"tip": where | {"tip": found[0].token}, "tip_back": where | {"was": was}}


def _matching(world: World, hoorn: Organisation) -> None:
    mentor, adviser = world.person("mentor"), world.person("adviser")
    for one in world["trained"]:
        MentorProfile.objects.create(person=one, capacity=2, about="Vraag me alles.")
    world.made["profile"] = MentorProfile.objects.get(person=mentor)
    world["profile"].show_face(ContentFile(b"a face", name="face.jpg"))
    facts = {"asked_by": adviser, "asked_at": world["now"]}
    running = Mentorship.objects.create(
        mentor=mentor,
        mentee=world.person("newcomer"),
        state="active",
        answered_at=world["now"],
        **facts,
    )
    starts = timezone.localdate() + timedelta(days=20)
    other = make_newcomer("Lotte Boer", starts_on=starts, organisation=hoorn)
    asked = Mentorship.objects.create(mentor=mentor, mentee=other, **facts)
    tell("mentor_asked", asked, mentor, organisation=hoorn, at=world["now"])
    since = timezone.localdate() - timedelta(days=32)
    lasting = Mentorship.objects.create(
        mentor=mentor,
        mentee=make_newcomer("Els Loopt", starts_on=since, organisation=hoorn),
        state="active",
        answered_at=world["now"],
        **facts,
    )
    word = CheckIn.objects.create(
        mentorship=lasting,
        person=lasting.mentee,
        day=30,
        answer="well",
        word="Kunnen we bellen?",
        questionnaire=Questionnaire.objects.get(key="check-in"),
    )
    for writer in world["trained"]:  # enough people for totals
        CheckIn.objects.create(mentorship=lasting, person=writer, day=60, answer="not")
    world.people["lasting"] = lasting.mentee
    world.made |= {"lasting": lasting, "word": word}
    old = make_newcomer("Kim Oud", starts_on=timezone.localdate() - timedelta(days=30))
    ended = Mentorship.objects.create(
        mentor=mentor,
        mentee=old,
        state="ended",
        answered_at=world["now"],
        ended_at=world["now"],
        **facts,
    )
    taken_back = Mentorship.objects.create(
        mentor=world["trained"][2],
        mentee=world.person("waiting"),
        state="withdrawn",
        ended_at=world["now"],
        **facts,
    )
    world.made["line"] = Word.objects.create(
        writer=mentor, mentee=running.mentee, text="Kunnen we praten?"
    )
    today = timezone.localdate()
    for days in range(6):
        world.made["talk"] = Conversation.objects.create(
            mentorship=running, met_on=today - timedelta(days=days), noted_by=running.mentee
        )
    for days in (None, 3):
        reached = timezone.localdate() - timedelta(days=days) if days else None
        world.made["goal"] = Goal.objects.create(
            mentee=running.mentee, text="In elk teamoverleg één punt inbrengen", reached_on=reached
        )
    request = ChangeRequest.objects.create(mentorship=running, asked_by=running.mentee)
    world.made |= {"running": running, "question": asked, "over": ended, "request": request}
    world.made["taken_back"] = taken_back


def _lists(world: World, hoorn: Organisation) -> None:
    """A staff list on its way in, a closed period, and what undo buttons carry."""
    adviser = world.person("adviser")
    content = (DATA / "hoorn-instroom-2027-03-met-fouten.csv").read_bytes()
    applied, _is_sure = take_in(hoorn, adviser, "eerder.csv", content)
    carry_out(applied, world["now"])
    period = ClosedPeriod.objects.create(
        organisation=hoorn, first_day=date(2031, 1, 1), last_day=date(2031, 1, 2), reason="Dicht"
    )
    gone = [hoorn.pk, "2031-02-01", "2031-02-02", "Weg"]
    role = Role.objects.create(
        person=make_person("Tweede Adviseur"), kind="adviser", organisation=hoorn
    )
    world.made |= {
        "applied": applied,
        "import": take_in(hoorn, adviser, "instroom.csv", content)[0],
        "period": period,
        "period_token": remember("closed-period", gone),
        "role": role,
        "role_token": remember("role", [world.person("bystander").pk, "adviser", hoorn.pk, None]),
        "attendance_token": remember("attendance", [world["held"].pk, []]),
    }
    _undo_tokens(world)


def _undo_tokens(world: World) -> None:
    """What the undo buttons of a moved meeting and a changed step carry."""
    meeting = world["meeting"]
    starts, ends = meeting.starts_at.isoformat(), meeting.ends_at.isoformat()
    own = world["cohort"].programme.copy_for(world["hoorn"])
    changed = own.steps.get(key="half-day-1")
    world.made |= {
        "own": own,
        "step": changed,
        "step_token": remember("step", [changed.pk, {"minutes": 200}]),
        "meeting_token": remember("meeting", [meeting.pk, starts, ends, "Elders", "", []]),
    }


def _mails(world: World, hoorn: Organisation) -> None:
    """One mail that was sent, one that did not arrive, one that waits, one stopped, one to come."""
    now, cohort = world["now"], world["cohort"]
    told = {"organisation": hoorn, "at": now, "about": cohort.label}
    sent = tell("seat_confirmed", world["mine"], world.person("participant"), **told)
    failed = tell("seat_confirmed", world["fellow"], world.person("fellow"), **told)
    for one, facts in (
        (sent, {"state": "sent", "sent_at": now}),
        (failed, {"state": "failed", "fault": "SMTPDataError"}),
    ):
        one.mail = Mail.objects.create(recipient=one.recipient, **facts)
        one.save()
    held = Message.objects.about(cohort.label).get(rule="invitation")
    Message.objects.filter(pk=held.pk).update(not_before=now + timedelta(days=1))
    stopped = tell("on_waiting_list", world["fellow"], world.person("fellow"), **told)
    Message.objects.filter(pk=stopped.pk).drop(now, Message.Why.STOPPED)
    DeadAddress.note(world.person("fellow").email, now, "SMTPRecipientsRefused")
    coming = [one for one in timeline(cohort.label, now) if one.planned]
    world.made |= {
        "sent": sent,
        "undelivered": failed,
        "waits": held,
        "stopped": stopped,
        "planned_token": coming[0].planned.token if coming and coming[0].planned else "",
        "held_token": remember("held", [stopped.pk]),
    }
