"""One worker: hands over what is due, by the code that the application runs."""

import sys
import time
from datetime import datetime

import django

django.setup()

from mentorship.reminders.sending.passes import hand_over  # noqa: E402 - after the settings


def main(at: datetime, seconds: float) -> None:
    sys.stdin.readline()
    begun = time.monotonic()
    number = sum(one.mail.state == "sent" for one in hand_over(at, seconds))
    print(number, time.monotonic() - begun)


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]), float(sys.argv[2]))
