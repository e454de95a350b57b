"""The proof, for the coordinator: what changed in this workgroup, by whom, in which order."""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request

from app.access import requires, somebody, the_workgroup
from app.audit_trail import queries
from app.extensions import session
from workflows.rules import coordinator
from workflows.words import Words

VERBS = {
    "created": Words("aangemaakt"),
    "changed": Words("gewijzigd"),
    "deleted": Words("verwijderd"),
    "noted": Words("opgetekend zoals het er stond"),
}
NOUNS = {
    "workgroup": Words("werkgroep"),
    "membership": Words("lidmaatschap"),
    "seat": Words("zetel"),
    "step_taken": Words("stap"),
    "message": Words("mail"),
    "series": Words("reeks"),
    "standing_item": Words("vast agendapunt"),
    "meeting": Words("vergadering"),
    "attendance": Words("aanwezigheid"),
    "agenda_item": Words("agendapunt"),
    "agenda_version": Words("verstuurde agenda"),
    "minutes": Words("verslag"),
    "minute": Words("stuk van het verslag"),
    "minute_revision": Words("versie van een stuk"),
    "remark": Words("opmerking"),
    "edition": Words("goedgekeurde versie"),
    "decision": Words("beslissing"),
    "action": Words("afspraak"),
    "mandate_question": Words("vraag van een opdracht"),
    "mandate_report": Words("rapport over een vraag"),
    "deliverable": Words("resultaat"),
    "overview_text": Words("tekst van het jaaroverzicht"),
    "overview_edition": Words("gepubliceerd jaaroverzicht"),
    "action_owner": Words("eigenaar van een afspraak"),
    "milestone": Words("mijlpaal"),
    "theme": Words("thema"),
    "key_figure": Words("cijfer"),
    "contradiction": Words("tegenspraak"),
    "claim": Words("bewering"),
    "calendar_feed": Words("agenda-adres"),
    "round": Words("ronde"),
    "round_party": Words("plaats in een ronde"),
    "answer": Words("antwoord"),
    "round_link": Words("link van een gast"),
    "treatment": Words("verwerking van een antwoord"),
    "document": Words("bestand"),
    "dossier": Words("dossier"),
    "report_template": Words("rapportsjabloon"),
    "revision": Words("versie van een tekst"),
    "comment": Words("opmerking bij een tekst"),
    "publication": Words("gepubliceerde versie"),
    "lead_offer": Words("aanbod om trekker te zijn"),
    "dossier_occasion": Words("aanleiding van een dossier"),
    "saved_view": Words("bewaarde weergave"),
    "dossier_link": Words("verband tussen dossiers"),
}
"""The kinds of row that belong to a workgroup; a test holds them against the models."""

bp = Blueprint("audit_trail", __name__, url_prefix="/<workgroup>/trail")


@bp.get("")
@requires(coordinator)
def index() -> str:
    before = request.args.get("before", type=int)
    rows = session().execute(queries.entries(the_workgroup(), somebody(), before)).all()
    shown = rows[: queries.PAGE]
    return render_template(
        "audit_trail/index.html",
        workgroup=the_workgroup(),
        entries=[readable(row) for row in shown],
        older=shown[-1].id if len(rows) > queries.PAGE else None,
        head=session().execute(queries.HEAD).first(),
    )


def readable(row: Any) -> dict[str, Any]:
    changes = json.loads(row.payload)["changes"] if row.payload else {}
    return {
        "number": row.id,
        "at": datetime.fromisoformat(row.at),
        "verb": VERBS.get(row.verb, row.verb),
        "what": NOUNS.get(row.table_name, row.table_name),
        "row": row.row_id,
        "who": row.name or Words("de installatie"),
        "code": row.code,
        "changes": changes,
        "erased_under": row.erased_under,
        "hash": row.hash[:16],
    }
