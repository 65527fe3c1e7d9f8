"""What is kept of people themselves: who they are, their roles, and the lists they came in by."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorship.declare import (
    Audience,
    Grade,
    Information,
    Kept,
    Sight,
    Sort,
    Term,
    fields,
    information,
    kept,
)
from mentorship.people.gone import gone_before
from mentorship.people.models import ImportRow, PeopleImport, Person

SIGN_IN_ADDRESS = _("The address that you sign in with: as long as you are known here.")
OUTSIDE = _(
    "Do you come from outside? Until 2 years after your last group and your last visit."
    " Whoever manages Wegwijs stays as long as they do."
)
NAMELESS = {
    "given_name": "Verwijderde",
    "prefix": "",
    "family_name": "collega",
    "sorts_as": "collega, verwijderde",
}


def nameless(person: Person) -> dict[str, Any]:
    """What stays of somebody: a row that others may point at, without a name or a way in."""
    return NAMELESS | {
        "email": f"{uuid4().hex}@erased.invalid",
        "password": make_password(None),
        "last_login": None,
        "team": None,
        "manager": None,
        "language": "nl",
        "is_active": False,
        "is_admin": False,
    }


def where_they_work(person: Person) -> list[tuple[str, str]]:
    """What the row only points at."""
    places = [
        (gettext("Organisation"), person.organisation),
        (gettext("Team"), person.team),
        (gettext("Manager"), person.manager),
    ]
    return [(label, str(place)) for label, place in places if place is not None]


def sessions_of(person: Person) -> QuerySet[Session]:
    """Where somebody is signed in, or stands at the door with a code to type; a session does not
    say whose it is until it is opened."""
    mine = [one.pk for one in Session.objects.all() if _is_of(person, one.get_decoded())]
    return Session.objects.filter(pk__in=mine)


def _is_of(person: Person, session: dict[str, Any]) -> bool:
    at_the_door = {key: each for key, each in session.items() if key.startswith("account_")}
    return (
        session.get("_auth_user_id") == str(person.pk)
        or json.dumps(person.email).casefold() in json.dumps(at_the_door).casefold()
    )


def rows_about(person: Person) -> QuerySet[ImportRow]:
    """Rows of staff lists that hold this person's address, number or name."""
    there = ImportRow.objects.filter(people_import__organisation=person.organisation_id)
    given, family = person.given_name.casefold(), person.family_name.casefold()
    found = []
    for row in there.iterator():
        words = f"{row.name} {row.detail} {row.changes} {row.reasons} {row.cells}".casefold()
        is_named = given in words and family in words
        if is_named or person.email in words or (person.number and f"'{person.number}'" in words):
            found.append(row.pk)
    return ImportRow.objects.filter(pk__in=found)


def lists_about(person: Person) -> QuerySet[PeopleImport]:
    """Lists on their way in that name this person, or that nobody has looked into yet."""
    waiting = PeopleImport.objects.filter(applied_at=None, organisation=person.organisation_id)
    return waiting.filter(Q(rows__in=rows_about(person)) | Q(rows=None)).distinct()


def _lists_left(moment: datetime) -> QuerySet[PeopleImport]:
    return PeopleImport.objects.filter(applied_at=None, uploaded_at__lt=moment)


information.add(
    Information(
        "details",
        _("Your name, team and how to reach you"),
        _("So that colleagues of the programme find each other, and mail arrives."),
        (
            Sight(
                _("your name, job, team, e-mail address and phone number"),
                (
                    Audience.SELF,
                    Audience.PAIR,
                    Audience.BUDDY,
                    Audience.FELLOW,
                    Audience.TRAINER,
                    Audience.ADVISER,
                    Audience.MANAGER,
                    Audience.ADMINISTRATOR,
                ),
                Person.objects.visible_to,
            ),
            Sight(
                _("also your employee number, first and last day and hours"),
                (Audience.SELF, Audience.ADVISER, Audience.MANAGER),
                Person.objects.on_file_for,
            ),
            Sight(
                _("your name, when you are a trainer"),
                (Audience.COORDINATOR,),
                Person.objects.trainers_known_to,
            ),
        ),
        order=10,
    ),
    Information(
        "staff-lists",
        _("The staff list you came in by"),
        _("So that you need not type what HR knows already."),
        (
            Sight(
                _("the list until it is read in, and then the rows that could not be read"),
                (Audience.ADVISER,),
                PeopleImport.objects.visible_to,
            ),
        ),
        order=95,
    ),
    Information(
        "signing-in",
        _("That you signed in"),
        _("So that only you get in. Nobody can look into it."),
        (),
        order=96,
    ),
)

STRUCTURE, SESSION = Sort.STRUCTURE, "session_key session_data expire_date"
kept.add(
    Kept("people.academy", fields=(fields(STRUCTURE, "name slug"),)),
    Kept(
        "people.organisation",
        fields=(
            fields(
                STRUCTURE,
                "name slug time_zone newcomers_from office_opens office_closes most_reminders"
                " contact_email theme",
            ),
        ),
    ),
    Kept("people.closedperiod", fields=(fields(STRUCTURE, "first_day last_day reason"),)),
    Kept("people.team", fields=(fields(STRUCTURE, "department name"),)),
    Kept(
        "people.person",
        "details",
        find=lambda person: Person.objects.filter(pk=person.pk),
        refers="manager",
        fields=(
            fields(
                Sort.IDENTITY,
                "sorts_as",
                given_name=_("First name"),
                prefix=_("Prefix"),
                family_name=_("Last name"),
                email=_("E-mail"),
                number=_("Employee number"),
                job_title=_("Job"),
                phone=_("Phone"),
                hours_per_week=_("Hours a week"),
                starts_on=_("First day"),
                leaves_on=_("Last day"),
            ),
            fields(
                Sort.TECHNICAL,
                "is_active is_admin erased_at",
                language=_("Language"),
                last_login=_("Last signed in"),
            ),
            fields(Sort.TECHNICAL, "password", grade=Grade.SENSITIVE),
        ),
        replace=nameless,
        shown=where_they_work,
        term=Term(2 * 365, _("your last day at work"), gone_before, organisation="organisation"),
        besides={"details": OUTSIDE},
        order=100,  # last: the others are found by what stands here
    ),
    Kept(
        "people.role",
        "details",
        of=("person",),
        fields=(fields(Sort.PLANNING, kind=_("Role")),),
        as_long_as=_("Your role: as long as you have it."),
        goes=True,
    ),
    Kept(
        "people.peopleimport",
        "staff-lists",
        find=lists_about,
        refers="uploaded_by",
        fields=(
            fields(STRUCTURE, "file_name headings columns new_teams makes_teams summary"),
            fields(Sort.IDENTITY, "file"),
            fields(Sort.PLANNING, "uploaded_at applied_at"),
        ),
        goes=True,
        term=Term(7, _("the list was sent in, when nobody finished it"), _lists_left),
        order=2,
    ),
    Kept(
        "people.importrow",
        "staff-lists",
        find=rows_about,
        fields=(
            fields(Sort.TECHNICAL, "line outcome"),
            fields(Sort.IDENTITY, "name detail changes reasons cells"),
        ),
        goes=True,
        term=Term(
            30,
            _("the list was read in"),
            lambda moment: ImportRow.objects.filter(people_import__applied_at__lt=moment),
        ),
        order=3,
    ),
    # Of Django and django-allauth.
    Kept(
        "sessions.session",
        "signing-in",
        find=sessions_of,
        fields=(fields(Sort.TECHNICAL, SESSION, grade=Grade.SENSITIVE),),
        goes=True,
        term=Term(
            0,
            _("you signed out or did nothing for twelve hours"),
            lambda moment: Session.objects.filter(expire_date__lt=moment),
        ),
    ),
    Kept(
        "account.emailaddress",
        "signing-in",
        of=("user",),
        fields=(fields(Sort.IDENTITY, "email"), fields(Sort.TECHNICAL, "verified primary")),
        as_long_as=SIGN_IN_ADDRESS,
        goes=True,
    ),
    Kept(
        "account.emailconfirmation",
        "signing-in",
        of=("email_address__user",),
        fields=(fields(Sort.TECHNICAL, "created sent key", grade=Grade.SENSITIVE),),
        as_long_as=SIGN_IN_ADDRESS,
        goes=True,
    ),
    Kept("auth.permission", fields=(fields(STRUCTURE, "name codename"),)),
    Kept("auth.group", fields=(fields(STRUCTURE, "name"),)),
    Kept("contenttypes.contenttype", fields=(fields(STRUCTURE, "app_label model"),)),
)
