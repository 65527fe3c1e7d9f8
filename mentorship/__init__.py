"""The project and its ground floor: who, how it looks, privacy, and when somebody is told."""

from mentorship.celery import app as celery_app

__all__ = ["celery_app"]
