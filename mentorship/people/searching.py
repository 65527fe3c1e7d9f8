"""Searching by name, with no name in an address: addresses end up in logs and histories.

What is typed is posted and kept in the session of who typed it. The address names it by a key that
says nothing, so that pages, the back button and opening it again work.
"""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

from mentorship.people.request import PersonRequest

KEY = "found"
KEPT = 20  # searches in a session; the oldest goes
LONGEST = 80  # of what is searched for, in signs


def keep_search(request: PersonRequest) -> HttpResponse:
    """To the page that shows what was asked. Whether they may open it, is seen to before."""
    query = {"show": show} if (show := request.POST.get("show", "")) else {}
    if words := request.POST.get("q", "").strip()[:LONGEST]:
        query[KEY] = _key_of(request, words)
    return redirect(f"{request.path}?{urlencode(query)}" if query else request.path)


def searched(request: PersonRequest) -> QueryDict:
    """What a page was asked for, as its form reads it; ``q`` never comes from the address."""
    asked = request.GET.copy()
    asked["q"] = request.session.get("searches", {}).get(asked.get(KEY, ""), "")
    return asked


def _key_of(request: PersonRequest, words: str) -> str:
    kept = dict(request.session.get("searches", {}))
    key = next((key for key, one in kept.items() if one == words), get_random_string(10))
    newest = [*((one, kept[one]) for one in kept if one != key), (key, words)]
    request.session["searches"] = dict(newest[-KEPT:])
    return key
