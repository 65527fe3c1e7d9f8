"""What comes back: reports of failed delivery, by post or from a mail service."""
