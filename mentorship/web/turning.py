"""The signs that turn the reading direction of all that follows.

A name in Hebrew or Arabic needs none of them; with one, a name or a line would read backwards.
"""

import re

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
