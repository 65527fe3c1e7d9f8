"""The template: which meetings, assignments and forms, and at what distance of each other."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person
from mentorship.web.wording import WordingField


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, person: Person) -> Self:
        """Shipped ones, and those of one's own organisations."""
        return self.filter(
            Q(organisation=None) | Q(organisation__in=Organisation.objects.visible_to(person))
        )

    def managed_by(self, person: Person) -> Self:
        """Shipped ones are read, copied, never changed."""
        return self.filter(organisation__in=Organisation.objects.advised_by(person))

    def in_order(self) -> Self:
        """Own versions first, on every database; the shipped one behind."""
        return self.order_by(F("organisation__name").asc(nulls_last=True), "pk")


class Programme(models.Model):
    """A training for mentors. Without an organisation it is the shipped one, the same for all."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="programmes"
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", editable=False
    )
    name = WordingField(_("name"))
    about = WordingField(_("about"), blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)

    def copy_for(self, organisation: Organisation) -> "Programme":
        """This organisation's own version; one that is there stays, so a second click adds none."""
        copy, is_new = Programme.objects.get_or_create(
            organisation=organisation,
            copied_from=self,
            defaults={"name": self.name, "about": self.about},
        )
        if is_new:
            copy.copy_steps_of(self)
        return copy

    def copy_steps_of(self, other: "Programme") -> None:
        steps = list(other.steps.all())
        copies = {step.pk: step.copy_to(self) for step in steps}
        for step in steps:  # anchors last: a form may hang on a meeting that comes after it
            if step.anchor_id is not None:
                copies[step.pk].anchor = copies[step.anchor_id]
                copies[step.pk].save(update_fields=["anchor"])


class Step(models.Model):
    """A milestone of a programme: a row, never a column.

    A meeting lies ``days`` (or ``months``) after its anchor, which is an earlier meeting; the first
    meeting has none. Anything else is due ``days`` after its anchor, or before it when negative,
    and opens ``opens_days`` before it is due. All in local days.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        ASSIGNMENT = "assignment", _("assignment")
        QUESTIONNAIRE = "questionnaire", _("form")
        CASE = "case", _("case")
        BUDDIES = "buddies", _("buddy pairs")

    TASKS = (Kind.ASSIGNMENT, Kind.QUESTIONNAIRE, Kind.CASE)  # done alone, by a day

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(_("key"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = WordingField(_("title"))
    short = WordingField(_("short title"), blank=True)
    summary = WordingField(_("what happens here"), blank=True)
    questionnaire = models.SlugField(_("form"), blank=True)
    anchor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="hangs_on_it"
    )
    days = models.SmallIntegerField(_("days from its anchor"), default=0)
    at_least_days = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    at_most_days = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months from its anchor"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    opens_days = models.PositiveSmallIntegerField(_("opens days before"), default=0)
    for_organisers = models.BooleanField(_("adviser and trainer only"), default=False)

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="step_key_once"),
            models.CheckConstraint(
                condition=~Q(kind="questionnaire") | ~Q(questionnaire=""),
                name="form_step_names_its_form",
            ),
            models.CheckConstraint(
                condition=Q(at_least_days=None) | Q(at_most_days__gte=F("at_least_days")),
                name="step_range_is_in_order",
                violation_error_message=_("At most must not be less than at least."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_meeting(self) -> bool:
        return self.kind == self.Kind.MEETING

    @property
    def short_title(self) -> str:
        """For a small line of stations: given, or the title up to a dash."""
        return str(self.short) or str(self.title).split(" – ")[0]

    def copy_to(self, programme: Programme) -> "Step":
        """The same step in another programme, hanging on nothing yet."""
        left_out = {"id", "programme", "anchor"}
        facts = {
            field.name: getattr(self, field.name)
            for field in self._meta.concrete_fields
            if field.name not in left_out
        }
        return Step.objects.create(programme=programme, **facts)

    @property
    def original(self) -> "Step | None":
        """The step this one was copied from, while the shipped programme has it."""
        source = self.programme.copied_from
        return source.steps.filter(key=self.key).first() if source else None
