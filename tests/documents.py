"""Write the generated pages of docs/: `make document`. A test compares them with what the tables say."""

from pathlib import Path

from app import create_app
from app.audit_trail import views as trail
from config import TestConfig
from tests.app.policy import routes
from workflows import (
    action,
    agenda,
    answer,
    attendance,
    comment,
    decision,
    dossier,
    leading,
    meeting,
    membership,
    minutes,
    report_template,
    revision,
    seat,
    tally,
    treatment,
    widening,
    workgroup,
)
from workflows import round as rounds
from workflows.engine import Procedure
from workflows.round_kinds import KINDS
from workflows.rules import Rule
from workflows.template_guards import FILE_ROLES

DOCS = Path(__file__).parent.parent / "docs"
PROCEDURES = {
    "Werkgroep (workgroup)": workgroup.procedure,
    "Vergadering (meeting)": meeting.procedure,
    "Verslag (minutes)": minutes.procedure,
    "Ronde (round)": rounds.procedure,
    "Rapportsjabloon (report_template)": report_template.procedure,
}


def procedures() -> str:
    """Every procedure: its sentences, its diagram, and the matrix of states and steps."""
    parts = ["# Procedures\n\nGenerated from `workflows/` by `make document`; a test compares it. Do not edit."]
    for name, procedure in PROCEDURES.items():
        parts += [f"## {name}", sentences(procedure), f"```mermaid\n{procedure.mermaid()}\n```", matrix(procedure)]
    return "\n\n".join(parts) + "\n"


def sentences(procedure: Procedure) -> str:
    rows = ["| step | says | who may | needs |", "| --- | --- | --- | --- |"]
    for step in procedure.steps:
        needs = step.guard.__name__.replace("_", " ") if step.guard else "-"
        rows.append(f"| {step.name} | {step.says} | {step.who.says} | {needs} |")
    return "\n".join(rows)


def matrix(procedure: Procedure) -> str:
    names = [step.name for step in procedure.steps]
    rows = ["| from \\ step | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for state in procedure.says:
        cells = [f"→ {step.target.value}" if state in step.sources else "not now (409)" for step in procedure.steps]
        rows.append(f"| {state.value} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def permissions() -> str:
    """Every address with its rule, as the program declares it."""
    app = create_app(TestConfig(DATABASE_URL="sqlite://"))
    rows = ["| address | method | who may | endpoint |", "| --- | --- | --- | --- |"]
    paths = {(rule.endpoint, method): rule.rule for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    for endpoint, method in sorted(routes(app), key=lambda key: (paths[key], key[1])):
        rule: Rule = app.view_functions[endpoint].rule  # type: ignore[attr-defined]
        rows.append(f"| `{paths[endpoint, method]}` | {method} | {rule.says} | {endpoint} |")
    head = (
        "# Permissions\n\nGenerated from the pages by `make document`; a test compares it. Do not edit.\n\n"
        "What a person does not see answers 404; what she sees but may not do answers 403 with a sentence. The rule\n"
        "of a command is asked once more in the command itself (`workflows/`), past every page."
    )
    return f"{head}\n\n" + "\n".join(rows) + "\n"


def words() -> str:
    """Every word of a choice on the screens, beside the name it has in the code."""
    tables = {
        "State of a workgroup": workgroup.STATES, "Role of an organisation in a workgroup": membership.ROLES,
        "Kind of organisation": membership.KINDS, "Role of a person in a workgroup": seat.ROLES,
        "State of a meeting": meeting.STATES, "State of the minutes": minutes.STATES,
        "Kind of workgroup": workgroup.KINDS, "Purpose of an agenda item": agenda.PURPOSES,
        "Kind of agenda item": agenda.TYPES, "How an agenda item ended": agenda.DISPOSITIONS,
        "Audience": widening.AUDIENCES, "Presence": attendance.PRESENCES, "Reply": attendance.REPLIES,
        "State of a round": rounds.STATES, "Whom a round is put to": rounds.ADDRESSEES,
        "Kind of round": {code: kind.says for code, kind in KINDS.items()}, "Rule of a vote": tally.PRESETS,
        "What a vote came to": tally.VERDICTS, "In what capacity": answer.CAPACITIES,
        "What came of an answer": treatment.HANDLINGS,
        **{f"Answers to «{kind.says}»": {one.code: one.says for one in kind.choices} for kind in KINDS.values()},
        "Kind of dossier": dossier.KINDS, "State of a dossier": dossier.STATES,
        "Tie between dossiers": dossier.RELATIONS,
        "Kind of report template": report_template.OUTPUTS, "Whose it is": report_template.OWNERSHIPS,
        "What a file is for": FILE_ROLES, "Kind of text": revision.KINDS, "Kind of remark": comment.KINDS,
        "Weight of a finding": comment.WEIGHTS, "What an organisation did": leading.ROLES,
        "State of a decision": decision.STATES, "State of an action": action.STATES, "Kind of action": action.KINDS,
        "What a change in the trail is about": trail.NOUNS, "What happened to it": trail.VERBS,
    }  # fmt: skip
    parts = ["# Woordenlijst\n\nGenerated from the code by `make document`; a test compares it. Do not edit."]
    for heading, says in tables.items():
        rows = [f"| {word} | `{getattr(member, 'value', member)}` |" for member, word in says.items()]
        parts.append("\n".join([f"## {heading}\n", "| Dutch | code |", "| --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


PAGES = {"procedures.md": procedures, "permissions.md": permissions, "woordenlijst.md": words}


def main() -> None:
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
