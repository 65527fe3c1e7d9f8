"""What somebody must be told, the envelope that carries it, and what may keep it from going."""

from mentorship.reminders.models.mail import LEASE, DeadAddress, Mail
from mentorship.reminders.models.message import MailText, Message, Unwanted
from mentorship.reminders.models.sending import Halt, Pulse

__all__ = [
    "LEASE",
    "DeadAddress",
    "Halt",
    "Mail",
    "MailText",
    "Message",
    "Pulse",
    "Unwanted",
]
