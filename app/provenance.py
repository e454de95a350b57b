"""Where recorded rows come from, for the pages that show them: one question for a whole page."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import session
from models import Base, Provenance, SourceDocument
from workflows.engine import told_as

Sources = dict[int, list[Provenance]]
"""By the key of the row."""


def of(rows: Iterable[Base]) -> Sources:
    """The provenance of rows of one kind, by their key. The rows must be ones that the visitor sees."""
    rows = list(rows)
    found: Sources = defaultdict(list)
    if not rows:
        return found
    column = getattr(Provenance, told_as(rows[0]))
    query = (
        select(Provenance, column)
        .join(Provenance.document)
        .where(column.in_([row.id for row in rows]))
        .options(contains_eager(Provenance.document))
        .order_by(SourceDocument.code, Provenance.id)
    )
    for source, key in session().execute(query):
        found[key].append(source)
    return found
