"""What is kept of who guides whom: who sees it, and how long it is kept."""

from matching.personal_data import buddies, cases, rows, sights, taking_out

__all__ = ["buddies", "cases", "rows", "sights", "taking_out"]
