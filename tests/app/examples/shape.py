"""What an example is: how to open one address, made only when that address is asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.app.world import World

Parts = dict[str, Any]
"""The parts of the address, by name."""
Form = dict[str, Any]
"""What a person would fill in, by field; empty for a page that is only read."""
Example = Callable[["World", str], tuple[Parts, Form]]
"""The world and the point of view from which is looked → the parts of the address and a form that is good."""

OBMI: Parts = {"workgroup": "obmi"}


def nothing(_world: "World", _view: str) -> tuple[Parts, Form]:
    """An address without parts."""
    return {}, {}


def of_the_group(_world: "World", _view: str) -> tuple[Parts, Form]:
    """A page of the workgroup itself."""
    return OBMI, {}
