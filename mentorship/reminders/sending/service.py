"""A mail service on the web answers otherwise than a mail server; the sender knows one language."""

import smtplib

from django.core.mail import EmailMessage

REFUSED = {"invalid", "rejected"}
PERHAPS_LATER = (408, 429)  # HTTP's own words for it, among the 400s


def in_smtp_terms(fault: Exception, email: EmailMessage) -> Exception:
    """The same fault as SMTP says it. Read by attributes, for the library need not be there.

    ``anymail_status`` on the mail says what became of each recipient, ``status_code`` on the fault
    what the service answered; without either, nobody knows what it did.
    """
    outcome = getattr(getattr(email, "anymail_status", None), "status", None) or set()
    if outcome and outcome <= REFUSED:
        return smtplib.SMTPRecipientsRefused(dict.fromkeys(email.to, (550, b"refused")))
    code = getattr(fault, "status_code", None)
    if code is None:
        return fault
    is_final = 400 <= code < 500 and code not in PERHAPS_LATER
    return smtplib.SMTPResponseException(550 if is_final else 450, f"HTTP {code}")
