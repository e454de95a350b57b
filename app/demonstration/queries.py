"""The invented persons that can be chosen."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from models import Person, PersonState


def examples() -> "Select[Person]":
    return (
        select(Person)
        .where(Person.example, Person.state == PersonState.ACTIVE)
        .options(joinedload(Person.organisation), selectinload(Person.seats), raiseload("*"))
        .order_by(Person.id)
    )
