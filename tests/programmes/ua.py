"""Whether a PDF keeps what PDF/UA-1 asks of its structure: what a machine can see of it.

After the Matterhorn protocol: everything drawn is tagged or an artifact, each tag is read once and
in the order of the page, headings do not jump, lists are lists, links say where they lead, and
letters can be read aloud. A validator (veraPDF) asks more; the maker asks it already.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

DRAWS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}
BELOW = {  # which tags may stand in which, where that is prescribed
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
}
ONLY_IN = {"LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"}}
KNOWN = {"Document", "Part", "Sect", "Div", "P", "H1", "H2", "H3", "L", "LI", "Lbl", "LBody"}
KNOWN |= {"TOC", "TOCI", "Reference", "Link", "Span", "Strong", "Em", "Figure", "NonStruct", "Note"}
KNOWN |= {"Table", "TR", "TH", "TD", "THead", "TBody", "Caption", "Title"}
Drawn = list[tuple[int, int]]  # page, number of the marked piece on it


def faults_of(made: bytes, language: str, title: str) -> list[str]:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        tree = list(elements(pdf.Root.StructTreeRoot, ""))
        return [
            *facts(pdf, language, title),
            *untagged(pdf),
            *order(pdf),
            *nesting(tree),
            *headings(tree),
            *links(pdf, tree),
            *letters(pdf),
        ]


def facts(pdf: pikepdf.Pdf, language: str, title: str) -> Iterator[str]:
    root: Any = pdf.Root
    nothing: Any = {}
    if str(root.get("/Lang", "")) != language:
        yield f"its language is {root.get('/Lang')}"
    if not root.get("/MarkInfo", nothing).get("/Marked"):
        yield "it does not say that it is tagged"
    if not root.get("/ViewerPreferences", nothing).get("/DisplayDocTitle"):
        yield "a reader shows the file's name in place of the title"
    with pdf.open_metadata() as told:
        if told.get("dc:title") != title:
            yield f"its title is {told.get('dc:title')}"
        if told.get("pdfuaid:part") != "1":
            yield "it does not say that it keeps PDF/UA-1"


def children(node: Any) -> list[Any]:
    below = node.get("/K", [])
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def elements(node: Any, parent: str) -> Iterator[tuple[str, str, Any]]:
    """Each tag in reading order: its kind, that of the tag around it, and itself."""
    kind = str(node.get("/S", "")).removeprefix("/")
    if kind:
        yield kind, parent, node
    for child in children(node):
        if isinstance(child, pikepdf.Dictionary) and child.get("/Type") not in ("/MCR", "/OBJR"):
            yield from elements(child, kind)


def drawn(pdf: pikepdf.Pdf) -> tuple[Drawn, list[str]]:
    """The marked pieces in the order in which they are drawn, and what is drawn outside of one."""
    pieces: Drawn = []
    loose: list[str] = []
    for number, page in enumerate(pdf.pages):
        around: list[bool] = []
        for step in pikepdf.parse_content_stream(page):
            operator = str(step.operator)
            if operator in ("BMC", "BDC"):
                told: Any = step.operands[1] if operator == "BDC" else {}
                piece = told.get("/MCID") if isinstance(told, pikepdf.Dictionary) else None
                around.append(piece is not None or str(step.operands[0]) == "/Artifact")
                pieces += [] if piece is None else [(number, int(piece))]
            elif operator == "EMC":
                around.pop()
            elif operator in DRAWS and not any(around):
                loose.append(f"page {number + 1}: {operator} is neither tagged nor an artifact")
    return pieces, loose


def untagged(pdf: pikepdf.Pdf) -> list[str]:
    return drawn(pdf)[1]


def read(pdf: pikepdf.Pdf) -> Drawn:
    """The marked pieces in the order in which they are read."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def below(node: Any, page: Any) -> Iterator[tuple[int, int]]:
        page = node.get("/Pg", page)
        for child in children(node):
            if isinstance(child, int):
                yield numbers[page.objgen], int(child)
            elif isinstance(child, pikepdf.Dictionary) and "/MCID" in child:
                yield numbers[child.get("/Pg", page).objgen], int(child.MCID)
            elif isinstance(child, pikepdf.Dictionary) and child.get("/Type") != "/OBJR":
                yield from below(child, page)

    return list(below(pdf.Root.StructTreeRoot, None))


def order(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Each piece is read once; and on each page in the order in which it is drawn."""
    pieces, said = drawn(pdf)[0], read(pdf)
    for piece, times in (Counter(said) - Counter(pieces)).items():
        yield f"piece {piece} is read {times} times too many"
    for piece, _times in (Counter(pieces) - Counter(said)).items():
        yield f"piece {piece} is never read"
    if not pieces:
        yield "nothing is tagged"
    if said != pieces:
        yield "it is read in another order than it is drawn"


def nesting(tree: list[tuple[str, str, Any]]) -> Iterator[str]:
    for kind, parent, node in tree:
        if kind not in KNOWN:
            yield f"{kind} is no tag of PDF 1.7 that we know"
        if parent in BELOW and kind not in BELOW[parent]:
            yield f"{kind} stands in {parent}"
        if kind in ONLY_IN and parent not in ONLY_IN[kind]:
            yield f"{kind} stands in {parent or 'nothing'}"
        if kind == "Figure" and not str(node.get("/Alt", "")).strip():
            yield "a picture without words"
        if not children(node) and kind != "Lbl":  # a list without marks has empty labels
            yield f"{kind} holds nothing"


def headings(tree: list[tuple[str, str, Any]]) -> Iterator[str]:
    level = 0
    for kind, _parent, _node in tree:
        if found := re.fullmatch(r"H(\d)", kind):
            if int(found[1]) > level + 1:
                yield f"H{level} is followed by {kind}"
            level = int(found[1])
    if level == 0:
        yield "there is no heading"


def links(pdf: pikepdf.Pdf, tree: list[tuple[str, str, Any]]) -> Iterator[str]:
    tagged = {
        child.Obj.objgen
        for kind, _parent, node in tree
        if kind == "Link"
        for child in children(node)
        if isinstance(child, pikepdf.Dictionary) and child.get("/Type") == "/OBJR"
    }
    for number, page in enumerate(pdf.pages, start=1):
        notes = [one for one in page.obj.get("/Annots", []) if one.get("/Subtype") == "/Link"]
        if notes and page.obj.get("/Tabs") != "/S":
            yield f"page {number}: Tab does not follow the tags"
        for one in notes:
            if one.objgen not in tagged or "/StructParent" not in one:
                yield f"page {number}: a link without a tag"
            if not str(one.get("/Contents", "")).strip():
                yield f"page {number}: a link that does not say where it leads"


def letters(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != "/Font":
            continue
        if "/DescendantFonts" in one and "/ToUnicode" not in one:
            yield f"the letters {one.BaseFont} cannot be read aloud"
        told: Any = one.get("/FontDescriptor", {})
        if told and not any(f"/FontFile{n}" in told for n in ("", "2", "3")):
            yield f"the letters {one.BaseFont} are not in the file"
