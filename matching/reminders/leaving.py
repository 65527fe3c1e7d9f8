"""What the calendar ends by itself: a pair, or a question, of somebody who has left."""

from matching import actions
from mentorship import declare

declare.chores.add(declare.Chore("close pairs of who left", actions.close_left_behind))
