"""The recorded meetings with their items, in the words of the facts. What they do not say stays unknown."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from models import (
    AgendaItem,
    Attendance,
    Audience,
    Decision,
    DecisionState,
    Disposition,
    ItemType,
    Meeting,
    MeetingState,
    MinuteBlock,
    Organisation,
    Presence,
    Purpose,
    Series,
    StandingItem,
    Workgroup,
)
from workflows import agenda, closing, text
from workflows.engine import set_state
from workflows.history import words
from workflows.history.ledger import Fact, Ledger, bullets, sentence
from workflows.meeting import made


def load(ledger: Ledger, records: list[Fact]) -> None:
    """In the order of their dates, so that numbers of meetings and decisions follow it."""
    for record in sorted(records, key=lambda record: str(record["datum"])):
        if ledger.find(Meeting, record["id"]) is None and (ledger.until is None or record["datum"] <= ledger.until):
            load_meeting(ledger, record)
    stand(ledger)


def load_meeting(ledger: Ledger, record: Fact) -> None:
    group: Workgroup = ledger.find(Workgroup, record["werkgroep"])
    meeting = made(ledger.session, series_of(ledger, group, record["reeks"]), record["datum"], record["titel"])
    meeting.recorded, meeting.uid = True, f"{record['id']}@rondetafel"
    set_state(meeting, MeetingState.HELD)
    ledger.add(meeting, record["id"], record, remark=record.get("aanwezig_opmerking", ""))
    for item in record["agendapunten"]:
        load_item(ledger, meeting, record, item)
    for name in record.get("aanwezig", []):
        ledger.session.add(
            Attendance(
                workgroup_id=group.id, meeting_id=meeting.id, presence=Presence.PRESENT,
                organisation_id=ledger.find(Organisation, name).id,
            )
        )  # fmt: skip
    ledger.session.flush()


def series_of(ledger: Ledger, group: Workgroup, slug: str) -> Series:
    query = select(Series).where(Series.workgroup_id == group.id)
    if slug == group.slug:
        main = ledger.session.scalars(query.where(Series.main)).one()
        main.name, main.cadence_weeks = words.SERIES[slug]
        return main
    series = ledger.session.scalars(query.where(Series.slug == slug)).one_or_none()
    if series is None:
        name, cadence = words.SERIES[slug]
        series = Series(workgroup_id=group.id, slug=slug, name=name, cadence_weeks=cadence)
        ledger.session.add(series)
        ledger.session.flush()
    return series


def load_item(ledger: Ledger, meeting: Meeting, record: Fact, fact: Fact) -> None:
    item_type = words.TYPES[fact["type"]]
    speaker = organisation(ledger, fact.get("spreker") or fact.get("indiener"))
    refers = fact.get("verwijst_naar", {})
    subgroup = ledger.find(Workgroup, refers["werkgroep"]) if "werkgroep" in refers else None
    item = agenda.put(
        ledger.session, meeting, fact["nr"], title=fact["titel"], item_type=item_type,
        more_types=[words.TYPES[name].value for name in fact.get("extra_typen", [])],
        purpose=words.PURPOSES.get(item_type, Purpose.DISCUSS), presenter_id=speaker.id if speaker else None,
        disposition=Disposition.DECIDED if item_type is ItemType.DECISION else None,
        subgroup_id=subgroup.id if subgroup and subgroup.parent_id == meeting.workgroup_id else None,
        audience=Audience.VENDOR if item_type in FOR_THE_VENDOR else Audience.PARTNERS,
    )  # fmt: skip
    write(ledger, item, told(ledger, fact))
    lines = fact.get("regels")
    remark = "" if lines else "regels van de vergadering als geheel"
    ledger.add(item, f"{record['id']}/{fact['nr']}", fact, lines=lines or record["regels"], remark=remark)
    if item_type is ItemType.DECISION:
        load_decision(ledger, meeting, item, record, fact)


FOR_THE_VENDOR = (ItemType.VENDOR_ISSUE, ItemType.VENDOR_WISH)
"""The vendor is asked about these; of the rest nothing was opened to it."""


def organisation(ledger: Ledger, name: str | None) -> Organisation | None:
    return ledger.find(Organisation, name) if name else None


def write(ledger: Ledger, item: AgendaItem, told_of_it: str) -> None:
    """What the facts tell of an item, in its block of the minutes."""
    block = ledger.session.scalars(select(MinuteBlock).where(MinuteBlock.item_id == item.id)).one()
    block.text, block.html, block.sanitiser = told_of_it, text.render(told_of_it), text.SANITISER
    ledger.session.flush()


LISTS = {
    "vragen": "Vragen",
    "onderwerpen": "Onderwerpen",
    "deelvragen": "Deelvragen",
    "leveringen": "Leveringen",
    "toewijzing": "Wie nam wat op zich",
}
SAID = {
    "omschrijving": "",
    "doel": "Doel: ",
    "resultaat": "Resultaat: ",
    "open_vraag": "Open vraag: ",
    "deadline": "Tegen: ",
    "indiener_opmerking": "Opmerking: ",
}


def told(ledger: Ledger, fact: Fact) -> str:
    parts = [sentence(before + str(fact[name])) for name, before in SAID.items() if name in fact]
    if names := [ledger.find(Organisation, name) for name in fact.get("partijen", [])]:
        parts.append(sentence("Betrokken: " + ", ".join(one.name if one else "alle centrumsteden" for one in names)))
    for keys in fact.get("verwijst_naar", {}).values():
        if isinstance(keys, list):
            parts.append("Het ging om:\n\n" + bullets([ledger.titles[key] for key in keys]))
    for name, heading in LISTS.items():
        if name in fact:
            parts.append(f"{heading}:\n\n" + bullets([line_of(ledger, one) for one in fact[name]]))
    return "\n\n".join(parts)


def line_of(ledger: Ledger, entry: Any) -> str:
    """An entry of a list: words, or a few named values in the order of the file."""
    if not isinstance(entry, dict):
        return str(entry)
    if "stad" in entry:
        with_them = organisation(ledger, entry.get("mede"))
        who = [ledger.find(Organisation, entry["stad"]).name, *([with_them.name] if with_them else [])]
        return f"{entry['databron'].upper()}: {', '.join(who)}"
    values: Iterable[str] = (
        getattr(organisation(ledger, value) if name == "maker" else None, "name", str(value))
        for name, value in entry.items()
        if name != "type"
    )
    return ", ".join(values)


def load_decision(ledger: Ledger, meeting: Meeting, item: AgendaItem, record: Fact, fact: Fact) -> None:
    """A decision with its number by date. From when it holds and how it was taken, no document says."""
    block = ledger.session.scalars(select(MinuteBlock).where(MinuteBlock.item_id == item.id)).one()
    decision = Decision(
        workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, item_id=item.id, text=fact["titel"], way="recorded",
        rationale=block.text, rationale_html=block.html, rationale_sanitiser=block.sanitiser, audience=item.audience,
        state=DecisionState.DRAFT,
    )  # fmt: skip
    lines = fact.get("regels") or record["regels"]
    ledger.add(decision, f"{record['id']}/{fact['nr']}/beslissing", fact, lines=lines)
    closing.take(ledger.session, decision, meeting.held_on)
    decision.in_force_from = None


def stand(ledger: Ledger) -> None:
    """What stood on every agenda of a year is a standing item of the series."""
    group = ledger.find(Workgroup, "obmi")
    series = ledger.session.scalars(select(Series).where(Series.workgroup_id == group.id, Series.main)).one()
    if series.standing_items:
        return
    for position, (name, title) in enumerate(words.STANDING, start=1):
        item_type = words.TYPES[name]
        ledger.session.add(
            StandingItem(
                workgroup_id=group.id, series=series, position=position, title=title, item_type=item_type,
                purpose=words.PURPOSES[item_type], audience=Audience.PARTNERS,
            )
        )  # fmt: skip
    ledger.session.flush()
