"""What is kept of who guides whom: who sees it, and how long it is kept."""

from matching.personal_data import cases, rows, sights, taking_out

__all__ = ["cases", "rows", "sights", "taking_out"]
