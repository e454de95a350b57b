"""The workgroups as a tree, what the documents tell of them, and who was a member from when."""

from datetime import date
from typing import Any

from models import Membership, MembershipRole, Organisation, Workgroup, WorkgroupState
from workflows import series, text
from workflows.engine import set_state
from workflows.history import words
from workflows.history.ledger import Fact, Ledger, bullets, filled, sentence, when
from workflows.workgroup import free_prefix

CITIES = [name for name in words.SEATS if name != "vgc"]


def load(ledger: Ledger, records: list[Fact], organisations: list[Fact]) -> None:
    for record in records:
        began = record.get("start") or record.get("opgericht")
        if ledger.find(Workgroup, record["id"]) is None and ledger.knew(record, began):
            there = ledger.there(Workgroup, slug=record["id"])
            row = filled(there, row_of(ledger, record)) if there else row_of(ledger, record)
            ledger.add(row, record["id"], record, remark=record.get("status_opmerking", ""))
            if there is None:
                series.found(ledger.session, row)
    for record in records:
        group = ledger.find(Workgroup, record["id"])
        if group is None:
            continue
        if record.get("ouder"):
            group.parent_id = ledger.find(Workgroup, record["ouder"]).id
        if record["id"] == "obmi":
            members_of_obmi(ledger, group, record, organisations)
        else:
            members_of(ledger, group, record)


def row_of(ledger: Ledger, record: Fact) -> Workgroup:
    start, started = when(record.get("start") or record.get("opgericht") or record.get("datum"))
    end, ended = when(record.get("einde"))
    mandate, about = bullets(mandate_of(record)), "" if ledger.until else about_of(record)
    group = Workgroup(
        slug=record["id"], prefix=prefix(ledger, record), name=record.get("afkorting") or record["naam"],
        kind=words.KINDS[record["soort"]], source_kind=record["soort"].replace("_", " "),
        source_state=record["status"].replace("_", " "),
        mandate=mandate, mandate_html=text.render(mandate), mandate_sanitiser=text.SANITISER,
        about=about, about_html=text.render(about), about_sanitiser=text.SANITISER,
        cadence_weeks=6 if "zeswekelijks" in record.get("ritme", "") else None, website=record.get("document"),
        started_on=start, started_precision=started, ended_on=end, ended_precision=ended,
        closing_report="" if ledger.until else closing_of(record),
        lead_id=ledger.find(Organisation, record["trekker"]).id if "trekker" in record else None,
    )  # fmt: skip
    state = words.STATES[record["status"]]
    if ledger.until and state is WorkgroupState.ENDED and (end is None or end > ledger.until):
        state = WorkgroupState.ACTIVE
    set_state(group, state)
    return group


def prefix(ledger: Ledger, record: Fact) -> str:
    """The letters of its decisions: at most twelve, and no one else's."""
    return free_prefix(ledger.session, record.get("afkorting") or record["id"])


def mandate_of(record: Fact) -> list[str]:
    return [
        sentence(line) for line in [*record.get("mandaat", []), *record.get("doelen", []), *record.get("sporen", [])]
    ]


def about_of(record: Fact) -> str:
    """What the documents tell of it, in our words and in the order of the file."""
    full = [f"Voluit: {record['naam']}"] if record.get("afkorting") else []
    parts = [*full, *record.get("feiten", []), *record.get("feiten_2020", []), *record.get("feiten_2023", [])]
    for name in ("aanleiding", "voorloper", "inspiratie", "kader", "vervolg", "horizon"):
        if isinstance(record.get(name), str):
            parts.append(record[name])
    for name in ("andere_uitdagingen", "prioriteiten", "opdrachten", "fasen", "themas"):
        parts += [line for line in record.get(name, []) if isinstance(line, str)]
    if isinstance(record.get("deelnemers"), dict):
        counted = ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in record["deelnemers"].items())
        parts.append(f"Deelnemers: {counted}; welke, is niet vastgelegd")
    return bullets([sentence(part) for part in parts])


def closing_of(record: Fact) -> str:
    result = record.get("resultaat")
    said = [f"{name.replace('_', ' ')}: {value}" for name, value in result.items()] if isinstance(result, dict) else []
    return " ".join(sentence(part) for part in [*said, record.get("uitkomst", "")] if part)


def members_of_obmi(ledger: Ledger, group: Workgroup, record: Fact, organisations: list[Fact]) -> None:
    """The file of the organisations says who joined OBMi, when, and how sure that is."""
    roles = {"lid": MembershipRole.VOTING, "facilitator en coördinator": MembershipRole.SECRETARIAT}
    for one in organisations:
        if part := one.get("obmi"):
            role = roles.get(part["rol"], MembershipRole.ADVISORY)
            fact = {**part, "source": one["source"], "regels": one["regels"]}
            join(ledger, group, one["id"], role, part.get("betrokken_sinds"), fact, part.get("precisie", ""))
    for name in record["genodigden"]:
        join(ledger, group, name, MembershipRole.VENDOR, None, record, "genodigde")


def members_of(ledger: Ledger, group: Workgroup, record: Fact) -> None:
    everyone = "centrumsteden en VGC" in str(record.get("deelnemers", ""))
    names = [*record.get("leden", []), *(words.SEATS if everyone else ())]
    since = record.get("opgericht") or record.get("start")
    for name in names:
        role = MembershipRole.VOTING if name in words.SEATS else MembershipRole.ADVISORY
        join(ledger, group, name, role, since, record)
    for name in record.get("partners", []):
        join(ledger, group, name, MembershipRole.ADVISORY, None, record)


def join(
    ledger: Ledger, group: Workgroup, name: str, role: MembershipRole, since: Any, record: Fact, remark: str = ""
) -> None:
    fact = f"{group.slug}/lid/{name}"
    day: date | None = when(since)[0] if since else None
    if ledger.find(Membership, fact) or (day and ledger.until and day > ledger.until):
        return
    key = {"workgroup_id": group.id, "organisation_id": ledger.find(Organisation, name).id}
    there = ledger.there(Membership, **key, until=None)
    row = there or Membership(**key, role=role, since=day, decided_by=record.get("gebeurtenis", ""))
    ledger.add(row, fact, record, remark=remark)
