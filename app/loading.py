"""What comes along with a row when a page shows it, so that every page says it in the same few questions."""

from sqlalchemy.orm import joinedload, selectinload

from models import Action, ActionOwner

WITH_OWNERS = (
    selectinload(Action.owners).joinedload(ActionOwner.organisation),
    joinedload(Action.owner),
    joinedload(Action.due_meeting),
    joinedload(Action.due_next),
    joinedload(Action.meeting),
    joinedload(Action.workgroup),
)
"""Of an action: who owns it and by when."""
