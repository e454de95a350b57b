"""The recorded report templates, dashboards and partner reports, in the state that the documents give them."""

from typing import Any

from models import AgendaItem, DossierTheme, Organisation, Output, Ownership, ReportTemplate, Workgroup
from workflows import text
from workflows.dossier import begin, good_for
from workflows.engine import set_state
from workflows.history import words
from workflows.history.ledger import Fact, Ledger, bullets, when

DETAILS = ("delen", "inhoud", "benchmarks", "varianten", "formaten", "opbouw", "keuze")
"""What a record tells about what is in it: these lists, each under its own name."""


def load(ledger: Ledger, facts: Fact, recorded: list[Fact]) -> None:
    """Each once, the themes before them; then the items of the meetings in which they were on the table."""
    obmi = ledger.there(Workgroup, slug="obmi")
    if obmi is None:
        return
    themes = {fact["naam"]: theme_of(ledger, fact["naam"]) for fact in facts["themas_pinc"] if ledger.knew(fact)}
    for record in facts["sjablonen"]:
        known_on = words.TEMPLATE_DAYS.get(record["id"]) or first_day(record)
        if ledger.find(ReportTemplate, record["id"]) is None and ledger.knew(record, known_on):
            load_one(ledger, obmi, record, known_on, themes)
    for meeting in recorded:
        for fact in meeting["agendapunten"]:
            point(ledger, meeting, fact)


def theme_of(ledger: Ledger, name: str) -> DossierTheme:
    """From the shared list, to which it is added when it is not there."""
    theme: DossierTheme | None = ledger.there(DossierTheme, name=name)
    if theme is None:
        theme = DossierTheme(name=name)
        ledger.session.add(theme)
        ledger.session.flush()
    return theme


def first_day(record: Fact) -> Any:
    """When it was first spoken of."""
    history = record.get("historiek", [])
    return history[0]["datum"] if history else record["stand"]


def load_one(ledger: Ledger, group: Workgroup, record: Fact, known_on: Any, themes: dict[str, DossierTheme]) -> None:
    ownership = words.OWNERSHIPS[record["eigenaar_soort"]]
    maker: Organisation | None = ledger.find(Organisation, record["maker"]) if "maker" in record else None
    theme = themes.get(record.get("thema") or words.TEMPLATE_THEMES.get(record["id"], ""))
    subgroup: Workgroup | None = ledger.find(Workgroup, words.TEMPLATE_SUBGROUPS.get(record["id"], ""))
    day, precision = when(known_on)
    written = about(record)
    one = ReportTemplate(
        workgroup_id=group.id, title=record["titel"], output=words.OUTPUTS.get(record["soort"], Output.REPORT),
        ownership=ownership, maker_id=maker.id if maker else None, link=record.get("url"),
        level=record.get("niveau", ""), platform="", theme_id=theme.id if theme else None,
        subgroup_id=subgroup.id if subgroup else None, about=written, about_html=text.render(written),
        about_sanitiser=text.SANITISER, recorded=True, known_on=day, known_precision=precision,
        source_kind=record["soort"], source_state=record["stand"],
    )  # fmt: skip
    joint = ownership is Ownership.JOINT
    set_state(one, words.TEMPLATE_STATES[record["id"]] if joint else words.OF_OTHERS[ownership])
    begin(ledger.session, one, group, None)
    good_for(ledger.session, one, words.TEMPLATE_OCCASIONS.get(record["id"], ()))
    ledger.add(one, record["id"], record, remark=str(record.get("leesbaarheid") or record.get("url_opmerking") or ""))


def about(record: Fact) -> str:
    """What is known of it, as a list: its history by day, and what it holds."""
    lines = [f"{one['datum']:%d/%m/%Y}: {one['feit']}" for one in record.get("historiek", [])]
    for name in DETAILS:
        if name in record:
            lines.append(f"{name}: {', '.join(map(str, record[name]))}")
    lines += [f"{name}: {record[name]}" for name in ("doelen", "basis", "voorbeeld") if name in record]
    return bullets(lines)


def point(ledger: Ledger, meeting: Fact, fact: Fact) -> None:
    """An item that names one of them is an appearance of that dossier."""
    named = fact.get("verwijst_naar", {}).get("sjabloon")
    one = ledger.find(ReportTemplate, named) if named else None
    item: AgendaItem | None = ledger.find(AgendaItem, f"{meeting['id']}/{fact['nr']}") if one else None
    if one and item and item.dossier_id is None:
        item.dossier_id = one.id
        ledger.session.flush()
