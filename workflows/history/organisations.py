"""The organisations that the documents name, with their former names and their parents."""

from models import FormerName, Organisation, OrganisationKind
from workflows.history import words
from workflows.history.ledger import Fact, Ledger, bullets, filled, sentence


def load(ledger: Ledger, records: list[Fact]) -> None:
    for record in records:
        if ledger.find(Organisation, record["id"]) is None:
            there = ledger.there(Organisation, name=record["naam"])
            row = filled(there, row_of(ledger, record)) if there else row_of(ledger, record)
            ledger.add(row, record["id"], record, remark=record.get("zekerheid", ""))
            name_before(ledger, record)
    for record in records:
        if parent := record.get("moederorganisatie"):
            ledger.find(Organisation, record["id"]).parent_id = ledger.find(Organisation, parent).id


def row_of(ledger: Ledger, record: Fact) -> Organisation:
    return Organisation(
        name=record["naam"],
        code=words.SEATS.get(record["id"]),
        kind=words.ORGANISATIONS.get(record["type"], OrganisationKind.OTHER),
        abbreviation=record.get("afkorting"),
        website=record.get("website"),
        mailbox=record.get("functionele_mailbox"),
        source_kind=record["type"],
        about="" if ledger.until else about(record),
    )


def about(record: Fact) -> str:
    said = [record[name] for name in ("rol", "bijzonder", "opmerking", "website_opmerking") if name in record]
    return bullets([sentence(line) for line in [*said, *record.get("feiten", [])]])


def name_before(ledger: Ledger, record: Fact) -> None:
    if name := record.get("vroegere_naam"):
        organisation = ledger.find(Organisation, record["id"])
        remark = record.get("vroegere_naam_opmerking", "")
        ledger.session.add(FormerName(organisation_id=organisation.id, name=name, remark=remark))
