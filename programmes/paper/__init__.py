"""What this room prints: the mentor guide, and the certificate of taking part.

The words that stand around the data are translated here; a template holds none.
"""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorship.people.models import Organisation
from programmes.guide import guide_of
from programmes.models import Enrolment, Meeting
from programmes.paper.printing import print_paper


def guide_paper(organisation: Organisation, language: str) -> bytes:
    """The guide as this organisation reads it; the day is of its own last change."""
    sections = guide_of(organisation, language)
    written = [one.version.written_at for one in sections if one.version]
    with translation.override(language):
        facts = {
            "language": language,
            "title": _("Mentor guide"),
            "lead": _(
                "For whoever helps a new colleague find the way, and for whoever is new here."
            ),
            "dated": "",
            "sections": [{"title": one.title, "blocks": one.blocks} for one in sections],
        }
        if written:
            day = date_format(organisation.local_date(max(written)), "j F Y")
            facts["dated"] = _("Version of %(day)s") % {"day": day}
    return print_paper("guide", organisation, facts)


def certificate_paper(enrolment: Enrolment, language: str) -> bytes:
    """That somebody was at each meeting, which ones, and who led them. See ``certified``."""
    cohort = enrolment.cohort
    held = Meeting.objects.held().for_participants().filter(cohort=cohort)
    with translation.override(language):
        facts = {
            "language": language,
            "title": _("Certificate of taking part"),
            "name": enrolment.person.name,
            "sentence": _("was at every meeting of the programme"),
            "programme": str(cohort.programme.name),
            "meetings": [
                {"title": str(one.step.title), "day": date_format(one.day, "j F Y")}
                for one in held.select_related("step", "cohort__organisation")
            ],
            "signers": [
                {"name": cohort.trainer.name, "part": _("trainer")},
                {"name": cohort.organisation.name, "part": _("on behalf of the organisation")},
            ],
        }
    return print_paper("certificate", cohort.organisation, facts)


def guide_name(organisation: Organisation) -> str:
    """What the guide's file is called."""
    return f"{slugify(_('Mentor guide'))}-{organisation.slug}.pdf"


def certificate_name(language: str) -> str:
    """Without a name of a person: a file's name shows up in logs and lists."""
    with translation.override(language):
        return f"{slugify(_('Certificate of taking part'))}.pdf"
