"""What the people of a cohort are told, and when; a module for each kind of occasion."""

from programmes.reminders import changes, invitations, meetings, organisers, tasks

__all__ = ["changes", "invitations", "meetings", "organisers", "tasks"]
