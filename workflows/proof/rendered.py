"""The HTML that is kept beside a text: it is what that text renders to, and nothing that was put there by hand.

What was made under older rules is rendered anew when it is read (`text.current`), so nobody reads what is kept.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from models import Base
from models.outside import RENDERED
from workflows import marks, text
from workflows.proof.stored import read


def faults(session: Session) -> Iterator[str]:
    """`table row column: …` of each that is not what its text renders to."""
    for name, (source, rules) in RENDERED.items():
        table, column = name.split(".")
        for row_id, row in read(session, Base.metadata.tables[table], column, source, rules):
            if row[rules] == text.SANITISER and row[column] != made_of(table, str(row[source])):
                yield f"{table} {row_id} {column}: it is not what its text renders to"


def made_of(table: str, typed: str) -> str:
    """Minutes are read without the backslash before a sign."""
    return text.render(marks.shown(typed) if table == "minute" else typed)
