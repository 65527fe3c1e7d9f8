"""One meeting: moved with what hangs on it, cancelled, put back; attendance and materials."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from mentorship.people.models import ClosedPeriod, Person
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.rules import book
from programmes import actions
from programmes.actions import Move
from programmes.models import Attendance, Cohort, Enrolment, Material, Meeting
from tests.cast import (
    AMSTERDAM,
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_organisation,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cohort() -> Cohort:
    """Half-day 1 on 2 February, half-day 2 on the 23rd, both Tuesdays; return meeting 24 May."""
    return make_cohort()


def meeting_of(cohort: Cohort, key: str) -> Meeting:
    return cohort.meetings.select_related("step", "cohort__organisation").get(step__key=key)


def to(day: date, **more: Any) -> Move:
    starts = datetime.combine(day, time(9), AMSTERDAM)
    return Move(starts, starts.replace(hour=12, minute=30), "Stadhuis, Westfrieszaal", **more)


def move(meeting: Meeting, day: date, at: datetime = NOW) -> bool:
    return actions.move_meeting(meeting, to(day), by=meeting.cohort.created_by, at=at)


def due_days(cohort: Cohort) -> dict[str, date]:
    return dict(cohort.deadlines.values_list("step__key", "due_on"))


def told(rule: str) -> set[str]:
    standing = Message.objects.filter(rule=rule, dropped_at=None)
    return set(standing.values_list("recipient__email", flat=True))


def arrived(rule: str, person: Person) -> None:
    """The message went out in an envelope."""
    mail = Mail.objects.create(recipient=person, state="sent", sent_at=NOW)
    Message.objects.filter(rule=rule, recipient=person, dropped_at=None).update(mail=mail)


# --- moving -----------------------------------------------------------------------------------


def test_what_hangs_on_a_moved_meeting_keeps_its_distance_and_the_rest_stays(
    cohort: Cohort,
) -> None:
    before = due_days(cohort)
    assert move(meeting_of(cohort, "half-day-2"), date(2027, 2, 25))
    after = due_days(cohort)
    moved = {"practical", "reflection-2", "evaluation", "buddies"}
    assert {key for key in after if after[key] != before[key]} == moved
    assert {after[key] - before[key] for key in moved} == {timedelta(days=2)}
    practical = cohort.deadlines.get(step__key="practical")
    assert practical.due_on - practical.opens_on == timedelta(days=14)


def test_an_assignment_that_is_open_stays_open_when_its_meeting_moves(cohort: Cohort) -> None:
    practical = cohort.deadlines.get(step__key="practical")
    cohort.deadlines.filter(pk=practical.pk).update(opens_on=NOW.date())
    assert move(meeting_of(cohort, "half-day-2"), date(2027, 2, 25))
    moved = cohort.deadlines.get(pk=practical.pk)
    assert (moved.opens_on, moved.due_on) == (NOW.date(), practical.due_on + timedelta(days=2))


def test_a_due_date_that_would_fall_on_a_closed_day_gives_way(cohort: Cohort) -> None:
    """A Monday: the day before it is a Sunday, so the assignment is due on Friday."""
    move(meeting_of(cohort, "half-day-2"), date(2027, 2, 22))
    assert due_days(cohort)["practical"] == date(2027, 2, 19)


def test_a_due_date_that_was_set_by_hand_keeps_its_own_distance(cohort: Cohort) -> None:
    by_hand = cohort.deadlines.get(step__key="practical")
    by_hand.due_on = date(2027, 2, 17)  # six days before
    by_hand.save()
    move(meeting_of(cohort, "half-day-2"), date(2027, 2, 25))
    assert due_days(cohort)["practical"] == date(2027, 2, 19)


def test_trainer_and_participants_hear_of_a_move_and_nobody_else(cohort: Cohort) -> None:
    takes_part = enrol(cohort).person
    for state in ("invited", "waiting", "declined", "withdrawn"):
        enrol(cohort, state=state)
    enrol(make_cohort(name="Ander", trainer=cohort.trainer))
    meeting = meeting_of(cohort, "half-day-1")
    was = meeting.starts_at
    move(meeting, date(2027, 2, 4))
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.moved_from, meeting.day) == (1, was, date(2027, 2, 4))
    assert told("meeting_moved") == {cohort.trainer.email, takes_part.email}
    message = Message.objects.filter(rule="meeting_moved").first()
    assert message is not None
    assert (message.urgent, message.occasion, message.about) == (True, "1", cohort.label)


def test_of_the_talk_beforehand_only_trainer_and_adviser_hear(cohort: Cohort) -> None:
    enrol(cohort)
    actions.move_meeting(
        meeting_of(cohort, "talk"), to(date(2027, 1, 14)), by=make_person(), at=NOW
    )
    assert told("meeting_moved") == {cohort.trainer.email, cohort.created_by.email}


def test_the_same_moment_and_place_is_no_move(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    assert not move(meeting, date(2027, 2, 2))
    assert not Message.objects.exists()


def test_another_place_is_told_but_moves_no_date(cohort: Cohort) -> None:
    before = due_days(cohort)
    meeting = meeting_of(cohort, "half-day-1")
    elsewhere = Move(meeting.starts_at, meeting.ends_at, "Bibliotheek")
    assert actions.move_meeting(meeting, elsewhere, by=cohort.created_by, at=NOW)
    assert due_days(cohort) == before
    assert told("meeting_moved") == {cohort.trainer.email}


def test_moved_twice_within_the_hold_is_told_once_from_where_it_was(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    was = meeting.starts_at
    move(meeting, date(2027, 2, 4))
    move(meeting, date(2027, 2, 9), at=NOW + timedelta(minutes=1))
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.moved_from) == (2, was)
    standing = Message.objects.filter(rule="meeting_moved", dropped_at=None)
    assert [one.occasion for one in standing] == ["2"]


def test_who_has_not_yet_heard_of_the_meeting_gets_no_second_mail(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    Message.objects.create(
        rule="meeting_planned",
        subject=f"programmes.meeting:{meeting.pk}",
        recipient=cohort.trainer,
        occasion="0",
        organisation=cohort.organisation,
    )
    move(meeting, date(2027, 2, 4))
    assert told("meeting_moved") == set()
    assert told("meeting_planned") == {cohort.trainer.email}


def test_a_cancelled_meeting_does_not_move(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    actions.cancel_meeting(meeting, by=cohort.created_by, at=NOW)
    assert not move(meeting, date(2027, 2, 4))


# --- the page of a move -----------------------------------------------------------------------


def typed(day: date, **more: Any) -> dict[str, Any]:
    clock = {"starts": "09:00", "ends": "12:30", "place": "Stadhuis, Westfrieszaal"}
    return {"day": day.isoformat(), **clock} | more


def test_a_move_and_its_undo_bring_back_every_date_and_the_mail(
    client: Client, cohort: Cohort
) -> None:
    enrol(cohort)
    by_hand = cohort.deadlines.get(step__key="practical")
    by_hand.due_on = date(2027, 2, 17)
    by_hand.save()
    before = due_days(cohort)
    meeting = meeting_of(cohort, "half-day-2")
    client.force_login(cohort.created_by)
    url = reverse("programmes:meeting_move", args=[meeting.pk])
    seen = client.post(url, typed(date(2027, 2, 25), check="1")).context["form"].seen_now
    page = client.post(url, typed(date(2027, 2, 25), seen=seen), follow=True)
    assert due_days(cohort) != before

    [message] = page.context["messages"]
    client.post(message.extra_tags.removeprefix("undo:"))
    meeting.refresh_from_db()
    assert (due_days(cohort), meeting.day) == (before, date(2027, 2, 23))
    assert told("meeting_moved") == set()


def test_after_the_mail_has_gone_undo_is_told_as_a_move(cohort: Cohort) -> None:
    heard, _unheard = enrol(cohort).person, enrol(cohort).person
    meeting = meeting_of(cohort, "half-day-1")
    back = to(date(2027, 2, 2))
    move(meeting, date(2027, 2, 4))
    arrived("meeting_moved", heard)
    actions.put_meeting_back(meeting, back, [], by=cohort.created_by, at=LATER)
    standing = Message.objects.filter(rule="meeting_moved", dropped_at=None, mail=None)
    assert [(one.recipient, one.occasion) for one in standing] == [(heard, "2")]


def test_the_preview_says_which_dates_go_along_and_what_does_not_fit(
    client: Client, cohort: Cohort
) -> None:
    ClosedPeriod.objects.create(
        organisation=cohort.organisation,
        first_day=date(2027, 2, 25),
        last_day=date(2027, 2, 25),
        reason="Studiedag",
    )
    meeting = meeting_of(cohort, "half-day-2")
    client.force_login(cohort.created_by)
    url = reverse("programmes:meeting_preview", args=[meeting.pk])
    page = client.post(url, typed(date(2027, 2, 25)))
    assert {one.step.key for one in page.context["shifts"]} == {
        "practical",
        "reflection-2",
        "evaluation",
        "buddies",
    }
    assert "Gesloten op die dag: Studiedag." in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.day == date(2027, 2, 23)


def test_what_does_not_fit_is_shown_before_it_happens(client: Client, cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-2")
    client.force_login(cohort.created_by)
    url = reverse("programmes:meeting_move", args=[meeting.pk])
    saturday = typed(date(2027, 2, 27))
    page = client.post(url, saturday)
    assert page.status_code == 422
    assert any("weekend" in one for one in page.context["form"].remarks)
    seen = page.context["form"].seen_now
    assert client.post(url, saturday | {"seen": seen}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.day == date(2027, 2, 27)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2027-01-11"},  # over
        {"day": "2027-02-01"},  # before half-day 1
        {"ends": "08:00"},
        {"day": ""},
        {"link": "geen adres"},
    ],
)
def test_what_cannot_be_is_refused(client: Client, cohort: Cohort, wrong: dict[str, str]) -> None:
    meeting = meeting_of(cohort, "half-day-2")
    client.force_login(cohort.created_by)
    url = reverse("programmes:meeting_move", args=[meeting.pk])
    first = client.post(url, typed(date(2027, 2, 25)) | wrong)
    seen = first.context["form"].seen_now
    again = client.post(url, typed(date(2027, 2, 25)) | wrong | {"seen": seen})
    assert again.status_code == 422
    assert again.context["form"].errors
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_an_undo_address_works_for_its_own_meeting_only(client: Client, cohort: Cohort) -> None:
    client.force_login(cohort.created_by)
    meeting = meeting_of(cohort, "half-day-2")
    url = reverse("programmes:meeting_put_back", args=[meeting.pk, "made-up"])
    assert client.post(url).status_code == 404


# --- cancelling -------------------------------------------------------------------------------


def test_cancelling_tells_who_knew_and_undo_in_time_stops_it(
    client: Client, cohort: Cohort
) -> None:
    takes_part = enrol(cohort).person
    meeting = meeting_of(cohort, "half-day-1")
    client.force_login(cohort.created_by)
    client.post(reverse("programmes:meeting_cancel", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, meeting.sequence) == (NOW, 1)
    assert told("meeting_cancelled") == {cohort.trainer.email, takes_part.email}

    client.post(reverse("programmes:meeting_reinstate", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, meeting.sequence) == (None, 2)
    assert told("meeting_cancelled") == told("meeting_planned") == set()


def test_who_had_heard_of_the_cancellation_hears_that_it_goes_on(cohort: Cohort) -> None:
    heard, _unheard = enrol(cohort).person, enrol(cohort).person
    meeting = meeting_of(cohort, "half-day-1")
    actions.cancel_meeting(meeting, by=cohort.created_by, at=NOW)
    arrived("meeting_cancelled", heard)
    assert actions.reinstate_meeting(meeting, by=cohort.created_by, at=LATER)
    assert told("meeting_planned") == {heard.email}


def test_cancelling_twice_is_one_cancellation(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    assert actions.cancel_meeting(meeting, by=cohort.created_by, at=NOW)
    assert not actions.cancel_meeting(meeting, by=cohort.created_by, at=LATER)
    assert Message.objects.filter(rule="meeting_cancelled").count() == 1


# --- the mails --------------------------------------------------------------------------------


def letter(rule: str, meeting: Meeting, person: Person, part: str) -> str:
    notice = book[rule]
    row = notice.load([meeting.pk])[meeting.pk]
    facts = {"subject": row, "recipient": person} | notice.context(row, person)
    with translation.override("nl"):
        written = get_template(f"mail/{rule}/{part}.txt").template.render(
            Context(facts, autoescape=False)
        )
    return " ".join(written.split())


def test_the_mail_of_a_move_begins_with_the_new_time_and_the_old(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    move(meeting, date(2027, 2, 4))
    assert letter("meeting_moved", meeting, cohort.trainer, "body").startswith(
        "Pas dit aan in je agenda: “Dagdeel 1 – Wat is een mentor?” is nu op donderdag 4 februari,"
        " 9.00–12.30 uur. Het was op dinsdag 2 februari, 9.00–12.30 uur."
    )


@pytest.mark.parametrize("rule", ["meeting_planned", "meeting_moved", "meeting_cancelled"])
def test_a_subject_says_what_and_when_within_sixty_characters(cohort: Cohort, rule: str) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    move(meeting, date(2027, 2, 4))
    step = meeting.step
    step.short = {"nl": "Een heel lange naam voor deze bijeenkomst"}
    step.save()
    subject = letter(rule, meeting, cohort.trainer, "subject")
    assert len(subject) <= 60
    assert "do 4 feb" in subject


def test_a_notice_is_no_longer_owed_once_it_is_overtaken(cohort: Cohort) -> None:
    meeting = meeting_of(cohort, "half-day-1")

    def owed(rule: str, occasion: str = "0", at: datetime = NOW) -> bool:
        row = book[rule].load([meeting.pk])[meeting.pk]
        return book[rule].still_owed(row, cohort.trainer, occasion, at)  # type: ignore[attr-defined,no-any-return]

    assert (owed("meeting_planned"), owed("meeting_moved"), owed("meeting_moved", "1")) == (
        True,
        True,
        False,
    )
    assert not owed("meeting_cancelled")
    assert not owed("meeting_planned", at=meeting.ends_at)
    actions.cancel_meeting(meeting, by=cohort.created_by, at=NOW)
    assert (owed("meeting_planned"), owed("meeting_cancelled", "1")) == (False, True)
    cohort.cancel(NOW)
    assert not owed("meeting_cancelled", "1")


# --- who sees it ------------------------------------------------------------------------------


def test_the_talk_beforehand_does_not_exist_for_participants(
    client: Client, cohort: Cohort
) -> None:
    enrolment = enrol(cohort)
    talk, half_day = meeting_of(cohort, "talk"), meeting_of(cohort, "half-day-1")

    def status(person: Person, meeting: Meeting) -> int:
        client.force_login(person)
        return client.get(reverse("programmes:meeting", args=[meeting.pk])).status_code

    assert (status(enrolment.person, talk), status(enrolment.person, half_day)) == (404, 200)
    assert (status(cohort.trainer, talk), status(cohort.created_by, talk)) == (200, 200)
    elsewhere = make_adviser(make_organisation("medemblik"))
    assert (status(elsewhere, half_day), status(make_person(), half_day)) == (404, 404)


@pytest.mark.parametrize(
    ("name", "method", "trainer_may"),
    [
        ("meeting_move", "get", False),
        ("meeting_preview", "post", False),
        ("meeting_cancel", "post", False),
        ("meeting_reinstate", "post", False),
        ("attendance", "get", True),
        ("material_new", "get", True),
    ],
)
def test_who_may_change_a_meeting(
    client: Client, cohort: Cohort, name: str, method: str, trainer_may: bool
) -> None:
    url = reverse(f"programmes:{name}", args=[meeting_of(cohort, "half-day-1").pk])
    elsewhere = make_adviser(make_organisation("medemblik"))
    for person in (enrol(cohort).person, make_person(), elsewhere):
        client.force_login(person)
        assert getattr(client, method)(url).status_code == 404
    client.force_login(cohort.trainer)
    assert (getattr(client, method)(url).status_code != 404) is trainer_may
    client.force_login(cohort.created_by)
    assert getattr(client, method)(url).status_code != 404


# --- attendance -------------------------------------------------------------------------------


def noted(meeting: Meeting) -> dict[int, bool]:
    return dict(Attendance.objects.filter(meeting=meeting).values_list("enrolment", "present"))


def test_everybody_was_there_unless_a_tick_is_taken_away(client: Client, cohort: Cohort) -> None:
    came, stayed_away = enrol(cohort), enrol(cohort)
    enrol(cohort, state="declined")
    other: Enrolment = enrol(make_cohort(name="Ander"))
    meeting = meeting_of(cohort, "half-day-1")
    url = reverse("programmes:attendance", args=[meeting.pk])
    client.force_login(cohort.trainer)
    form = client.get(url).context["form"]
    assert set(form.initial["present"]) == {came.pk, stayed_away.pk}
    assert client.post(url, {"present": [other.pk]}).status_code == 422
    page = client.post(url, {"present": [came.pk]}, follow=True)
    assert noted(meeting) == {came.pk: True, stayed_away.pk: False}
    assert client.get(url).context["form"].initial["present"] == [came.pk]

    [message] = page.context["messages"]
    client.post(message.extra_tags.removeprefix("undo:"))
    assert noted(meeting) == {}


def test_undo_brings_back_what_was_noted_before(client: Client, cohort: Cohort) -> None:
    first, second = enrol(cohort), enrol(cohort)
    meeting = meeting_of(cohort, "half-day-1")
    actions.note_attendance(meeting, [second.pk])
    client.force_login(cohort.trainer)
    url = reverse("programmes:attendance", args=[meeting.pk])
    page = client.post(url, {"present": [first.pk, second.pk]}, follow=True)
    [message] = page.context["messages"]
    client.post(message.extra_tags.removeprefix("undo:"))
    assert noted(meeting) == {first.pk: False, second.pk: True}


def test_what_must_still_be_noted_stands_before_all_else(client: Client, cohort: Cohort) -> None:
    """On a phone the cards stand below each other: after a meeting this is what one comes for."""
    seat, meeting = enrol(cohort), meeting_of(cohort, "half-day-1")

    def is_in_front(person: Person) -> bool | None:
        client.force_login(person)
        page = client.get(reverse("programmes:meeting", args=[meeting.pk])).content.decode()
        found = page.find('id="attendance"')
        return None if found == -1 else found < page.index('id="materials"')

    assert is_in_front(cohort.trainer) is False  # still to come
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=NOW - timedelta(hours=4), ends_at=NOW - timedelta(hours=1)
    )
    assert is_in_front(cohort.trainer) is True
    assert is_in_front(seat.person) is None
    actions.note_attendance(meeting, [seat.pk])
    assert is_in_front(cohort.trainer) is False


# --- materials --------------------------------------------------------------------------------


PDF = b"%PDF-1.7\n%%EOF"


def test_a_link_or_a_file_is_added_and_found_by_the_group_alone(
    client: Client, cohort: Cohort
) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    url = reverse("programmes:material_new", args=[meeting.pk])
    client.force_login(cohort.trainer)
    file = SimpleUploadedFile("Mentorgids.pdf", PDF, "application/pdf")
    assert client.post(url, {"title": "Mentorgids", "file": file}).status_code == 302
    guide = Material.objects.get()
    assert (guide.added_by, guide.file_name) == (cohort.trainer, "Mentorgids.pdf")

    download = reverse("programmes:material_file", args=[guide.pk])
    client.force_login(enrol(cohort).person)
    answer = client.get(download)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert "attachment" in answer["Content-Disposition"]
    for stranger in (make_person(), enrol(cohort, state="declined").person):
        client.force_login(stranger)
        assert client.get(download).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "Niets"},
        {"title": "Allebei", "link": "https://x.example/", "file": (PDF, "gids.pdf")},
        {"title": "Geen PDF", "file": (b"MZ", "gids.pdf")},
        {"title": "Programma", "file": (b"MZ", "gids.exe")},
        {"title": "", "link": "https://x.example/"},
        {"title": "Script", "link": "javascript:alert(1)"},
    ],
)
def test_what_is_no_link_and_no_file_is_refused(
    client: Client, cohort: Cohort, wrong: dict[str, Any]
) -> None:
    url = reverse("programmes:material_new", args=[meeting_of(cohort, "half-day-1").pk])
    client.force_login(cohort.trainer)
    if "file" in wrong:
        content, name = wrong["file"]
        wrong = wrong | {"file": SimpleUploadedFile(name, content)}
    assert client.post(url, wrong).status_code == 422
    assert not Material.objects.exists()


def test_material_is_removed_for_everybody_and_undo_brings_it_back(
    client: Client, cohort: Cohort
) -> None:
    meeting = meeting_of(cohort, "half-day-1")
    guide = Material.objects.create(
        meeting=meeting, title="Gids", link="https://x.example/", added_by=cohort.trainer
    )
    participant = enrol(cohort).person
    remove = reverse("programmes:material_remove", args=[guide.pk])
    client.force_login(participant)
    assert client.post(remove).status_code == 404
    client.force_login(cohort.trainer)
    client.post(remove)
    assert not Material.objects.visible_to(participant).exists()
    client.post(reverse("programmes:material_restore", args=[guide.pk]))
    assert Material.objects.visible_to(participant).get() == guide
