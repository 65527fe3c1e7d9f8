"""Celery is a doorbell: a task says *drain what is due*; the truth is in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

app = Celery("wegwijs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
