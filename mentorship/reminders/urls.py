from django.urls import path

from mentorship.reminders.views import alive, kept, turning_off

app_name = "reminders"
urlpatterns = [
    path("health/", alive.health, name="health"),
    path("ready/", alive.ready, name="ready"),
    path("metrics/", alive.figures, name="metrics"),
    path("mail/off/<str:token>/", turning_off.off, name="turn_off"),
    path("demo/mail/", kept.kept_mails, name="kept_mails"),
    path("demo/mail/<str:name>/", kept.kept_mail, name="kept_mail"),
    path("demo/mail/<str:name>/html/", kept.kept_html, name="kept_html"),
]
