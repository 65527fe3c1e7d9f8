from django.urls import path

from mentorship.privacy.views import own, seeing

app_name = "privacy"
urlpatterns = [
    path("readings/", own.readings, name="readings"),
    path("privacy/", seeing.who_sees, name="who_sees"),
]
