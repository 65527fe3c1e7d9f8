"""The house with a mail service: its door stands beside the others."""

from mentorship.reminders.returned.service_events import doors
from mentorship.urls import urlpatterns as house

urlpatterns = [*doors("postmark"), *house]
