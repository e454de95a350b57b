"""Closes a session some hundred times, the garbage collector coming one allocation later each time.

A program of its own, run by test_interpreter.py. With `without` nothing keeps the rows whole, and it dies by a signal.
"""

import gc
import sys

from sqlalchemy import ForeignKey, create_engine, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from models.interpreter import keep_whole

TIMES = 100
KEPT = 100
"""More dicts than CPython keeps for use again (80): while these live, making one allocates it."""


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    children: Mapped[list["Child"]] = relationship(back_populates="parent", lazy="selectin")


class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id"))
    parent: Mapped[Parent] = relationship(back_populates="children")


def main() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(Parent.__table__), [{"id": n} for n in range(30)])
        connection.execute(insert(Child.__table__), [{"id": n, "parent_id": n % 30} for n in range(300)])
    # First much is read, then something is written: then a state has no room for one attribute more without a dict.
    with Session(engine) as session:
        session.scalars(select(Parent)).all()[0].name = "changed"
    gc.disable()
    for nth in range(TIMES):
        close_while_collected(Session(engine), nth)
    print(f"{TIMES} times")


def close_while_collected(session: Session, nth: int) -> None:
    found = session.scalars(select(Child)).all()
    assert all(one in one.parent.children for one in found), "they hold each other"
    del found
    kept = [{} for _ in range(KEPT)]
    gc.set_threshold(gc.get_count()[0] + nth)
    gc.enable()
    session.close()
    gc.disable()
    assert len(kept) == KEPT


if __name__ == "__main__":
    if "without" not in sys.argv:
        keep_whole(Base)
    main()
