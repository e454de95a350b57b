"""A mistake of CPython 3.11, and how rows are kept from it.

The attributes of an object lie in the object itself until something needs them as a dict. To make that dict, CPython
3.11 first counts the attributes and then allocates the dict; the allocation may run the garbage collector, and the
collector may run Python that gives the same object another attribute or takes one. The dict then holds what is not
there, or two dicts hold the same values: something is let go once too often, and the process dies, there or later. From
3.12 on the collector runs between two instructions only, never within an allocation.

SQLAlchemy meets it: when a row that hangs in a cycle is collected, its state takes an attribute off itself and sets
two (`InstanceState._cleanup`). That is when a session closes, commits or rolls back, and has just made the dict of
that very state. A worker died of it after some hundreds of pages.

A state that has its dict from the beginning never makes one. The row is held by who makes it then, so that the
collector does not find it.
"""

import sys
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, InstanceState

COLLECTS_WITHIN = sys.version_info < (3, 12)
"""Whether an allocation may run the garbage collector."""


def keep_whole(base: type[DeclarativeBase]) -> None:
    """See to it that the state of every row of these models has a dict of its own, new ones and read ones alike."""
    if COLLECTS_WITHIN:
        for born in ("init", "load"):
            event.listen(base, born, have_a_dict, propagate=True, raw=True)


def have_a_dict(state: InstanceState[Any], *_rest: Any) -> None:
    """Make the dict of this state, by asking for it."""
    vars(state)
