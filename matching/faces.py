"""A mentor's photo: made small and square, and written anew, so that nothing hidden comes along.

A phone writes into a picture where and when it was taken. Only the pixels are kept; what a file
carries besides them never reaches the disk.
"""

import struct
import warnings
from io import BytesIO
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from mentorship.people.scanner import check_clean
from mentorship.web.files import kept_name

EDGE = 384  # pixels, each way: twice what the largest face on a page takes
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a phone's largest; looked at before a single one is unpacked
ACCEPT = "image/jpeg,image/png"
# What the decoder raises on a file that is damaged, is something else, or is made to harm.
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def face_of(file: UploadedFile) -> "ContentFile[bytes]":
    """The photo as we keep it, under a name that says nothing. Raises ValidationError."""
    if not file.size:
        raise ValidationError(_("This file is empty. Choose another photo."), code="empty")
    if file.size > MOST_BYTES:
        raise ValidationError(_("This photo is too large. It may be 15 MB at most."), code="size")
    check_clean(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a strange but harmless note in a picture
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            content = _small_square(cast(BinaryIO, file.file))
    except UNREADABLE as fault:
        raise ValidationError(
            _("We cannot read this as a photo. Choose a JPG or a PNG."), code="content"
        ) from fault
    return ContentFile(content, name=kept_name("face.jpg"))


def _small_square(file: BinaryIO) -> bytes:
    file.seek(0)
    with Image.open(file, formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError
        picture.draft("RGB", (2 * EDGE, 2 * EDGE))  # a large JPEG need not be unpacked whole
        picture.thumbnail((4 * EDGE, 4 * EDGE))  # so that what follows works on little
        upright = ImageOps.exif_transpose(picture)
        # A face stands in the upper half of a photo, so more is cut off below.
        square = ImageOps.fit(_on_white(upright), (EDGE, EDGE), centering=(0.5, 0.35))
    bare = Image.new("RGB", square.size)
    bare.paste(square)
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")
