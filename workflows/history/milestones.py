"""Milestones of every workgroup, themes of a year, and figures that a document states."""

import re
from typing import Any

from models import Contradiction, KeyFigure, Milestone, Workgroup, YearTheme
from workflows.history import words
from workflows.history.ledger import Fact, Ledger, sentence, when


def load(ledger: Ledger, facts: dict[str, Any], meetings: list[Fact]) -> None:
    for record in facts["milestones"]["mijlpalen"]:
        said = record.get("datum_precisie") or record["datum"]
        mark(ledger, record["werkgroep"], record["id"], said, record["titel"], record)
    for record in facts["workgroups"]["werkgroepen"]:
        of_a_workgroup(ledger, record)
    for record in meetings:
        if "mijlpaal" in record:
            mark(
                ledger, record["werkgroep"], f"{record['id']}/mijlpaal", record["datum"], record["mijlpaal"], record,
                "cf-laatste-stad",
            )  # fmt: skip
    for record in facts["milestones"]["kengetallen"]:
        figure(ledger, record)


def of_a_workgroup(ledger: Ledger, record: Fact) -> None:
    """Its start, its course, the reports it gave, and how its state changed."""
    key = record["id"]
    start = record.get("start") or record.get("opgericht")
    if start:
        doubted = "cf-start-obmi" if key == "obmi" else None
        mark(ledger, key, f"{key}/start", start, "de werkgroep start", record, doubted)
    if "voorgeschiedenis" in record:
        mark(
            ledger,
            key,
            f"{key}/voorgeschiedenis",
            record["voorgeschiedenis"],
            "voorgeschiedenis: de eerste beslissing",
            record,
        )
    for nth, entry in enumerate(record.get("verloop", []), start=1):
        said, what = (entry["periode"], entry["feit"]) if isinstance(entry, dict) else ("", entry)
        mark(ledger, key, f"{key}/verloop/{nth}", said, what, record)
    for nth, entry in enumerate(record.get("rapportering", []), start=1):
        mark(ledger, key, f"{key}/rapportering/{nth}", entry["datum"], f"rapporteert: {entry['inhoud']}", record)
    for nth, entry in enumerate(record.get("statushistoriek", []), start=1):
        what = f"{entry['status'].replace('_', ' ')}: {entry['reden']}" if "reden" in entry else entry["status"]
        mark(ledger, key, f"{key}/status/{nth}", entry.get("vanaf", ""), what, record)
    if "einde" in record:
        mark(ledger, key, f"{key}/einde", record["einde"], f"{record['status']}", record)
    for nth, entry in enumerate(record.get("jaarthemas", []), start=1):
        theme(ledger, key, f"{key}/jaarthema/{nth}", entry, record)


def mark(
    ledger: Ledger, group: str, fact: str, said: Any, title: str, record: Fact, doubted: str | None = None
) -> None:
    workgroup = ledger.find(Workgroup, group)
    if workgroup is None or ledger.find(Milestone, fact) or not ledger.knew(record, said):
        return
    day, precision = when(said)
    contradiction = ledger.find(Contradiction, doubted) if doubted else None
    row = Milestone(
        workgroup_id=workgroup.id, happened_on=day, precision=precision, said_when=str(said), title=sentence(title),
        contradiction_id=contradiction.id if contradiction else None,
    )  # fmt: skip
    ledger.add(row, fact, record)


def theme(ledger: Ledger, group: str, fact: str, entry: Fact, record: Fact) -> None:
    workgroup = ledger.find(Workgroup, group)
    if workgroup is None or ledger.find(YearTheme, fact) or not ledger.knew(record, entry["jaar"]):
        return
    years = [int(year) for year in re.findall(r"\d{4}", str(entry["jaar"]))]
    row = YearTheme(
        workgroup_id=workgroup.id, name=sentence(entry["thema"]), since_year=years[0],
        until_year=years[1] if len(years) > 1 else None,
    )  # fmt: skip
    ledger.add(row, fact, record)


def figure(ledger: Ledger, record: Fact) -> None:
    workgroup = ledger.find(Workgroup, words.FIGURES.get(record["id"], "obmi"))
    if workgroup is None or ledger.find(KeyFigure, record["id"]) or not ledger.knew(record):
        return
    value = record["waarde"]
    shown = ", ".join(value) if isinstance(value, list) else str(value)
    parts = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in record.get("delen", {}).items())
    remark = "; ".join(part for part in (parts, record.get("opmerking", ""), record.get("methode", "")) if part)
    row = KeyFigure(workgroup_id=workgroup.id, title=record["titel"], value=shown, remark=remark, year=year_in(record))
    ledger.add(row, record["id"], record)


def year_in(record: Fact) -> int | None:
    """The year of a figure, when its title names just one."""
    years = re.findall(r"\b(?:19|20)\d{2}\b", record["titel"])
    return int(years[0]) if len(years) == 1 else None
