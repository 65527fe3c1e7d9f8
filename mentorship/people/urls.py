from django.urls import path, re_path

from mentorship.people.views import administration, importing, own, people, settings

app_name = "people"
urlpatterns = [
    path("people/", people.people, name="list"),
    path("people/add/", people.add, name="add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="edit"),
    path("people/import/", importing.upload, name="import"),
    path("people/import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("people/import/<int:pk>/", importing.preview, name="import_preview"),
    path("people/import/<int:pk>/teams/", importing.teams, name="import_teams"),
    path("people/import/<int:pk>/apply/", importing.apply, name="import_apply"),
    path("people/import/<int:pk>/result/", importing.result, name="import_result"),
    re_path(
        r"^people/import/(?P<pk>\d+)/wrong\.(?P<kind>csv|xlsx)$",
        importing.wrong,
        name="import_wrong",
    ),
    path("me/", own.me, name="me"),
    path("team/", own.team, name="team"),
    path("organisation/", settings.organisation, name="organisation"),
    path("organisation/closed/add/", settings.add_period, name="add_period"),
    path("organisation/closed/<int:pk>/remove/", settings.remove_period, name="remove_period"),
    path(
        "organisation/closed/restore/<str:token>/", settings.restore_period, name="restore_period"
    ),
    path("administration/", administration.overview, name="administration"),
    path(
        "administration/organisations/add/",
        administration.add_organisation,
        name="add_organisation",
    ),
    path("administration/roles/give/", administration.give_role, name="give_role"),
    path("administration/roles/<int:pk>/take/", administration.take_role, name="take_role"),
    path(
        "administration/roles/restore/<str:token>/",
        administration.restore_role,
        name="restore_role",
    ),
    path("administration/accounts/add/", administration.add_account, name="add_account"),
]
