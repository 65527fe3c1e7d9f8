"""For whom a page exists; for everybody else it does not."""

from django.http import Http404
from django.utils.http import urlencode

from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest


def advised(request: PersonRequest) -> list[Organisation]:
    """The organisations of an adviser; mostly one."""
    found = list(Organisation.objects.advised_by(request.user))
    if not found:
        raise Http404
    return found


def chosen(request: PersonRequest) -> Organisation:
    """The one that an adviser of several works on now; the address says which."""
    found = advised(request)
    slug = request.GET.get("organisation")
    own = [one for one in found if one.slug == slug] if slug else found
    if not own:
        raise Http404
    return own[0]


def address_of(organisation: Organisation) -> str:
    return "?" + urlencode({"organisation": organisation.slug})


def only_for_administrators(request: PersonRequest) -> None:
    if not request.user.is_admin:
        raise Http404
