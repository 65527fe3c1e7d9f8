from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "mentorship.privacy"
    label = "privacy"
