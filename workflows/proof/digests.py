"""The digests of revisions, rounds, approved minutes and yearly overviews, computed anew out of the tables."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from models import Base
from workflows import minutes, overview, revision
from workflows import round as rounds
from workflows.proof.stored import read

TABLES = Base.metadata.tables


class Digests:
    """How many there are, and which is not that of what stands beside it."""

    def __init__(self) -> None:
        self.counted = 0

    def faults(self, session: Session) -> Iterator[str]:
        """`table row digest: …` of each; a column that cannot be read is told by workflows/proof/tables.py."""
        for table, row_id, digest, expected in self.every(session):
            self.counted += 1
            if digest != expected:
                yield f"{table} {row_id} digest: it is not that of what stands beside it"

    def every(self, session: Session) -> Iterator[tuple[str, int, Any, str]]:
        """Its table, its key, the digest that is kept and the one that it must be."""
        numbers = {row_id: row["number"] for row_id, row in read(session, TABLES["dossier"], "number")}
        for row_id, row in read(session, TABLES["revision"], "dossier_id", "text", "digest"):
            number = numbers.get(row["dossier_id"], "")
            yield "revision", row_id, row["digest"], revision.digest_of(number, row["text"])
        for row_id, row in read(session, TABLES["round"], "kind", "question", "text", "options", "preset", "digest"):
            if digest := row.pop("digest"):
                yield "round", row_id, digest, rounds.digest(**row)
        before: dict[Any, Any] = {}
        for row_id, row in read(session, TABLES["edition"], "workgroup_id", "content", "n", "previous", "digest"):
            expected = minutes.digest_of(row["content"], row["n"], before.get(row["workgroup_id"], ""))
            before[row["workgroup_id"]] = row["digest"]
            yield "edition", row_id, row["digest"], expected
        for row_id, row in read(session, TABLES["overview_edition"], "workgroup_id", "year", "n", "content", "digest"):
            digest = row.pop("digest")
            yield "overview_edition", row_id, digest, overview.digest_of(list(row.values()))
