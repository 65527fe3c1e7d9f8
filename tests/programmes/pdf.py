"""What a screen reader would find in a PDF."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Each tag in reading order."""
    yield from _below(pdf.Root.StructTreeRoot)


def _below(node: Any) -> Iterator[str]:
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        yield str(node.S).removeprefix("/")
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from _below(child)


def kinds(pdf: pikepdf.Pdf) -> set[str]:
    return set(structure(pdf))


def headings(pdf: pikepdf.Pdf) -> list[str]:
    return [one for one in structure(pdf) if re.fullmatch(r"H\d", one)]


def text_of(made: bytes) -> str:
    """Every word that is drawn, through each font's own table of letters."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return "\n".join(_text_of_page(page) for page in pdf.pages)


def _text_of_page(page: Any) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters: dict[bytes, str] = {}
    drawn: list[str] = []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator == "Tf":
            letters = fonts[str(step.operands[0])]
        elif operator in ("Tj", "TJ"):
            parts = step.operands[0] if operator == "TJ" else [step.operands[0]]
            drawn += [
                _said(bytes(one), letters) for one in parts if isinstance(one, pikepdf.String)
            ]
    return "".join(drawn)


def _said(raw: bytes, letters: dict[bytes, str]) -> str:
    return "".join(letters.get(raw[n : n + 2], "") for n in range(0, len(raw), 2))


def _letters(font: Any) -> dict[bytes, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, said in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(said).decode("utf-16-be")
    return found
