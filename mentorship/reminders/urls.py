from django.conf import settings
from django.urls import path

from mentorship.reminders.views import acting, alive, halting, kept, plan, texts, turning_off

app_name = "reminders"
urlpatterns = [
    path("health/", alive.health, name="health"),
    path("ready/", alive.ready, name="ready"),
    path("metrics/", alive.figures, name="metrics"),
    path("mail/off/<str:token>/", turning_off.off, name="turn_off"),
    path("demo/mail/", kept.kept_mails, name="kept_mails"),
    path("demo/mail/<str:name>/", kept.kept_mail, name="kept_mail"),
    path("demo/mail/<str:name>/html/", kept.kept_html, name="kept_html"),
    # what was told and will be
    path("people/<int:pk>/messages/", plan.person, name="person"),
    path("people/<int:pk>/address/right/", acting.trust, name="trust"),
    path("me/messages/", plan.mine, name="mine"),
    path("me/messages/on/<slug:rule>/", acting.turn_on, name="turn_on"),
    path("messages/undelivered/", plan.undelivered_mails, name="undelivered"),
    path("messages/again/", acting.again_all, name="again_all"),
    path("messages/held/stop/", acting.stop_held, name="stop_held"),
    path("messages/held/go/<str:token>/", acting.go_held, name="go_held"),
    path("messages/planned/<str:token>/", plan.planned, name="planned"),
    path("messages/planned/<str:token>/html/", plan.planned_html, name="planned_html"),
    path("messages/planned/<str:token>/stop/", acting.stop_planned, name="stop_planned"),
    path("messages/<int:pk>/", plan.message, name="message"),
    path("messages/<int:pk>/html/", plan.message_html, name="message_html"),
    path("messages/<int:pk>/again/", acting.again, name="again"),
    path("messages/<int:pk>/stop/", acting.stop, name="stop"),
    path("messages/<int:pk>/go/", acting.go_after_all, name="go_after_all"),
    path("messages/<int:pk>/now/", acting.now, name="now"),
    # in one's own words
    path("texts/<slug:slug>/", texts.texts, name="texts"),
    path("texts/<slug:slug>/<slug:rule>/<slug:language>/", texts.text, name="text"),
    path("texts/<slug:slug>/<slug:rule>/<slug:language>/html/", texts.text_html, name="text_html"),
    path(
        "texts/<slug:slug>/<slug:rule>/<slug:language>/shipped/",
        texts.text_shipped,
        name="text_shipped",
    ),
    path("texts/<slug:slug>/<slug:rule>/<slug:language>/back/", texts.text_back, name="text_back"),
    # the brake
    path("sending/", halting.sending, name="sending"),
    path("sending/stop/", halting.stop_all, name="stop_all"),
    path("sending/go/", halting.go_on_all, name="go_on_all"),
    path("sending/<slug:slug>/stop/", halting.stop, name="stop_sending"),
    path("sending/<slug:slug>/go/", halting.go_on, name="go_on"),
]

if settings.MAIL_SERVICE:
    from mentorship.reminders.returned.service_events import doors

    urlpatterns += doors()
