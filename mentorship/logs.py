"""A line of the log, with nothing in it of a person: no words, no address, no key of a link.

What a fault says may hold what somebody typed, or a whole row: the kind of fault and where it came
from stay, and the first line of its sentence only where that never holds any of it. An address
keeps its shape; a part of it that is a key does not.
"""

import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from copy import copy
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from django.template import TemplateDoesNotExist

# Their sentences are about code, settings and servers. PostgreSQL adds the line of the query that
# it stumbled on, with the words that were sent along: so never more than the first line.
SPEAKS = (
    *(AttributeError, ImportError, NameError, TypeError),
    *(ImproperlyConfigured, OperationalError, ProgrammingError, TemplateDoesNotExist),
)
A_KEY = re.compile(r"(?<=/)[\w:=.~%-]{20,}(?=/|$|[\s?'\"])")
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Line(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        said = copy(record)
        said.exc_text = None  # what another handler made of it
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(said.args, Mapping) and "traceback" in said.args:  # a task of Celery failed
            hidden = dict.fromkeys(("traceback", "args", "kwargs"), "")
            said.args = dict(said.args) | hidden | {"exc": in_short(fault)}
        said.msg, said.args = A_KEY.sub("…", said.getMessage()), None
        return super().format(said)

    def formatException(self, ei: Caught) -> str:
        told = [
            "".join(["Traceback:\n", *traceback.format_tb(one.__traceback__), in_short(one)])
            for one in _chain(ei[1])
        ]
        return "\nwhich led to\n".join(reversed(told))


def in_short(fault: BaseException | None) -> str:
    kind = type(fault).__name__
    first = next(iter(str(fault).splitlines()), "") if isinstance(fault, SPEAKS) else ""
    return f"{kind}: {first}" if first else kind


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
