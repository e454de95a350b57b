"""What the pages of her own account read."""

from sqlalchemy import Select, select

from models import Message, Person, Visit, now
from workflows.visibility import seen_by


def open_visits(person: Person) -> "Select[Visit]":
    return (
        select(Visit)
        .where(seen_by(person, Visit), Visit.ended_at.is_(None), Visit.expires_at > now())
        .order_by(Visit.seen_at.desc())
    )


def visit(person: Person, visit_id: int) -> "Select[Visit]":
    return select(Visit).where(Visit.id == visit_id, seen_by(person, Visit))


def my_mail(person: Person) -> "Select[Message]":
    return select(Message).where(seen_by(person, Message)).order_by(Message.id.desc()).limit(50)
