from django.urls import path

from mentorship.reminders import views

app_name = "reminders"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
    path("demo/mail/", views.kept_mails, name="kept_mails"),
    path("demo/mail/<str:name>/", views.kept_mail, name="kept_mail"),
    path("demo/mail/<str:name>/html/", views.kept_html, name="kept_html"),
]
