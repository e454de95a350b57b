"""For every address an example: its parts and a form that is good. Each is made when its address is asked, not before.

Making one may write: who wants to see that nothing changed looks after the example is there.
"""

from typing import TYPE_CHECKING

from tests.app.examples import decisions, dossiers, meetings, overview, rounds, signing_in, workgroups
from tests.app.examples.shape import Example, Form, Parts, nothing

if TYPE_CHECKING:
    from tests.app.world import World

TOLD: dict[str, Example] = {
    **signing_in.EXAMPLES, **workgroups.EXAMPLES, **meetings.EXAMPLES, **decisions.EXAMPLES, **overview.EXAMPLES,
    **rounds.EXAMPLES, **dossiers.EXAMPLES,
}  # fmt: skip
"""By the name of the endpoint."""

OF_A_FEATURE: dict[str, Example] = {
    **workgroups.ELSE, **meetings.ELSE, **decisions.ELSE, **overview.ELSE, **rounds.ELSE, **dossiers.ELSE,
}  # fmt: skip
"""By the name of the feature, for those of its addresses that need nothing of their own."""


def example(world: "World", endpoint: str, view: str) -> tuple[Parts, Form]:
    """How to open this address from this point of view."""
    world.session.rollback()
    made = TOLD.get(endpoint) or OF_A_FEATURE.get(endpoint.partition(".")[0], nothing)
    return made(world, view)
