"""Words about time count from today, or from the moment for which is written."""

from datetime import datetime, timedelta

import time_machine

from mentorship.web.moment import written_for
from mentorship.web.templatetags.wegwijs import in_days
from tests.cast import NOW


def test_a_mail_written_for_another_day_counts_from_that_day() -> None:
    meeting: datetime = NOW + timedelta(days=14)
    with time_machine.travel(NOW, tick=False):
        assert in_days(meeting) == "over 14 dagen"
        with written_for(NOW + timedelta(days=7)):
            assert in_days(meeting) == "over 7 dagen"
        assert in_days(meeting) == "over 14 dagen"
