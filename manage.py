#!/usr/bin/env python
"""The command line of Wegwijs: a fault in the settings is one clear line, not a traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(f"Wegwijs cannot start: {fault}")


if __name__ == "__main__":
    main()
