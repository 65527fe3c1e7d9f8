from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "mentorship.web"
    label = "web"

    def ready(self) -> None:
        """Load what each room declares; see mentorship/declare.py."""
        autodiscover_modules(
            "screens", "banners", "reminders", "personal_data", "taking_out", "demo"
        )
