"""Several rows, or a row and a mail, in one step: what a click and a task both call."""
