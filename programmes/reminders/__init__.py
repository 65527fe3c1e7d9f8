"""What the people of a cohort are told, and when; a module for each kind of occasion."""

from programmes.reminders import behind, changes, invitations, meetings, organisers, tasks

__all__ = ["behind", "changes", "invitations", "meetings", "organisers", "tasks"]
