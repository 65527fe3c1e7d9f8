"""Documents as Writer, Impress, Word and PowerPoint make them, with what they all have in them.

Pictures, a chart with its figures, a film, links, fields, a template on the maker's own disk.
"""

from tests.programmes.test_files import packed, picture

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OUTSIDE = 'TargetMode="External"'
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "draw": "drawing", "meta": "meta", "style": "style",
        "presentation": "presentation", "script": "script", "manifest": "manifest",
        "chart": "chart", "table": "table", "form": "form", "config": "config",
    }.items()
)  # fmt: skip
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
SPACES += ' xmlns:dom="http://www.w3.org/2001/xml-events"'
WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="'
    f'{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:p="http://schemas.openxmlformats.org/'
    'presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
FONT = b"<\x9a\x11" + bytes(range(0xC0, 0xDD))  # in disguise: it only begins as words do
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><use href="#x"/><path id="x" d="M0 0"/></svg>'


def xml(root: str, inside: str, spaces: str = SPACES) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {spaces}>{inside}</{root}>'.encode()


def open_document(kind: str, *parts: tuple[str, bytes]) -> bytes:
    """``parts`` with what each such document begins with."""
    return packed(("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode()), *parts)


def content(inside: str) -> tuple[str, bytes]:
    return ("content.xml", xml("office:document-content", inside))


def related(*facts: tuple[str, str, str]) -> bytes:
    """Relations: the kind, where to, and whether that is External."""
    lines = [
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}" {mode}/>'
        for number, (kind, target, mode) in enumerate(facts)
    ]
    return xml("Relationships", "".join(lines), f'xmlns="{PACKAGE}/relationships"')


def office(*parts: tuple[str, bytes], types: str = "") -> bytes:
    kinds = xml("Types", types, f'xmlns="{PACKAGE}/content-types"')
    return packed(("[Content_Types].xml", kinds), *parts)


def a_text_of_writer() -> bytes:
    return open_document(
        "text",
        ("Thumbnails/thumbnail.png", picture("PNG")),
        ("Pictures/1000.png", picture("PNG")),
        ("Pictures/2000.svg", DRAWING),
        ("Configurations2/accelerator/current.xml", b""),
        ("layout-cache", b"\x00\x01"),
        ("Object 1/content.xml", xml("office:document-content", '<chart:chart xlink:href=".."/>')),
        ("ObjectReplacements/Object 1", b"VCLMTF"),
        content(
            '<office:scripts><office:script script:language="ooo:Basic"/></office:scripts>'
            '<draw:frame draw:style-name="a" text:style-name="b" xml:id="c" draw:id="d"/>'
            '<office:forms form:automatic-focus="false"/><draw:image xlink:actuate="onLoad" '
            'xlink:href="Pictures/1000.png"/><draw:object xlink:href="./Object 1"/>'
            '<draw:image xlink:href="./ObjectReplacements/Object 1"/>'
            '<text:a xlink:href="https://www.hoorn.nl/mentor?a=1#b">Hoorn</text:a>'
            '<text:a xlink:href="mailto:bert@hoorn.example">Bert</text:a><text:a '
            'xlink:href="#hoofdstuk 1">Verder</text:a>Ik gebruik geen DDEAUTO of &lt;script&gt;.'
        ),
        ("styles.xml", xml("office:document-styles", "<style:background-image/><style:style/>")),
        (
            "meta.xml",
            xml(
                "office:document-meta",
                '<meta:template xlink:actuate="onRequest" '
                'xlink:href="../../../C:/Program%20Files/LibreOffice/share/template/nota.ott"/>',
            ),
        ),
        ("settings.xml", xml("office:document-settings", '<config:config-item config:name="x"/>')),
        ("manifest.rdf", b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'),
        (
            "META-INF/manifest.xml",
            xml(
                "manifest:manifest",
                '<manifest:file-entry manifest:full-path="Pictures/1000.png" '
                'manifest:media-type="image/png"/>',
            ),
        ),
    )


def a_presentation_of_impress() -> bytes:
    return open_document(
        "presentation",
        ("Pictures/1000.jpg", picture("JPEG")),
        ("Media/film.mp4", b"\x00\x00\x00\x18ftypmp42"),
        content(
            '<draw:page><draw:image xlink:href="Pictures/1000.jpg"/>'
            '<draw:plugin xlink:href="Media/film.mp4"/><draw:a xlink:href="https://www.hoorn.nl">'
            "<draw:frame/></draw:a><office:event-listeners><presentation:event-listener "
            'script:event-name="dom:click" presentation:action="next-page"/>'
            "</office:event-listeners></draw:page>"
        ),
        (
            "meta.xml",
            xml(
                "office:document-meta",
                '<meta:template xlink:href="file:///home/fatima/sjablonen/gemeente.otp"/>',
            ),
        ),
    )


def a_text_of_word() -> bytes:
    fields = "".join(
        f'<w:fldChar w:fldCharType="begin"/><w:instrText>{told}</w:instrText>'
        f'<w:fldChar w:fldCharType="end"/>'
        for told in (
            ' TOC \\o "1-3" \\h ',
            " PAGE ",
            " MACROBUTTON NoMacro [Klik en typ] ",
            ' HYPERLINK "https://www.hoorn.nl/dde" ',
            ' INCLUDEPICTURE "/var/folders/x/page1image1" \\* MERGEFORMATINET ',
            ' INCLUDEPICTURE "C:\\\\Fotos\\\\ik.png" \\d ',
        )
    )
    return office(
        ("_rels/.rels", related(("officeDocument", "word/document.xml", ""))),
        ("docProps/core.xml", b"<x/>"),
        ("docProps/thumbnail.emf", b"\x01\x00\x00\x00"),
        ("customXml/item1.xml", b"<x/>"),
        ("word/document.xml", xml("w:document", f"<w:p>{fields}DDEAUTO in mijn tekst</w:p>", WORD)),
        (
            "word/_rels/document.xml.rels",
            related(
                ("image", "media/image1.png", ""),
                ("hyperlink", "https://www.hoorn.nl", OUTSIDE),
                ("hyperlink", "mailto:bert@hoorn.example", OUTSIDE),
                ("theme", "theme/theme1.xml", ""),
                ("font", "fonts/font1.odttf", ""),
            ),
        ),
        ("word/media/image1.png", picture("PNG")),
        ("word/media/image2.svg", DRAWING),
        ("word/theme/theme1.xml", xml("a:theme", '<a:font script="Jpan"/>', WORD)),
        ("word/fonts/font1.odttf", FONT),
        types='<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="svg" ContentType="image/svg+xml"/>'
        '<Default Extension="XML" ContentType="application/xml"/>'
        '<Default Extension="vml" '
        'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
    )


def a_presentation_of_powerpoint() -> bytes:
    figures = office(
        ("xl/workbook.xml", b"<x/>"), ("xl/_rels/workbook.xml.rels", related()), types="<x/>"
    )
    return office(
        ("ppt/presentation.xml", b"<p/>"),
        ("ppt/printerSettings/printerSettings1.bin", b"\x00\x00"),
        (
            "ppt/slides/slide1.xml",
            xml("p:sld", '<a:hlinkMouseOver r:id="" action="ppaction://hlinkshowjump"/>', WORD),
        ),
        (
            "ppt/slides/_rels/slide1.xml.rels",
            related(
                ("image", "../media/image1.jpeg", ""),
                ("video", "../media/media1.mp4", ""),
                ("chart", "../charts/chart1.xml", ""),
                ("hyperlink", "https://www.hoorn.nl", OUTSIDE),
            ),
        ),
        ("ppt/media/image1.jpeg", picture("JPEG")),
        ("ppt/media/media1.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("ppt/charts/chart1.xml", b"<x/>"),
        (
            "ppt/charts/_rels/chart1.xml.rels",
            related(("package", "../embeddings/Microsoft_Excel_Sheet.xlsx", "")),
        ),
        ("ppt/embeddings/Microsoft_Excel_Sheet.xlsx", figures),
        types='<Default Extension="bin" ContentType="application/vnd.ms-office.printerSettings"/>',
    )


STILL = {
    "visie.odt": a_text_of_writer,
    "visie.odp": a_presentation_of_impress,
    "visie.docx": a_text_of_word,
    "visie.pptx": a_presentation_of_powerpoint,
}
