"""The mentor guide: read by everybody of an organisation, edited by its adviser, and on paper."""

import io
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from programmes.guide import guide_of, shipped
from programmes.guide.markup import Block, Run, blocks_of
from programmes.models import GuideVersion
from programmes.paper import guide_paper
from tests.cast import make_adviser, make_newcomer, make_organisation, make_person, make_trainer
from tests.programmes.pdf import headings, kinds, text_of

pytestmark = pytest.mark.django_db
HOSTILE = [
    "<script>alert(1)</script><img src=https://kwaad.example/x onerror=alert(1)>",
    '#panic("x") #read("/etc/passwd") *vet* $x$ `code` @ref <label>',
    '#import "@preview/x:1.0.0": * #{sys.inputs} \\u{202e} // weg /* weg */',
    "{{ settings.SECRET_KEY }} {% load x %} &lt;b&gt; javascript:alert(1)",
]


@pytest.fixture
def adviser() -> Person:
    return make_adviser()


def url(name: str, *more: Any, slug: str = "hoorn") -> str:
    return reverse(f"programmes:{name}", args=[slug, *more])


def save(client: Client, title: str, text: str, after: int = 0, **more: Any) -> Any:
    typed = {"title": title, "text": text, "after": after, **more}
    return client.post(url("guide_section", "values", "nl"), typed)


def values(language: str = "nl") -> Any:
    return next(one for one in guide_of(make_organisation(), language) if one.key == "values")


def test_the_guide_is_the_same_in_both_languages_and_reads_easily() -> None:
    dutch, english = shipped("nl"), shipped("en")
    assert list(dutch) == list(english)
    for key, section in dutch.items():
        twin = english[key]
        assert [one.kind for one in section.blocks] == [one.kind for one in twin.blocks], key
        assert [len(one.lines) for one in section.blocks] == [len(one.lines) for one in twin.blocks]


def test_newcomer_mentor_manager_trainer_and_adviser_read_it(
    client: Client, adviser: Person
) -> None:
    manager = make_person()
    for person in (adviser, manager, make_newcomer(manager=manager), make_trainer()):
        client.force_login(person)
        page = client.get(url("guide_of"))
        assert page.status_code == 200
        assert "Onze kernwaarden" in page.content.decode()
        assert client.get(url("guide_pdf", "nl")).content[:5] == b"%PDF-"


def test_for_another_organisation_it_does_not_exist(client: Client) -> None:
    for stranger in (
        make_adviser(make_organisation("medemblik")),
        make_person(organisation=make_organisation("medemblik")),
        make_person(organisation=None),
    ):
        client.force_login(stranger)
        for path in (
            url("guide_of"),
            url("guide_pdf", "nl"),
            url("guide_edit"),
            url("guide_section", "values", "nl"),
        ):
            assert client.get(path).status_code == 404
        assert save(client, "Mijn", "tekst").status_code == 404
        assert client.post(url("guide_put_back", "values", "nl", 0)).status_code == 404
    assert not GuideVersion.objects.exists()


def test_a_colleague_reads_it_and_changes_nothing(client: Client) -> None:
    client.force_login(make_person())
    assert client.get(url("guide_of")).status_code == 200
    assert url("guide_edit") not in client.get(url("guide_of")).content.decode()
    assert client.get(url("guide_edit")).status_code == 404
    assert save(client, "Mijn", "tekst").status_code == 404


def test_what_the_adviser_saves_is_read_here_and_nowhere_else(
    client: Client, adviser: Person
) -> None:
    client.force_login(adviser)
    save(client, "Waar wij voor staan", "Wij doen het **samen**.")
    assert (values().title, values().text) == ("Waar wij voor staan", "Wij doen het **samen**.")
    assert values("en") == shipped("en")["values"]
    theirs = guide_of(make_organisation("medemblik"), "nl")
    assert theirs == list(shipped("nl").values())


def test_a_preview_saves_nothing(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    page = save(client, "Kop", "- een **twee**", do="look")
    assert page.status_code == 200
    assert "<li>een <strong>twee</strong></li>" in page.content.decode()
    assert not GuideVersion.objects.exists()


def test_from_a_section_one_reaches_the_other_language_and_the_whole(
    client: Client, adviser: Person
) -> None:
    client.force_login(adviser)
    page = client.get(url("guide_section", "values", "nl")).content.decode()
    for path in (url("guide_section", "values", "en"), url("guide_edit")):
        assert f'href="{path}"' in page
    assert f'href="{url("guide_of")}"' in client.get(url("guide_edit")).content.decode()


def test_every_version_stays_and_can_be_put_back(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    save(client, "Een", "eerste")
    save(client, "Twee", "tweede", after=1)
    client.post(url("guide_put_back", "values", "nl", 1))
    assert (values().title, values().number) == ("Een", 3)
    client.post(url("guide_put_back", "values", "nl", 1))  # a second click
    assert values().number == 3
    client.post(url("guide_put_back", "values", "nl", 0))
    assert (values().title, values().is_own) == (shipped("nl")["values"].title, False)
    kept = GuideVersion.objects.values_list("number", "title", "written_by")
    assert list(kept) == [
        (4, "", adviser.pk),
        (3, "Een", adviser.pk),
        (2, "Twee", adviser.pk),
        (1, "Een", adviser.pk),
    ]


def test_saving_can_be_undone_with_one_button(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    save(client, "Een", "eerste")
    page = client.get(url("guide_edit")).content.decode()
    assert f'action="{url("guide_put_back", "values", "nl", 0)}"' in page
    client.post(url("guide_put_back", "values", "nl", 0))
    assert values().text == shipped("nl")["values"].text


def test_of_two_who_save_the_second_sees_the_first_and_loses_nothing(
    client: Client, adviser: Person
) -> None:
    client.force_login(adviser)
    save(client, "Een", "van de ander")
    page = save(client, "Mijn", "van mij")
    said = page.content.decode()
    assert page.status_code == 422
    assert "van de ander" in said
    assert "van mij" in said
    assert values().title == "Een"
    assert 'name="after" value="1"' in said
    save(client, "Mijn", "van mij", after=1)
    assert values().title == "Mijn"


def test_an_empty_text_is_refused_and_the_title_stays(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    page = save(client, "Mijn titel", "\u202e \u200f")
    assert page.status_code == 422
    assert "Mijn titel" in page.content.decode()
    assert not GuideVersion.objects.exists()


def test_the_markup_knows_paragraphs_lists_headings_and_bold_and_no_more() -> None:
    text = "## Kop\neen\ntwee **vet**\n\n- a\n\n- b\n1. c\n\n** los ** #x <b>"
    assert blocks_of(text) == [
        Block("heading", ((Run("Kop"),),)),
        Block("text", ((Run("een"),), (Run("twee "), Run("vet", True)))),
        Block("points", ((Run("a"),), (Run("b"),))),
        Block("steps", ((Run("c"),),)),
        Block("text", ((Run("** los ** #x <b>"),),)),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_on_the_page_and_on_paper(
    client: Client, adviser: Person, text: str
) -> None:
    client.force_login(adviser)
    save(client, text[:80], f"{text}\n\n- {text}\n\n## {text}")
    page = client.get(url("guide_of")).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert settings.SECRET_KEY not in page
    paper = text_of(guide_paper(make_organisation(), "nl"))
    assert "".join(text.split()) in "".join(paper.split())


def test_what_turns_text_around_is_taken_out(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    save(client, "voor\u202eachter", "een\u2066twee\u0007drie\ufeff")
    assert (values().title, values().text) == ("voorachter", "eentweedrie")


def test_signs_that_no_letter_of_the_paper_has_leave_the_rest_whole(
    client: Client, adviser: Person
) -> None:
    client.force_login(adviser)
    strange = "".join(map(chr, range(0x4E00, 0x4E40)))
    save(client, "Feest 🎉", f"Hoi 漢 daar\n\n{strange}\n\nOok Łukasz en Ğül")
    paper = text_of(guide_paper(make_organisation(), "nl"))
    assert "Hoi □ daar" in paper
    assert "🎉" not in paper


def test_the_pdf_has_tags_a_language_a_title_and_headings_in_order() -> None:
    for language, title in (("nl", "Mentorgids"), ("en", "Mentor guide")):
        made = guide_paper(make_organisation(), language)
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert str(pdf.Root.Lang) == language
            assert bool(pdf.Root.MarkInfo.Marked)
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            with pdf.open_metadata() as facts:
                assert facts["dc:title"] == title
                assert facts["pdfuaid:part"] == "1"
            found = headings(pdf)
            assert [one for one in found if one == "H1"] == ["H1"] * len(shipped(language))
            assert found[0] == "H1"
            assert set(found) == {"H1", "H2"}
            assert {"L", "LI", "LBody", "TOC", "Link", "P"} <= kinds(pdf)


def test_the_same_guide_gives_the_same_bytes() -> None:
    hoorn = make_organisation()
    assert guide_paper(hoorn, "nl") == guide_paper(hoorn, "nl")
