"""Guide and certificate, in both languages: what a screen reader finds is whole and in order."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from programmes.guide import shipped
from programmes.paper import certificate_paper, guide_paper
from tests.cast import make_cohort, make_organisation
from tests.programmes.pdf import text_of
from tests.programmes.test_certificate import trained
from tests.programmes.ua import children, elements, faults_of

pytestmark = pytest.mark.django_db
PAPERS = {
    ("guide", "nl"): "Mentorgids",
    ("guide", "en"): "Mentor guide",
    ("certificate", "nl"): "Bewijs van deelname",
    ("certificate", "en"): "Certificate of taking part",
}


def paper(kind: str, language: str) -> bytes:
    if kind == "guide":
        return guide_paper(make_organisation(), language)
    return certificate_paper(trained(make_cohort()), language)


@pytest.mark.parametrize(("kind", "language"), PAPERS)
def test_a_paper_keeps_what_pdf_ua_asks(kind: str, language: str) -> None:
    assert faults_of(paper(kind, language), language, PAPERS[kind, language]) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_guide_is_read_in_the_order_of_its_text(language: str) -> None:
    said = " ".join(text_of(guide_paper(make_organisation(), language)).split())
    places = []
    for section in shipped(language).values():
        first, *_more = section.blocks[0].lines[0][0].text.split(". ")
        places.append(("".join(said.split())).index("".join(first.split())))
    assert places == sorted(places)


# --- the check itself: it would have seen each kind of fault --------------------------------------


def spoilt(change: Callable[[Any], object], kind: str = "guide") -> list[str]:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(kind, "nl"))) as pdf:
        change(pdf)
        pdf.save(made)
    return faults_of(made.getvalue(), "nl", PAPERS[kind, "nl"])


def first(pdf: Any, kind: str) -> Any:
    return next(
        node for found, _parent, node in elements(pdf.Root.StructTreeRoot, "") if found == kind
    )


def without_tags(pdf: Any) -> None:
    page = pdf.pages[0]
    steps = [
        one
        for one in pikepdf.parse_content_stream(page)
        if str(one.operator) not in ("BDC", "BMC", "EMC")
    ]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))


def turned(pdf: Any) -> None:
    document = first(pdf, "Document")
    document.K = pikepdf.Array(list(reversed(children(document))))


def renamed(kind: str, name: str) -> Callable[[Any], object]:
    return lambda pdf: first(pdf, kind).__setattr__("S", pikepdf.Name(f"/{name}"))


def without(*names: str) -> Callable[[Any], object]:
    return lambda pdf: [pdf.Root.__delitem__(f"/{name}") for name in names]


def mute_links(pdf: Any) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            if "/Contents" in note:
                del note["/Contents"]


def unread(pdf: Any) -> None:
    del first(pdf, "H2")["/K"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without("Lang"), "its language is None"),
        (without("MarkInfo"), "it does not say that it is tagged"),
        (without("ViewerPreferences"), "a reader shows the file's name in place of the title"),
        (without_tags, "is neither tagged nor an artifact"),
        (turned, "it is read in another order than it is drawn"),
        (renamed("H1", "H3"), "H0 is followed by H3"),
        (renamed("L", "Div"), "LI stands in Div"),
        (renamed("LBody", "P"), "P stands in LI"),
        (renamed("P", "Figure"), "a picture without words"),
        (renamed("P", "Alinea"), "Alinea is no tag of PDF 1.7 that we know"),
        (mute_links, "a link that does not say where it leads"),
        (unread, "is never read"),
    ],
)
def test_each_fault_is_found(change: Callable[[Any], object], words: str) -> None:
    assert words in "\n".join(spoilt(change))
