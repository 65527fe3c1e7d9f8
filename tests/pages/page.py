"""What is expected of one url pattern."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.pages.world import World


OWN = 0  # the same answers as the right role: the page shows one's own things


@dataclass(frozen=True)
class Page:
    """``who`` is the right role; ``args`` picks the url's arguments from the made world.

    ``get`` and ``post`` are what the right role gets (an empty post: a form answers 422, a button
    302); None means that the method is refused with 405. ``elsewhere`` is what the same role in
    another organisation gets, ``bystander`` a colleague without the role: 404, or OWN. ``data`` is
    posted; nothing but a token where it is left out. A ``public`` page is the same for everybody.
    ``look`` says that it is an HTML page of its own, to be looked at.
    """

    name: str
    who: str = "adviser"
    args: Callable[["World"], dict[str, Any]] = field(default=lambda world: {})
    data: Callable[["World"], dict[str, Any]] = field(default=lambda world: {})
    get: int | None = 200
    post: int | None = None
    elsewhere: int = 404
    bystander: int = 404
    public: bool = False
    look: bool = True
    query: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}{self.query}-{self.who}"
