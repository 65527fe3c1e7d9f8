"""Delivery reports in the shapes that servers write them, for a mail that came back."""

from dataclasses import dataclass
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from uuid import UUID

IDENT = UUID("5f0c2c1e-7a4b-4d53-9e2f-0b8a6f1d2c34")
ADDRESS = "jan.bakker@hoorn.example"

# Each server's own fields of a recipient, in its own order and spelling.
SHAPES = {
    "postfix": (
        "Reporting-MTA: dns; relay.hoorn.example\nX-Postfix-Queue-ID: 4Tf1Qv6s3Tz3g\n\n"
        "Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\n"
        "Status: {status}\nRemote-MTA: dns; mx1.hoorn.example\nDiagnostic-Code: smtp; {words}\n"
    ),
    "exim": (
        "Reporting-MTA: dns; mail.hoorn.example\n\nAction: {action}\n"
        "Final-Recipient: rfc822;{to}\nStatus: {status}\nRemote-MTA: dns; mx1.hoorn.example\n"
        "Diagnostic-Code: smtp; {words}\n"
    ),
    "exchange": (
        "Reporting-MTA: dns;AM9PR05MB7811.eurprd05.prod.example\n"
        "Received-From-MTA: dns;relay.hoorn.example\n"
        "Arrival-Date: Tue, 26 Jan 2027 07:31:09 +0000\n\n"
        "Final-Recipient: rfc822;{to}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp;{words}\n"
    ),
    "gmail": (
        "Reporting-MTA: dns; googlemail.example\n\nFinal-Recipient: rfc822; {to}\n"
        "Action: {action}\nStatus: {status}\n"
        "Remote-MTA: dns; mx1.hoorn.example. (192.0.2.25, the server for hoorn.example.)\n"
        "Diagnostic-Code: smtp; {words}\nLast-Attempt-Date: Mon, 25 Jan 2027 23:31:12 -0800\n"
    ),
    "sendmail": (
        "Reporting-MTA: dns; smtp.hoorn.example\nReceived-From-MTA: DNS; wegwijs.hoorn.example\n\n"
        "Final-Recipient: RFC822; {to}\nAction: {action}\nStatus: {status}\n"
        "Remote-MTA: DNS; mx1.hoorn.example\nDiagnostic-Code: SMTP; {words}\n"
    ),
    "domino": (
        "Reporting-MTA: dns;notes.hoorn.example\n\nFinal-Recipient: rfc822;{to}\n"
        "Action: {action}\nStatus: {status}\nDiagnostic-Code: X-Notes; {words}\n"
    ),
    "shouting": "FINAL-RECIPIENT: RFC822;<{to}>\nACTION: {action}\nSTATUS: {status} ({words})\n",
}


@dataclass(frozen=True)
class Said:
    """What a server said of one recipient."""

    shape: str
    action: str
    status: str
    words: str = "550 no"
    to: str = ADDRESS


def returned(said: Said, ident: UUID = IDENT, returns: str = "headers") -> bytes:
    """The whole report. ``returns`` says how much of our mail comes back: headers, all, nothing."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = "Mail Delivery System <MAILER-DAEMON@relay.hoorn.example>"
    report["To"] = "terug@wegwijs.hoorn.example"
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report["Return-Path"] = "<>"
    report.attach(MIMEText(f"<{said.to}>: {said.words}\n", _charset="utf-8"))
    report.attach(_status(said))
    ours = _ours(ident)
    if returns == "headers":
        part = MIMEText("", _charset="us-ascii")
        part.replace_header("Content-Type", "text/rfc822-headers")
        part.set_payload("\n".join(f"{name}: {value}" for name, value in ours.items()))
        report.attach(part)
    elif returns == "all":
        report.attach(MIMEMessage(ours))
    else:
        report["In-Reply-To"] = ours["Message-ID"]
    return report.as_bytes()


def _status(said: Said) -> Message:
    text = SHAPES[said.shape].format(
        to=said.to, action=said.action, status=said.status, words=said.words
    )
    part = MIMEMessage(HeaderParser().parsestr("\n"), "delivery-status")
    part.set_payload([HeaderParser().parsestr(block + "\n") for block in text.split("\n\n")])
    return part


def _ours(ident: UUID) -> Message:
    mail = MIMEText("Vul je intake in.", _charset="utf-8")
    mail["Message-ID"] = f"<{ident}@wegwijs.hoorn.example>"
    mail["From"] = "Wegwijs <wegwijs@hoorn.example>"
    mail["To"] = ADDRESS
    mail["Subject"] = "Vul voor dinsdag 2 februari je intake in"
    return mail
