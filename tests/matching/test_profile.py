"""What a mentor offers: words, wishes, a bare photo, a break; and what an adviser sets."""

import zlib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from intake.models import Questionnaire, Response
from matching.faces import EDGE
from matching.models import Agreement, MentorProfile
from matching.strengths import strengths_of
from mentorship.people.models import Person
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Rule, book
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
from tests.matching.cast import as_person, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


WORDS = {"about": "Vraag me alles.", "capacity": "2"}


@pytest.fixture
def joris() -> Person:
    return make_mentor("Joris Meer", about="Vraag me alles.")


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


def url(name: str, *args: Any) -> str:
    return reverse(f"matching:{name}", args=args)


def of(person: Person) -> MentorProfile:
    return MentorProfile.objects.get(person=person)


# --- words and wishes -------------------------------------------------------------------------


def test_a_mentor_keeps_words_wishes_days_and_hours(client: Client, joris: Person) -> None:
    typed = {
        **WORDS,
        "strengths": "Ik luister.",
        "themes": ["politics", "balance"],
        "days": ["fri", "mon"],
        "ways": ["walking"],
        "hours_a_month": "6",
    }
    answer = as_person(client, joris).post(url("profile"), typed)
    assert answer.url == url("my_mentees")
    own = of(joris)
    assert (own.strengths, own.hours_a_month, own.ways) == ("Ik luister.", 6, ["walking"])
    assert (own.themes, own.days) == (["politics", "balance"], ["mon", "fri"])
    shown = client.get(url("my_mentees")).content.decode()
    for words in ("Ik luister.", "maandag en vrijdag", "tijdens een wandeling", "6 uur per maand"):
        assert words in shown


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hours_a_month": "100"}, "Meer dan 40 uur per maand"),
        ({"themes": ["weather"]}, "weather"),
        ({"capacity": "6"}, "hoogstens vijf"),
    ],
)
def test_what_cannot_be_says_so_and_keeps_what_was_typed(
    client: Client, joris: Person, wrong: dict[str, Any], words: str
) -> None:
    typed = {**WORDS, "about": "Heel nieuw verhaal", **wrong}
    answer = as_person(client, joris).post(url("profile"), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Heel nieuw verhaal" in answer.content.decode()
    assert of(joris).about == "Vraag me alles."


def analysed(person: Person, *, named: Any = (), **places: int) -> None:
    """Handed in a self-analysis; ``places`` gives by competence the answer to its questions."""
    seat = enrol(past_cohort(), person)
    form = Questionnaire.objects.current("self-analysis", seat.cohort.organisation)
    answers = {
        one.key: one.choices[places.get(one.key.split("-")[0], 3) - 1][0]
        for one in form.questions.filter(kind="scale")
    }
    answers |= dict(named)
    Response.objects.create(
        enrolment=seat,
        step=step(seat.cohort, "self-analysis"),
        questionnaire=form,
        answers=answers,
        draft=answers,
        started_at=NOW,
        saved_at=NOW,
        handed_in_at=NOW,
    )


def test_strengths_and_style_are_those_that_were_named_and_nothing_else_comes_along(
    joris: Person,
) -> None:
    named = {
        "strengths": ["patient", "listens"],
        "style": "mirror",
        "pitfalls": ["talks"],
        "strength-moment": "Toen met mijn buurman",
    }
    analysed(joris, relations=5, named=named)
    assert strengths_of(joris) == (
        "Ik heb geduld. Ik luister met aandacht. "
        "De spiegel: ik vraag door en laat de ander zelf kijken."
    )


def test_where_none_were_named_it_is_what_is_done_most_often(
    joris: Person,
) -> None:
    analysed(joris, motivating=4, relations=5)
    assert strengths_of(joris) == (
        "Ik zoek zelf contact, ook als er niets hoeft. "
        "Ik zeg het als iets goed gaat, en ook wat er goed aan is."
    )


def test_who_does_nothing_often_or_has_not_handed_in_is_offered_nothing(joris: Person) -> None:
    assert strengths_of(joris) == ""
    analysed(joris)
    assert strengths_of(joris) == ""
    Response.objects.update(handed_in_at=None)
    assert strengths_of(joris) == ""


def test_they_are_taken_over_only_when_the_mentor_says_so_and_nothing_is_lost(
    client: Client, joris: Person
) -> None:
    button = "Neem over uit mijn zelfanalyse"
    page = as_person(client, joris).get(url("profile")).content.decode()
    assert button not in page
    analysed(joris, relations=5)
    page = client.get(url("profile")).content.decode()
    assert button in page
    assert "Ik zoek zelf contact" not in page
    typed = {**WORDS, "about": "Heel nieuw verhaal", "copy": "strengths"}
    copied = client.post(url("profile"), typed).content.decode()
    assert "Ik zoek zelf contact" in copied
    assert "Heel nieuw verhaal" in copied
    assert (of(joris).strengths, of(joris).about) == ("", "Vraag me alles.")


def test_nobody_takes_over_another_one_s_self_analysis(client: Client, joris: Person) -> None:
    analysed(make_mentor("Tess Vink"), relations=5)
    typed = {**WORDS, "copy": "strengths"}
    shown = as_person(client, joris).post(url("profile"), typed).content.decode()
    assert "Ik zoek zelf contact" not in shown


# --- the photo --------------------------------------------------------------------------------


def photo(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), **more: Any) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, "red").save(kept, kind, **more)
    return kept.getvalue()


def put_up(client: Client, content: bytes, name: str = "ik.jpg") -> Any:
    return client.post(url("put_up_photo"), {"photo": SimpleUploadedFile(name, content)})


def with_a_past() -> bytes:
    """A photo that says where, when and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right
    exif[0x010F] = "Fototoestel"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 38.0, 31.0)
    return photo(exif=exif, comment=b"Thuis bij Joris", dpi=(300, 300))


def test_a_photo_is_kept_small_square_and_without_its_past(client: Client, joris: Person) -> None:
    before = with_a_past()
    assert Image.open(BytesIO(before)).getexif().get_ifd(0x8825)
    assert put_up(as_person(client, joris), before).url == url("profile")
    with of(joris).photo.open() as file:
        kept = file.read()
    picture = Image.open(BytesIO(kept))
    assert (picture.format, picture.size) == ("JPEG", (EDGE, EDGE))
    assert not picture.getexif()
    assert {key for key in picture.info if not key.startswith("jfif")} == set()
    assert b"Fototoestel" not in kept
    assert b"Thuis bij Joris" not in kept
    assert "ik" not in (of(joris).photo.name or "").removeprefix("faces/").split(".")[0]


def test_a_photo_that_lies_on_its_side_is_put_upright(client: Client, joris: Person) -> None:
    picture = Image.new("RGB", (900, 900), "red")
    picture.paste("blue", (0, 0, 450, 900))  # left, which becomes the top
    exif = Image.Exif()
    exif[0x0112] = 6
    content = BytesIO()
    picture.save(content, "JPEG", exif=exif)
    put_up(as_person(client, joris), content.getvalue())
    with of(joris).photo.open() as file:
        red, _green, blue = Image.open(file).getpixel((EDGE // 2, 20))  # type: ignore[misc]
    assert blue > 200 > 60 > red


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_png_and_jpeg_are_taken_and_end_as_jpeg(client: Client, joris: Person, kind: str) -> None:
    assert put_up(as_person(client, joris), photo(kind), f"x.{kind.lower()}").status_code == 302
    assert (of(joris).photo.name or "").endswith(".jpg")


def bomb() -> bytes:
    """A few kilobytes that claim to be 30,000 by 30,000 pixels."""
    content = bytearray(photo("PNG", (1, 1)))
    content[16:24] = (30_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


def too_many_dots() -> bytes:
    """Whole and true, of a few kilobytes, and 64 million pixels once unpacked."""
    kept = BytesIO()
    Image.new("1", (8000, 8000)).save(kept, "PNG")
    return kept.getvalue()


NO_PHOTOS = {
    "a bomb": bomb,
    "too many dots": too_many_dots,
    "a text": lambda: b"Ik ben geen foto",
    "a gif": lambda: photo("GIF"),
    "half a photo": lambda: photo()[:400],
    "a script that looks like a photo": lambda: b"\xff\xd8\xff<script>alert(1)</script>",
    "nothing": lambda: b"",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("what", NO_PHOTOS)
def test_what_is_no_photo_is_refused_in_one_sentence(
    client: Client, joris: Person, what: str
) -> None:
    answer = put_up(as_person(client, joris), NO_PHOTOS[what]())
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert ("Kies een JPG of een PNG." in shown) != (what == "nothing")
    assert "Vraag me alles." in shown
    assert not of(joris).photo


def test_another_photo_takes_the_place_of_the_first_and_its_file_is_gone(
    client: Client, joris: Person, django_capture_on_commit_callbacks: Any
) -> None:
    put_up(as_person(client, joris), photo())
    first, address = of(joris).photo, of(joris).face_url
    with django_capture_on_commit_callbacks(execute=True):
        put_up(client, photo())
    assert not first.storage.exists(first.name)
    second = of(joris).photo
    assert second.storage.exists(second.name or "")
    assert of(joris).face_url != address
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("take_off_photo"))
    assert not second.storage.exists(second.name or "")
    assert of(joris).face_url == ""


def test_a_face_is_seen_by_whoever_sees_the_profile_and_is_not_kept_in_between(
    client: Client, joris: Person, sanne: Person
) -> None:
    daan, noor = make_newcomer(), make_newcomer("Noor Bos")
    pair_up(joris, daan, by=sanne)
    put_up(as_person(client, joris), photo())
    face = url("face", of(joris).pk)
    for viewer in (joris, daan, sanne):
        answer = as_person(client, viewer).get(face)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("private")
        assert answer.getvalue().startswith(b"\xff\xd8\xff")
    els = make_adviser(make_organisation("medemblik"))
    for viewer in (noor, els, make_trainer(), make_coordinator(), make_person()):
        assert as_person(client, viewer).get(face).status_code == 404
    client.logout()
    assert client.get(face).status_code == 302


def test_a_newcomer_sees_the_face_and_offer_of_their_mentor(client: Client, joris: Person) -> None:
    daan = make_newcomer()
    pair_up(joris, daan)
    MentorProfile.objects.update(strengths="Ik luister goed.", themes=["politics"])
    put_up(as_person(client, joris), photo())
    shown = as_person(client, daan).get(url("my_mentor")).content.decode()
    assert of(joris).face_url in shown
    assert "Ik luister goed." in shown
    assert "werken voor raad en college" in shown


# --- a break ----------------------------------------------------------------------------------


def test_a_mentor_takes_a_break_and_is_there_again_with_one_click_and_may_undo_either(
    client: Client, joris: Person
) -> None:
    as_person(client, joris).post(url("pause"), {"until": "2027-03-01"})
    assert of(joris).paused_until == date(2027, 3, 1)
    page = client.get(url("my_mentees")).content.decode()
    assert "Je hebt pauze tot maandag 1 maart" in page
    client.post(url("resume_own"))
    assert of(joris).paused_until is None
    [undo] = list(client.get(url("my_mentees")).context["messages"])
    client.post(undo.extra_tags.removeprefix("undo:"))
    assert of(joris).paused_until == date(2027, 3, 1)


@pytest.mark.parametrize("until", ["", "2027-01-12", "2026-12-01", "straks"])
def test_a_break_ends_on_a_day_to_come(client: Client, joris: Person, until: str) -> None:
    answer = as_person(client, joris).post(url("pause"), {"until": until})
    assert answer.status_code == 422
    assert of(joris).paused_until is None


def test_an_adviser_sees_a_break_at_once_and_ends_it_and_a_stranger_cannot(
    client: Client, joris: Person, sanne: Person
) -> None:
    of(joris).pause(date(2027, 3, 1))
    as_person(client, sanne)
    assert "pauze tot" in client.get(url("mentors")).content.decode()
    assert "Joris heeft pauze tot" in client.get(url("mentor", joris.pk)).content.decode()
    els = make_adviser(make_organisation("medemblik"))
    for viewer in (els, joris, make_trainer()):
        assert as_person(client, viewer).post(url("end_pause", joris.pk)).status_code == 404
    as_person(client, sanne).post(url("end_pause", joris.pk))
    assert of(joris).paused_until is None


def test_an_undo_of_a_break_works_for_the_mentor_and_their_adviser_alone(
    client: Client, joris: Person, sanne: Person
) -> None:
    as_person(client, sanne)
    of(joris).pause(date(2027, 3, 1))
    client.post(url("end_pause", joris.pk))
    [undo] = list(client.get(url("mentors")).context["messages"])
    path = undo.extra_tags.removeprefix("undo:")
    els = make_adviser(make_organisation("medemblik"))
    for viewer in (els, make_mentor("Tess Vink")):
        assert as_person(client, viewer).post(path).status_code == 404
    assert as_person(client, sanne).post(path).status_code == 302
    assert of(joris).paused_until == date(2027, 3, 1)


# --- what the adviser sets --------------------------------------------------------------------


def slots() -> set[str]:
    rule = book["mentor_without_group_has_time"]
    assert isinstance(rule, Rule)
    return {slot.owed.recipient.name for slot in Round(timezone.now()).slots(rule)}


def test_who_is_made_a_mentor_waits_for_the_manager_who_is_asked_at_once(
    client: Client, sanne: Person
) -> None:
    els, bas = make_person("Els Kok", manager=make_person("Bas Boss")), "Bas Boss"
    made = as_person(client, sanne).post(
        url("mentor", els.pk), {"capacity": 1, "trained_elsewhere": "on"}, follow=True
    )
    assert "Bas Boss krijgt een mail" in made.content.decode()
    assert "Bas Boss heeft nog niet geantwoord" in made.content.decode()
    assert slots() == {bas}
    client.post(url("mentor", els.pk), {"capacity": 2, "trained_elsewhere": "on"})
    assert of(els).time_asked_at == NOW
    client.post(url("note_time", els.pk), {"agreed": "yes"})
    assert slots() == set()


def test_nobody_is_asked_where_there_is_no_manager_or_a_seat_asks_already(
    client: Client, sanne: Person
) -> None:
    alone = make_person("Els Kok")
    seated = enrol(past_cohort(), make_person("Sem Kok", manager=make_person("Bas Boss"))).person
    for person in (alone, seated):
        as_person(client, sanne).post(url("mentor", person.pk), {"capacity": 1})
        assert of(person).time_asked_at is None
    assert "niemand hoeft dus akkoord" in client.get(url("mentor", alone.pk)).content.decode()


def test_an_adviser_has_the_manager_asked_again_until_there_is_an_answer(
    client: Client, sanne: Person
) -> None:
    mentor = make_mentor("Gerda Ver", manager=make_person("Bas Boss"))
    ask = url("ask_manager", mentor.pk)
    for viewer in (make_adviser(make_organisation("medemblik")), mentor, make_trainer()):
        assert as_person(client, viewer).post(ask).status_code == 404
    as_person(client, sanne).post(ask)
    assert of(mentor).time_asked_at == NOW
    MentorProfile.objects.update(time_asked_at=None)
    Agreement.objects.create(mentor=mentor, agreed=False)
    client.post(ask)
    assert of(mentor).time_asked_at is None


def test_whoever_waits_for_the_manager_is_seen_in_the_list(client: Client, sanne: Person) -> None:
    make_mentor("Gerda Ver", manager=make_person("Bas Boss"))
    assert (
        "wacht op leidinggevende" in as_person(client, sanne).get(url("mentors")).content.decode()
    )
