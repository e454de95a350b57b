"""The files on the pieces of a meeting and on the answers of a round, for the pages that show those."""

from collections import defaultdict
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import raiseload

from app.extensions import session
from models import AgendaItem, Answer, Document, Meeting, MinuteBlock, Minutes, Person, Round
from workflows.visibility import seen_by

Files = dict[Any, list[Document]]


def to_a_meeting(meeting: Meeting, minutes: Minutes, person: Person) -> tuple[Files, Files]:
    """In one question: by item, and by block of the minutes."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    blocks = select(MinuteBlock.id).where(MinuteBlock.minutes_id == minutes.id)
    here = or_(Document.item_id.in_(items), Document.block_id.in_(blocks))
    by_item: Files = defaultdict(list)
    by_block: Files = defaultdict(list)
    query = select(Document).where(here, seen_by(person, Document)).order_by(Document.id)
    for row in session().scalars(query.options(raiseload("*"))):
        (by_item[row.item_id] if row.item_id else by_block[row.block_id]).append(row)
    return by_item, by_block


def to_answers(of: Round, person: Person) -> Files:
    """By answer: what the page of a round gives to `files` of components/files.html."""
    query = (
        select(Document)
        .join(Answer, Answer.id == Document.answer_id)
        .where(Answer.round_id == of.id, seen_by(person, Document))
        .order_by(Document.id)
    )
    found: Files = defaultdict(list)
    for row in session().scalars(query.options(raiseload("*"))):
        found[row.answer_id].append(row)
    return found
