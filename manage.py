#!/usr/bin/env python
"""The command line of Wegwijs: a fault in the set-up is one clear line, not a traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from mentorship.web.preflight import check_database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    try:
        try:
            execute_from_command_line(sys.argv)
        except OperationalError:
            check_database()  # an unreachable database is the set-up's fault; all else is ours
            raise
    except ImproperlyConfigured as fault:
        sys.exit(f"Wegwijs cannot start: {fault}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
