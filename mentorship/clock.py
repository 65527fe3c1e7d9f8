"""When beat rings. A task says *do what is due*; what that is, the database knows."""

from typing import Any

from celery.schedules import crontab

RINGS: dict[str, dict[str, Any]] = {
    "drain": {
        "task": "mentorship.reminders.tasks.drain",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # At an hour that exists once on the days when the clock changes.
    "retention": {
        "task": "mentorship.privacy.tasks.sweep",
        "schedule": crontab(hour="4", minute="15"),
        "options": {"expires": 12 * 60 * 60},
    },
}
