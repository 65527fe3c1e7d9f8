from mentorship.people.forms.administration import (
    AccountForm,
    OrganisationForm,
    RoleForm,
)
from mentorship.people.forms.imports import ColumnsForm, TeamsForm, UploadForm
from mentorship.people.forms.people import MeForm, PersonForm, SearchForm
from mentorship.people.forms.settings import ClosedPeriodForm, SettingsForm

__all__ = [
    "AccountForm",
    "ClosedPeriodForm",
    "ColumnsForm",
    "MeForm",
    "OrganisationForm",
    "PersonForm",
    "RoleForm",
    "SearchForm",
    "SettingsForm",
    "TeamsForm",
    "UploadForm",
]
