"""Which paths lead to which room; rooms are named as strings, so nothing is imported here."""

from django.urls import include, path

urlpatterns = [
    path("", include("mentorship.web.urls")),
    path("accounts/", include("mentorship.people.account_urls")),
    path("", include("mentorship.people.urls")),
    path("", include("mentorship.reminders.urls")),
    path("", include("mentorship.privacy.urls")),
    path("", include("programmes.urls")),
    path("", include("intake.urls")),
    path("", include("matching.urls")),
]

handler400 = "mentorship.web.faults.bad_request"
handler403 = "mentorship.web.faults.forbidden"
handler404 = "mentorship.web.faults.not_found"
handler500 = "mentorship.web.faults.server_error"
