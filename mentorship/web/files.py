"""Files that people bring: looked at before they are kept, and sent only as a download.

Nothing in MEDIA_ROOT has an address of its own. A view asks a queryset who may see the row, and
hands its file to ``send_file``.
"""

import re
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from PIL import Image

from mentorship.people.scanner import check_clean
from mentorship.web.office import is_office
from mentorship.web.open_document import ODF, is_open_document
from mentorship.web.packed import UNREADABLE, NotStill

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 100_000_000
OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """A kind we take: what a browser calls it, and whether its bytes are what its name says."""

    content_type: str
    is_true: Callable[[BinaryIO], bool]


def _starts_with(mark: bytes) -> Callable[[BinaryIO], bool]:
    return lambda file: file.read(len(mark)) == mark


def _is_picture(kind: str) -> Callable[[BinaryIO], bool]:
    """A whole picture, and not more of it than a screen could want; looked at, not unpacked."""

    def is_true(file: BinaryIO) -> bool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a strange but harmless note in a picture
            with Image.open(file, formats=(kind,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return False
                picture.verify()
        return True

    return is_true


KINDS = {
    "pdf": FileKind("application/pdf", _starts_with(b"%PDF-")),
    "pptx": FileKind(OOXML + "presentationml.presentation", is_office("ppt")),
    "odp": FileKind(ODF + "presentation", is_open_document("presentation")),
    "docx": FileKind(OOXML + "wordprocessingml.document", is_office("word")),
    "odt": FileKind(ODF + "text", is_open_document("text")),
    "png": FileKind("image/png", _is_picture("PNG")),
    "jpg": FileKind("image/jpeg", _is_picture("JPEG")),
    "jpeg": FileKind("image/jpeg", _is_picture("JPEG")),
}
ACCEPT = ",".join(f".{kind}" for kind in KINDS)  # for the browser's own file chooser


def file_kind(name: str) -> str:
    """The end of a file's name, without its dot: "pdf"."""
    return PurePath(name).suffix.lower().lstrip(".")


def check_upload(file: UploadedFile) -> None:
    """A validator: the kind is one we take, the size is sane, and its bytes say the same.

    What is in it lies still, and the scanner of the house, if it has one, finds nothing in it.
    """
    kind = file_kind(file.name or "")
    if kind not in KINDS:
        raise ValidationError(
            _("Choose a PDF, a presentation, a text document or a picture."), code="kind"
        )
    if not file.size:
        raise ValidationError(_("This file is empty."), code="empty")
    if file.size > MOST_BYTES:
        raise ValidationError(_("This file is too large. It may be 25 MB at most."), code="size")
    if not _tells_the_truth(file, kind):
        raise ValidationError(
            _("This file is damaged, or it is not a %(kind)s. Save it again and retry."),
            code="content",
            params={"kind": kind.upper()},
        )
    check_clean(file)


def _tells_the_truth(file: UploadedFile, kind: str) -> bool:
    content = cast(BinaryIO, file.file)
    content.seek(0)
    try:
        return KINDS[kind].is_true(content)
    except NotStill as fault:
        raise ValidationError(
            _(
                "This file fetches something from outside, or has a program in it. "
                "Save it as a PDF and retry."
            ),
            code="active",
        ) from fault
    except (*UNREADABLE, SyntaxError, TypeError, struct.error, Image.DecompressionBombError):
        return False
    finally:
        content.seek(0)


def shown_name(name: str) -> str:
    """The name somebody gave a file, without folders and characters that could mislead."""
    stem, kind = PurePath(name.replace("\\", "/")).stem, file_kind(name)
    clean = " ".join(re.sub(r"[^\w\s().,'&+-]", "", stem).split()).strip(" .") or _("file")
    return f"{clean[:120]}.{kind}"


def kept_name(name: str) -> str:
    """What a file is called on disk: nothing that says whose it is."""
    return f"{uuid4().hex}.{file_kind(name)}"


# Never kept by a browser: the next time it may say something else, or somebody else sits there.
NEVER_KEPT = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def send_file(field_file: FieldFile, name: str = "") -> FileResponse:
    """As a download under its own name; never shown inside the page, never kept by a browser."""
    kept = field_file.name or ""
    if not kept or not field_file.storage.exists(kept):
        raise Http404
    kind = KINDS.get(file_kind(kept))
    return FileResponse(
        field_file.open("rb"),
        as_attachment=True,
        filename=name or PurePath(kept).name,
        content_type=kind.content_type if kind else "application/octet-stream",
        headers={**NEVER_KEPT, "Content-Security-Policy": "sandbox; default-src 'none'"},
    )
