"""For whom a piece of a meeting is, from few to all: an item, a block of the minutes, a decision, an action."""

from collections.abc import Iterable
from enum import StrEnum


class Audience(StrEnum):
    """`secretariat < members < partners < vendor < public`; the vendor sees only what is opened to it."""

    SECRETARIAT = "secretariat"
    MEMBERS = "members"
    PARTNERS = "partners"
    VENDOR = "vendor"
    PUBLIC = "public"


def open_to(reader: Audience) -> list[Audience]:
    """What a reader of this level may read: what is for her level, and what is for wider ones."""
    levels = list(Audience)
    return levels[levels.index(reader) :]


def narrowest(of: Iterable[Audience]) -> Audience | None:
    """For how few the whole of these is; None of nothing."""
    return min(of, key=list(Audience).index, default=None)
