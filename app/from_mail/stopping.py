"""What somebody can stop from one mail, from narrow to wide."""

from typing import Any

from flask_babel import gettext
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from app.mail.tokens import Stop
from models import Delivery, Reason
from workflows.delivery import REASONS

THIS, LATER, NEVER = "this", "later", "never"


def choices_of(wish: Stop) -> list[SelectChoice]:
    """The first one is what a mail program asks for that unsubscribes by itself."""
    if wish.reason is Reason.ACCOUNT:
        return [SelectChoice(NEVER, gettext("Geen overzicht meer"))]
    about = (
        gettext("Over deze ronde geen mail meer") if wish.round_id else gettext("Over deze vergadering geen mail meer")
    )
    kind = str(REASONS[wish.reason])
    return [
        *([SelectChoice(THIS, about)] if wish.round_id or wish.meeting_id else []),
        SelectChoice(LATER, gettext("Voortaan in het overzicht van 's morgens: %(what)s", what=kind)),
        SelectChoice(NEVER, gettext("Voortaan geen mail: %(what)s", what=kind)),
    ]


def what_to_stop(wish: Stop, scope: str | None) -> dict[str, Any]:
    """For the command; a scope that is none of ours is the narrowest."""
    offered = [choice.value for choice in choices_of(wish)]
    scope = scope if scope in offered else offered[0]
    if scope == THIS:
        return {"reason": wish.reason, "round_id": wish.round_id, "meeting_id": wish.meeting_id}
    return {"reason": wish.reason, "way": Delivery.DIGEST if scope == LATER else Delivery.NEVER}
