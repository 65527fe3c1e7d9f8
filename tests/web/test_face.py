"""The face: what every page has around it, how a form is drawn, and what a fault looks like."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from mentorship import declare
from mentorship.people.models import Person
from mentorship.people.undo import undoable
from mentorship.web import context, faults
from mentorship.web.samples import SampleForm
from tests.cast import make_person

BOXES = {"input", "select", "textarea"}


class Drawn(HTMLParser):
    """The parts of a page that the tests ask about."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.forms: list[dict[str, str | None]] = []
        self.groups: list[dict[str, str | None]] = []
        self.headings = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.ids += [name for name in [facts.get("id")] if name]
        self.headings += tag == "h1"
        if tag in BOXES and facts.get("type") not in {"hidden", "submit"}:
            self.boxes.append(facts)
        if tag == "label":
            self.labelled.add(facts.get("for") or "")
        if tag == "a":
            self.links.append(facts.get("href") or "")
        if tag == "form":
            self.forms.append(facts)
        if tag == "fieldset":
            self.groups.append(facts)

    def described(self) -> set[str]:
        told = [one.get("aria-describedby") or "" for one in self.boxes + self.groups]
        return {name for names in told for name in names.split()}


def drawn_form(form: forms.Form, **facts: object) -> Drawn:
    return Drawn(
        render_to_string("components/_form.html", {"form": form, "submit": "Send"} | facts)
    )


# --- forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [None, {}, {"days": ["xx"], "first_day": "31-02-2027"}])
def test_every_box_has_a_label_and_no_placeholder(data: dict[str, object] | None) -> None:
    drawn = drawn_form(SampleForm(data))

    assert {box["id"] for box in drawn.boxes} - drawn.labelled == set()
    assert [box for box in drawn.boxes if "placeholder" in box] == []
    assert len(drawn.ids) == len(set(drawn.ids))


@pytest.mark.parametrize("data", [None, {}])
def test_help_and_errors_are_tied_to_their_field(data: dict[str, object] | None) -> None:
    form = SampleForm(data)
    drawn = drawn_form(form)

    helped = {f"id_{name}_helptext" for name, field in form.fields.items() if field.help_text}
    wrong = {f"id_{name}_error" for name in form.errors}
    assert drawn.described() == helped | wrong
    assert drawn.described() <= set(drawn.ids)


def test_the_summary_links_to_each_wrong_field_and_counts_them() -> None:
    form = SampleForm({"name": "Fatima"})
    drawn = drawn_form(form)

    jumps = [link.removeprefix("#") for link in drawn.links if link.startswith("#")]
    assert len(jumps) == len(form.errors) == 7
    assert set(jumps) <= {box["id"] for box in drawn.boxes}


def test_what_is_wrong_is_marked_and_what_is_right_is_not() -> None:
    form = SampleForm({"name": "Fatima"})
    boxes = drawn_form(form).boxes

    marked = {(box["name"] or "").split("_")[0] for box in boxes if box.get("aria-invalid")}
    assert marked == {name.split("_")[0] for name in form.errors}


def test_questions_with_several_boxes_are_groups_with_a_legend() -> None:
    page = render_to_string("components/_form.html", {"form": SampleForm(), "submit": "Send"})

    assert len(Drawn(page).groups) == page.count("<legend>") == 4


def test_the_browser_does_not_validate_and_a_file_can_be_sent() -> None:
    (form,) = drawn_form(SampleForm()).forms

    assert "novalidate" in form
    assert form["enctype"] == "multipart/form-data"


def test_optional_is_said_in_words_and_only_there() -> None:
    page = render_to_string("components/_form.html", {"form": SampleForm(), "submit": "Send"})

    assert page.count('class="optional"') == 3  # of eleven fields


def test_a_form_with_autosave_says_where_and_in_which_words() -> None:
    with translation.override("nl"):
        (form,) = drawn_form(SampleForm(), autosave="/intake/7/draft/").forms

    assert form["data-autosave"] == "/intake/7/draft/"
    assert form["data-autosave-saved"] == "Bewaard om {time}"
    assert form["data-autosave-clock"] == "."


def test_text_in_a_form_is_escaped() -> None:
    page = render_to_string(
        "components/_form.html", {"form": SampleForm({"name": "<script>", "wish": "</textarea>"})}
    )

    assert "<script>" not in page
    assert page.count("</textarea>") == 1


# --- the living page and the door --------------------------------------------------------------


@pytest.mark.django_db
def test_the_living_page_is_there_for_makers_only(client: Client) -> None:
    assert client.get("/demo/components/").status_code == 404

    with override_settings(SHOW_DEMO=True):
        answer = client.get("/demo/components/")
    assert answer.status_code == 200
    assert Drawn(answer.content.decode()).headings == 1


@pytest.mark.django_db
def test_an_address_alone_asks_for_a_code_whether_it_is_known_or_not(
    client: Client, mailoutbox: list[object]
) -> None:
    person = make_person()
    known = client.post("/accounts/login/", {"login": person.email, "password": ""})
    assert len(mailoutbox) == 1
    client.post("/accounts/logout/")
    unknown = client.post("/accounts/login/", {"login": "nobody@hoorn.example", "password": ""})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_the_code_is_in_the_mail_and_not_in_its_subject(
    client: Client, mailoutbox: list[object]
) -> None:
    person = make_person()
    client.post("/accounts/login/", {"login": person.email})
    (mail,) = mailoutbox
    (code,) = re.findall(r"\b\d{6}\b", mail.body)  # type: ignore[attr-defined]

    assert mail.subject == "Je code om in te loggen bij Wegwijs"  # type: ignore[attr-defined]
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_a_password_signs_in_and_a_wrong_one_says_what_to_do(client: Client) -> None:
    person = make_person(password="three-words-long")
    wrong = client.post("/accounts/login/", {"login": person.email, "password": "no"})
    right = client.post("/accounts/login/", {"login": person.email, "password": "three-words-long"})

    assert "horen niet bij elkaar" in wrong.content.decode()
    assert "<title>Fout: Inloggen · Wegwijs</title>" in wrong.content.decode()
    assert right["Location"] == "/"


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "new@x.example", "password1": "three-words-long"})

    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_form_sent_after_the_session_leads_back_to_the_page_it_stood_on(client: Client) -> None:
    ours = "http://testserver/accounts/password/change/?from=menu"
    sent = client.post("/accounts/password/change/", headers={"referer": ours})
    elsewhere = client.post("/accounts/password/change/", headers={"referer": "https://x.example/"})

    assert sent["Location"] == "/accounts/login/?next=/accounts/password/change/%3Ffrom%3Dmenu"
    assert elsewhere["Location"] == "/accounts/login/?next=/"


@pytest.mark.django_db
def test_a_part_of_a_page_is_never_replaced_by_the_door(client: Client) -> None:
    answer = client.get("/", headers={"hx-request": "true", "hx-current-url": "http://testserver/"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=/")


# --- home, menu, language ------------------------------------------------------------------------


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> declare.Register[declare.Screen]:
    register: declare.Register[declare.Screen] = declare.Register()
    monkeypatch.setattr(declare, "screens", register)
    return register


@pytest.mark.django_db
def test_home_is_the_first_screen_that_is_shown_to_you(
    client: Client, screens: declare.Register[declare.Screen]
) -> None:
    client.force_login(make_person())
    screens.add(
        declare.Screen("hidden", "Hidden", "account_logout", lambda person: False, 1),
        declare.Screen("second", "Second", "home", lambda person: True, 3),
        declare.Screen("first", "First", "account_change_password", lambda person: True, 2),
    )

    assert client.get("/")["Location"] == "/accounts/password/change/"


@pytest.mark.django_db
def test_without_a_screen_home_says_what_will_happen(
    client: Client, screens: declare.Register[declare.Screen]
) -> None:
    client.force_login(make_person("Daan Visser"))

    page = client.get("/").content.decode()
    assert "Welkom, Daan" in page
    assert "Je hoeft nog niets te doen" in page


def test_the_menu_marks_the_longest_path_that_leads_here(
    screens: declare.Register[declare.Screen],
) -> None:
    screens.add(
        declare.Screen("door", "Door", "account_login", lambda person: True, 1),
        declare.Screen("code", "Code", "account_request_login_code", lambda person: True, 2),
    )

    marked = [
        one.label for one in context.menu(None, "/accounts/login/code/confirm/") if one.is_current
    ]
    assert marked == ["Code"]


@pytest.mark.django_db
def test_language_is_kept_with_the_person_and_leads_back(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    answer = client.post("/language/", {"language": "en", "next": "/accounts/password/set/"})
    person.refresh_from_db()

    assert (answer["Location"], person.language) == ("/accounts/password/set/", "en")
    assert "Choose a password" in client.get("/accounts/password/set/").content.decode()


@pytest.mark.django_db
def test_a_visitor_has_a_language_and_is_not_led_elsewhere(client: Client) -> None:
    assert "Inloggen" in client.get("/accounts/login/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/language/", {"language": "xx"})

    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


# --- faults, notices, colours ---------------------------------------------------------------------


FAULTY = "tests.web.faulty_urls"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=FAULTY)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "Deze pagina is er niet"),
        ("/bad/", 400, "We konden dit niet lezen"),
        ("/breaks/", 500, "Er ging iets mis aan onze kant"),
    ],
)
def test_a_fault_is_a_page_that_says_what_to_do(address: str, status: int, words: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    page = answer.content.decode()

    assert answer.status_code == status
    assert words in page
    assert "Naar mijn eerste pagina" in page
    assert "no visitor may read" not in page


@pytest.mark.django_db
@override_settings(DEBUG=True)
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nowhere/", "Deze pagina is er niet"),
        ("/demo/mail/none/", "Deze pagina is er niet"),
        ("/check-in/1/broken/", "Deze link werkt niet"),
    ],
)
def test_what_is_not_found_is_said_in_plain_dutch_in_the_demo_too(address: str, words: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert f"<h1>{words}</h1>" in answer.content.decode()
    assert Client().get("/accounts/login").status_code == 301  # a slash is still put behind it


@override_settings(ROOT_URLCONF=FAULTY)
def test_a_stale_form_says_that_its_text_is_put_back_and_where() -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"referer": "http://testserver/goals/?of=7"}
    answer = client.post("/ok/", {"text": "Luisteren"}, headers=headers)
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "wat je typte, staat daar weer" in page
    assert "bewaard" not in page  # without a script the browser keeps nothing
    assert "/goals/?of=7" in {form.get("action") for form in Drawn(page).forms}


def test_a_broken_page_needs_no_database_and_logs_the_number_it_shows(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    answer = faults.server_error(rf.get("/"))

    (reference,) = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", answer.content.decode())
    assert reference in caplog.text


@pytest.mark.django_db
def test_a_message_can_carry_the_way_to_undo_it(client: Client, rf: RequestFactory) -> None:
    request = client.get("/accounts/login/").wsgi_request
    undoable(request, "Moved.", "/cohorts/7/undo/")
    page = render_to_string("components/_messages.html", {"messages": get_messages(request)})

    assert [form["action"] for form in Drawn(page).forms] == ["/cohorts/7/undo/"]


THEMES = sorted((Path(settings.BASE_DIR) / "static" / "themes").glob("*.css"))
PAIRS = [
    ("--ww-brand", "--ww-paper"),
    ("--ww-brand", "--ww-card"),
    ("--ww-brand", "--ww-brand-wash"),
    ("--ww-brand-deep", "--ww-brand-wash"),
    ("--ww-brand-deep", "--ww-card"),
    ("--ww-soft", "--ww-paper"),
    ("--ww-soft", "--ww-brand-wash"),
    ("--ww-warm", "--ww-card"),
    ("--ww-warm-deep", "--ww-warm-wash"),
    ("--ww-good-deep", "--ww-good-wash"),
    ("--ww-wrong", "--ww-card"),
    ("--ww-wrong", "--ww-wrong-wash"),
    ("--ww-on-deep", "--ww-brand-deep"),
]


def properties(sheet: Path) -> dict[str, str]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", text.split("}")[0]))


def lightness(colour: str) -> float:
    digits = colour.strip().removeprefix("#")
    digits = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.stem)
def test_a_theme_sets_only_properties_and_keeps_text_readable(theme: Path) -> None:
    house = properties(Path(settings.BASE_DIR) / "static" / "wegwijs.css")
    colours = house | properties(theme)

    rules = re.sub(r"/\*.*?\*/", "", theme.read_text(), flags=re.S)
    assert re.fullmatch(r"\s*:root\s*{(\s*--[\w-]+:[^;{}]+;)*\s*}\s*", rules)
    faint = {pair: contrast(*(colours[name] for name in pair)) for pair in PAIRS}
    assert {pair: round(ratio, 1) for pair, ratio in faint.items() if ratio < 4.5} == {}
