"""The house's own scanner of viruses, if it has one: asked before a file is kept.

``UPLOAD_SCANNER`` names a function. It gets the opened file, at its beginning, and says whether it
may be kept. One that fails says nothing, and then the file is not kept.
"""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def check_clean(file: UploadedFile) -> None:
    """Raises ValidationError when the scanner refuses the file, or cannot say."""
    if not settings.UPLOAD_SCANNER:
        return
    file.seek(0)
    try:
        is_clean = import_string(settings.UPLOAD_SCANNER)(file)
    except Exception as fault:  # whatever it is: nobody has looked at this file
        logger.exception("the scanner of uploads failed")
        raise ValidationError(
            _("We could not check this file for viruses. Try again later."), code="unscanned"
        ) from fault
    finally:
        file.seek(0)
    if not is_clean:
        raise ValidationError(_("There may be a virus in this file."), code="virus")
