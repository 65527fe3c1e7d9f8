"""People, the account each has, and the roles they hold."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.people.models.organisations import Academy, Organisation, Team

NEWCOMER_DAYS = 100  # how long somebody is a newcomer, counted from the first day


def plain(text: str) -> str:
    """Lower case without accents, so that Özdemir stands at the O on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: "Person") -> Self:
        """Self, own manager and staff, one's organisation for an adviser, and whom rooms declare.

        Somebody of another organisation does not exist here unless a room declares that the two
        know each other, such as a shared cohort.
        """
        if viewer.is_admin:
            return self
        seen = Q(pk=viewer.pk) | Q(manager=viewer) | Q(pk=viewer.manager_id)
        advised = Organisation.objects.advised_by(viewer)
        seen |= Q(organisation__in=advised) | Q(pk__in=Role.objects.trainers_of(advised))
        for acquaintance in declare.acquaintances:
            seen |= Q(pk__in=acquaintance.people(viewer))
        return self.filter(seen, erased_at=None)

    def managed_by(self, viewer: "Person") -> Self:
        """Whose data this viewer may change: an adviser's own organisation."""
        return self.filter(organisation__in=Organisation.objects.advised_by(viewer), erased_at=None)

    def on_file_for(self, viewer: "Person") -> Self:
        """Whose number, dates and hours this viewer sees: own, staff's, and whom they manage."""
        mine = self.filter(Q(pk=viewer.pk) | Q(manager=viewer), erased_at=None)
        return mine | self.managed_by(viewer)

    def trainers_known_to(self, coordinator: "Person") -> Self:
        """By name, at the groups they lead; nothing else is known of them there."""
        here = Organisation.objects.coordinated_by(coordinator)
        return self.filter(pk__in=Role.objects.trainers_of(here), erased_at=None)

    def employed(self, on: date) -> Self:
        """Not yet left. NULL in leaves_on means no end is known."""
        return self.filter(Q(leaves_on=None) | Q(leaves_on__gte=on), is_active=True, erased_at=None)

    def newcomers(self, on: date) -> Self:
        """Known as starting, or started at most 100 days ago, since the organisation takes part."""
        return self.employed(on).filter(
            starts_on__gte=F("organisation__newcomers_from"),
            starts_on__gt=on - timedelta(days=NEWCOMER_DAYS),
        )

    def search(self, words: str) -> Self:
        """Each word must be found in the name, the address, the team or the department."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(given_name__icontains=word)
                | Q(prefix__icontains=word)
                | Q(family_name__icontains=word)
                | Q(email__icontains=word)
                | Q(team__name__icontains=word)
                | Q(team__department__icontains=word)
            )
        return found

    def by_name(self) -> Self:
        """The Dutch way: Joris van der Meer stands at the M."""
        return self.order_by("sorts_as", "pk")

    def left(self, on: date) -> Self:
        return self.filter(Q(leaves_on__lt=on) | Q(is_active=False), erased_at=None)

    def managers(self) -> Self:
        return self.filter(pk__in=Person.objects.exclude(manager=None).values("manager"))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **facts: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """One account. An employee has an organisation, a team, mostly a manager; a trainer has none.

    Dates are local days of the organisation. ``leaves_on`` is the last working day.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people"
    )
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="people")
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="staff"
    )
    number = models.CharField(_("employee number"), max_length=30, blank=True)
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody else has this e-mail address.")},
    )
    given_name = models.CharField(_("first name"), max_length=80)
    prefix = models.CharField(_("prefix"), max_length=30, blank=True)
    family_name = models.CharField(_("last name"), max_length=120)
    sorts_as = models.CharField(max_length=240, editable=False, db_index=True, default="")
    job_title = models.CharField(_("job"), max_length=120, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    leaves_on = models.DateField(_("last day"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_admin = models.BooleanField(_("manages the application"), default=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    class Meta:
        constraints = [
            # Lower case only, so that unique means one person per address.
            models.CheckConstraint(condition=Q(email=Lower("email")), name="address_is_lower_case"),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~Q(number=""),
                name="one_person_per_number",
                violation_error_message=_("Somebody else has this employee number."),
            ),
            models.CheckConstraint(
                condition=Q(manager=None) | ~Q(manager=F("id")),
                name="nobody_manages_themselves",
                violation_error_message=_("Nobody can be their own manager."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "starts_on"], name="person_by_first_day")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.sort_anew()
        fields: Iterable[str] | None = options.get("update_fields")
        if fields is not None and {"given_name", "prefix", "family_name"} & set(fields):
            options["update_fields"] = {*fields, "sorts_as"}
        super().save(*args, **options)

    def sort_anew(self) -> None:
        """The key of ``by_name``; whoever saves in bulk calls it too."""
        self.sorts_as = plain(f"{self.family_name}, {self.given_name} {self.prefix}")[:240]

    @property
    def name(self) -> str:
        if self.erased_at is not None:
            return str(_("deleted colleague"))
        return " ".join(part for part in (self.given_name, self.prefix, self.family_name) if part)

    @property
    def sort_name(self) -> str:
        """As in a Dutch register: Meer, Joris van der."""
        return f"{self.family_name}, {' '.join(filter(None, (self.given_name, self.prefix)))}"

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    def holds(self, kind: str) -> bool:
        return kind in self.role_kinds

    @property
    def role_kinds(self) -> set[str]:
        """Kinds of role held anywhere; asked once for each object."""
        if not hasattr(self, "_role_kinds"):
            self._role_kinds = set(self.roles.values_list("kind", flat=True))
        return self._role_kinds

    def is_newcomer(self, at: datetime) -> bool:
        if self.organisation is None:
            return False
        day = self.organisation.local_date(at)
        return Person.objects.filter(pk=self.pk).newcomers(day).exists()

    def may_sign_in(self, on: date) -> bool:
        return self.erased_at is None and not self.has_left(on)

    def has_left(self, on: date) -> bool:
        return not self.is_active or (self.leaves_on is not None and self.leaves_on < on)


class RoleQuerySet(models.QuerySet["Role"]):
    def advising(self) -> Self:
        """Of those who plan, invite and pair at an organisation, and are still there."""
        return self.filter(
            kind=Role.Kind.ADVISER, organisation__isnull=False, person__is_active=True
        )

    def people_by_organisation(self) -> dict[int, list[Person]]:
        """Who holds these roles, in the order in which they got them; nobody for any other."""
        found: dict[int, list[Person]] = defaultdict(list)
        for role in self.filter(organisation__isnull=False).select_related("person").order_by("pk"):
            if role.organisation_id is not None:
                found[role.organisation_id].append(role.person)
        return found

    def trainers_of(self, organisations: models.QuerySet[Organisation]) -> Any:
        """The ids of who trains at these organisations, or at the academy they learn through."""
        here = Q(organisation__in=organisations) | Q(academy__organisations__in=organisations)
        return self.filter(here, kind=Role.Kind.TRAINER).values("person")


class Role(models.Model):
    """What somebody may do, at one organisation or for a whole academy.

    Manager, mentor, participant and newcomer are no roles: they follow from the facts.
    """

    class Kind(models.TextChoices):
        ADVISER = "adviser", _("HR adviser")
        TRAINER = "trainer", _("trainer")
        COORDINATOR = "coordinator", _("academy coordinator")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="roles"
    )
    academy = models.ForeignKey(
        Academy, models.CASCADE, null=True, blank=True, related_name="roles"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, academy__isnull=False)
                | Q(organisation__isnull=False, academy=None),
                name="role_is_held_in_one_place",
                violation_error_message=_("A role is held at an organisation or at an academy."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "organisation"],
                condition=Q(academy=None),
                name="role_once_at_an_organisation",
                violation_error_message=_("This person has this role already."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "academy"],
                condition=Q(organisation=None),
                name="role_once_at_an_academy",
                violation_error_message=_("This person has this role already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
