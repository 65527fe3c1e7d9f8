"""What somebody had typed in a form that did not arrive, so that a page can hand it back.

The script keeps it in the browser too; this is for who does without, and to be sure.
"""

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.http import url_has_allowed_host_and_scheme

UNREAD = (SuspiciousOperation, MultiPartParserError, UnreadablePostError, RawPostDataException)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the form stood that was sent, or ""."""
    page = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    except DisallowedHost:
        return ""
    return page if is_ours else ""


def typed_in(request: HttpRequest) -> list[str]:
    """The texts of a form of ours: of more than one word, as choices, numbers and tokens are one.

    Never a password, and nothing that another site sent: it could put its words in our mouth.
    """
    if request.method != "POST" or not came_from(request):
        return []
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except UNREAD:
        return []  # the line broke, it was too much, or something else had read it
    return [text.strip() for name, text in sent if len(text.split()) > 1 and "password" not in name]
