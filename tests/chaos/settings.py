"""The project's own settings, in a hurry: the clock rings sooner, a server must answer sooner."""

from mentorship.settings import *  # noqa: F403
from mentorship.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS += ["tests.chaos.apps.Hurry"]
CELERY_BEAT_SCHEDULE["drain"]["schedule"] = 5.0
EMAIL_TIMEOUT = 10
