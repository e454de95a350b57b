"""`rondetafel audit verify`: the chain, and that the tables say what the trail says, at one moment."""

from collections.abc import Container

from sqlalchemy.orm import Session

from app.audit_trail import export, verifier
from workflows.proof import rendered, tables, triggers
from workflows.proof.digests import Digests


def verify(session: Session, heads: list[tuple[int, str]], rules: Container[str] = ()) -> verifier.Report:
    """Everything that can be proved of this installation. `heads` were kept earlier; `rules` may erase payloads.

    Linear in the length of the trail and of the tables. Others go on writing meanwhile.
    """
    at_one_moment(session)
    report = verifier.verify(export.rows(session), heads, rules)
    found, digests = tables.compare(session), Digests()
    for faults in (found.faults, rendered.faults(session), digests.faults(session), triggers.faults(session)):
        report.add(faults)
    report.notes += said(found, digests)
    return report


def at_one_moment(session: Session) -> None:
    """All that is read is of the same moment; on SQLite a transaction sees no other anyway."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def said(found: tables.Comparison, digests: Digests) -> list[str]:
    """What was looked at, in the words of the operator."""
    lines = [f"{found.compared} values of {found.rows} rows are compared with the trail, {digests.counted} digests."]
    if found.erased:
        lines.append(f"{found.erased} values are not compared: the entries that told them were erased.")
    if found.untold:
        values = sum(len(row.values) for row in found.untold)
        lines.append(
            f"{values} values of {len(found.untold)} rows are not compared: an older release did not tell them. "
            "`rondetafel db upgrade` writes them into the trail as they are now."
        )
    return lines
