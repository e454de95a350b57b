"""What is already loaded, what was known when, and the provenance of everything that is written."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Base, Certainty, Precision, Provenance, SourceDocument
from workflows.engine import told_as
from workflows.history import words

Fact = dict[str, Any]
SEASONS = {"begin": 1, "voorjaar": 3, "zomer": 6, "najaar": 9, "eind": 10}


class Ledger:
    """Finds rows by the key of their fact; `until` is the last day that is known, or None for today."""

    def __init__(self, session: Session, until: date | None) -> None:
        self.session, self.until = session, until
        self.sources: dict[str, SourceDocument] = {}
        self.titles: dict[str, str] = {}
        """Of facts that are not loaded as rows yet, by their key."""

    def documents(self) -> None:
        """The documents behind the facts, by their short number."""
        there = {row.code: row for row in self.session.scalars(select(SourceDocument))}
        for code, (title, _last) in words.DOCUMENTS.items():
            self.sources[code] = there.get(code) or SourceDocument(code=code, title=title, file=f"{code}.txt")
            self.session.add(self.sources[code])
        self.session.flush()

    def find(self, model: type[Base], fact: str) -> Any:
        """The row of this fact, or None when it is not loaded."""
        column = getattr(Provenance, told_as(model))
        query = select(model).join(Provenance, column == model.id).where(Provenance.fact == fact)
        return self.session.scalars(query).first()

    def there(self, model: type[Base], **key: Any) -> Any:
        """A row that the installation made before the history was loaded: it is kept, its open places are filled."""
        return self.session.scalars(select(model).filter_by(**key)).first()

    def add(self, row: Base, fact: str, record: Fact, lines: str | None = None, remark: str = "") -> Any:
        """Write the row, and where it comes from: one line of provenance for each document."""
        self.session.add(row)
        self.session.flush()
        spread = by_document(lines if lines is not None else record.get("regels", ""))
        codes = dict.fromkeys([*(name[:3] for name in record.get("source", [])), *spread])
        for code in codes:
            self.session.add(
                Provenance(
                    fact=fact, document_id=self.sources[code].id, lines=spread.get(code, ""), remark=remark,
                    certainty=certainty(record), **{told_as(row): row.id},
                )
            )  # fmt: skip
        self.session.flush()
        return row

    def knew(self, record: Fact, value: Any = None) -> bool:
        """Whether this was known on the day: by its own date, else by the day its oldest document can speak of."""
        if self.until is None:
            return True
        day = when(value)[0] if value else None
        if day is None:
            day = min((words.DOCUMENTS[name[:3]][1] for name in record.get("source", [])), default=None)
        return day is not None and day <= self.until


def certainty(record: Fact) -> Certainty:
    if str(record.get("gesteld_op_zekerheid", "")).startswith("afgeleid"):
        return Certainty.IMPLIED
    said = record.get("toetreding_zekerheid") or ("onbekend" if "onzeker" in str(record.get("zekerheid", "")) else "")
    return words.CERTAINTIES.get(said, Certainty.STATED)


def filled(there: Any, recorded: Any) -> Any:
    """The row that is there, with what it leaves empty out of the recorded one. What people wrote stays."""
    for column in type(there).__table__.columns.keys():  # noqa: SIM118  (a collection of columns, not a dict)
        value = getattr(recorded, column)
        if column not in ("id", "version") and not getattr(there, column) and value:
            setattr(there, column, value)
    return there


def by_document(lines: str) -> dict[str, str]:
    """`"000:14-16; 001:9,22"` → `{"000": "14-16", "001": "9, 22"}`."""
    spread = {}
    for piece in filter(None, (piece.strip() for piece in lines.split(";"))):
        code, _, numbers = piece.partition(":")
        spread[code] = ", ".join(number.strip() for number in numbers.split(","))
    return spread


def first_line(lines: str) -> str:
    """`"000:14-16; 001:9"` → `"000:14"`: where a fact begins in its document."""
    found = re.match(r"\d{3}:\d+", lines)
    return found[0] if found else ""


def when(value: Any) -> tuple[date | None, Precision]:
    """The first day that the words of a source can mean, and how precisely they say it."""
    if isinstance(value, date):
        return value, Precision.DAY
    said = str(value).strip()
    if found := re.fullmatch(r"(\d{4})-(\d{2})", said):
        return date(int(found[1]), int(found[2]), 1), Precision.MONTH
    if re.fullmatch(r"\d{4}", said):
        return date(int(said), 1, 1), Precision.YEAR
    if year := re.search(r"\d{4}", said):
        month = next((month for word, month in SEASONS.items() if word in said), 1)
        return date(int(year[0]), month, 1), Precision.PERIOD
    return None, Precision.PERIOD


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def bullets(lines: list[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)
