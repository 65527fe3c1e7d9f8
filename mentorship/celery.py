"""Celery is a doorbell: a task says *drain what is due*; the truth is in the database."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

app = Celery("wegwijs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def _ring_once(**_: object) -> None:
    """A worker that has just started does not wait a minute for the clock's first ring."""
    app.send_task("mentorship.reminders.tasks.drain", expires=50)
