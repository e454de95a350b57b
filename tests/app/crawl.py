"""Every address of the site opened by one visitor, with everything of one workgroup in every place of it."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Action,
    AgendaItem,
    Answer,
    Base,
    Comment,
    Contradiction,
    Decision,
    Document,
    Dossier,
    MandateQuestion,
    Meeting,
    MinuteBlock,
    Minutes,
    Publication,
    Remark,
    Round,
    RoundParty,
    Seat,
    Series,
    Workgroup,
)
from tests.conftest import Browser
from workflows.clock import today

Parts = dict[str, Any]


def crawl(visitor: Browser, addresses: Iterable[str]) -> dict[str, str]:
    """By address: the text of all that she can open, in pages and in files.

    No page may break; what is not for her may be refused, or not be there.
    """
    said = {}
    for address in addresses:
        answer = visitor.open(address)
        assert answer.status_code < 500, address
        said[address] = said_in(answer)
    return said


def of_a_group(app: Flask, session: Session, group: Workgroup, under: Sequence[str] = ()) -> Iterator[str]:
    """Every address that can be read; one that takes what nothing here has a value for is a KeyError.

    `under`: other workgroups under whose address it is asked as well.
    """
    values = everything_of(session, group)
    values["workgroup"] += under
    parts = Belonging(session)
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and "GET" in (rule.methods or ()):
            for given in combinations(rule.arguments, values | apart(session, group, rule.endpoint)):
                if parts.belong(given):
                    yield adapter.build(rule.endpoint, given)


def everything_of(session: Session, group: Workgroup) -> dict[str, list[Any]]:
    """By the name of a place in an address: all that can stand there."""

    def ids(model: type[Base]) -> list[int]:
        return list(session.scalars(select(model.id).where(model.workgroup_id == group.id)))

    numbers = [
        *session.scalars(select(Meeting.number).where(Meeting.workgroup_id == group.id)),
        *session.scalars(select(Decision.number).where(Decision.workgroup_id == group.id, Decision.nth == 1)),
    ]
    parents = [row for model in (AgendaItem, MinuteBlock, Answer) for row in ids(model)[:2]]
    return {
        "workgroup": [group.slug], "number": numbers, "item_id": ids(AgendaItem), "block_id": ids(MinuteBlock),
        "remark_id": ids(Remark), "action_id": ids(Action), "decision_id": ids(Decision), "round_id": ids(Round),
        "party_id": ids(RoundParty), "answer_id": ids(Answer), "document_id": ids(Document), "parent_id": parents,
        "series_id": ids(Series), "comment_id": ids(Comment), "question_id": ids(MandateQuestion),
        "contradiction_id": ids(Contradiction), "seat_id": list(session.scalars(select(Seat.id))),
        "subject_id": [group.id, *ids(Dossier)[:1]],
        "organisation_id": [one.organisation_id for one in group.memberships[:2]], "n": [1, 2], "nth": [1, 2],
        "year": [today().year], "code": ["nl"], "secret": ["x"], "name": ["start", "agenda", "minutes", "intro"],
        "kind": ["md", "xlsx", "item", "minutes", "answer", "milestone"],
    }  # fmt: skip


def apart(session: Session, group: Workgroup, endpoint: str) -> dict[str, list[Any]]:
    """What stands in some addresses alone: elsewhere it would only be asked in vain."""
    dossiers = list(session.scalars(select(Dossier.number).where(Dossier.workgroup_id == group.id)))
    if endpoint.split(".")[0] in ("dossiers", "texts") or endpoint == "files.package":
        out = session.scalars(select(Publication.version).where(Publication.workgroup_id == group.id))
        return {"number": dossiers, "name": list(set(out))}
    if endpoint == "files.attach":
        return {"kind": ["item", "minutes", "answer", "dossier"]}
    if endpoint == "steps.ask":
        return {"kind": ["workgroup", "report_template"], "name": ["start", "pause", "discuss", "retire"]}
    return {}


class Belonging:
    """What is of one meeting stands in no address of another."""

    def __init__(self, session: Session) -> None:
        of_block = (
            select(MinuteBlock.id, Meeting.number)
            .join(Minutes, Minutes.id == MinuteBlock.minutes_id)
            .join(Meeting, Meeting.id == Minutes.meeting_id)
        )
        of_item = select(AgendaItem.id, Meeting.number).join(AgendaItem.meeting)
        of_party = select(RoundParty.id, RoundParty.round_id)
        of_answer = select(Answer.id, Answer.round_id)
        self.known = {
            ("item_id", "number"): self.read(session, of_item), ("block_id", "number"): self.read(session, of_block),
            ("party_id", "round_id"): self.read(session, of_party),
            ("answer_id", "round_id"): self.read(session, of_answer),
        }  # fmt: skip

    @staticmethod
    def read(session: Session, statement: Any) -> dict[int, Any]:
        return {row[0]: row[1] for row in session.execute(statement)}

    def belong(self, given: Parts) -> bool:
        return all(
            one not in given or whole not in given or given[whole] == known[given[one]]
            for (one, whole), known in self.known.items()
        )


def combinations(names: Iterable[str], values: dict[str, list[Any]]) -> list[Parts]:
    rows: list[Parts] = [{}]
    for name in sorted(names):
        rows = [{**row, name: value} for row in rows for value in values[name]]
    return rows


def said_in(answer: Any) -> str:
    """Of a page its text, of an Excel file or a package everything in it."""
    if not answer.data.startswith(b"PK"):
        return str(answer.text)
    with ZipFile(BytesIO(answer.data)) as file:
        return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
