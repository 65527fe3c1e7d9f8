"""On its way: a pass over what is due, envelopes filled, handed to the mail server."""
