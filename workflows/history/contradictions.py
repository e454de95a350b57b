"""Where the documents contradict each other: every claim, the one that is held for true, and on what ground."""

from typing import Any

from models import Claim, Contradiction, Workgroup
from workflows.history import words
from workflows.history.ledger import Fact, Ledger


def load(ledger: Ledger, records: list[Fact]) -> None:
    group = ledger.find(Workgroup, "obmi")
    for record in records:
        if ledger.find(Contradiction, record["id"]) is None and ledger.knew(record):
            load_one(ledger, group, record)


def load_one(ledger: Ledger, group: Workgroup, record: Fact) -> None:
    row = Contradiction(workgroup_id=group.id, subject=record["onderwerp"], choice=record["keuze"])
    ledger.add(row, record["id"], record)
    claims = []
    for nth, version in enumerate(record["versies"], start=1):
        claim = Claim(
            workgroup_id=group.id, contradiction=row, value=said(version["waarde"]),
            statement=version.get("bewering", ""),
        )  # fmt: skip
        claims.append(ledger.add(claim, f"{record['id']}/{nth}", version))
    row.chosen_id = claims[words.CHOSEN[record["id"]]].id
    ledger.session.flush()


def said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
