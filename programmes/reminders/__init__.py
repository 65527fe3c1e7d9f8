"""What the people of a cohort are told, and when; a module for each kind of occasion."""

from programmes import notices
from programmes.reminders import invitations, meetings, organisers, tasks

__all__ = ["invitations", "meetings", "notices", "organisers", "tasks"]
