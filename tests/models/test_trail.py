"""The proof: every change is in it, nothing leaves it, and a tampered copy is found out."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.audit_trail import export, verifier
from models import AuditEntry, AuditPayload, Workgroup
from models.audit import UnauditedChange
from models.chain import GENESIS, canonical, commit, link
from workflows import workgroup
from workflows.command import Ask, perform

pytestmark = pytest.mark.both

TAMPERINGS = 1000


def test_the_format_is_frozen():
    """A verifier that a city kept must read what later releases write."""
    assert commit(b"\x01" * 32, '{"changes":{}}') == "262682490fc45298d8c5a496eca76608f5975abf24868def17ccbdaf15bd664b"
    entry = {
        "seq": 1, "at": "2026-11-21T01:02:03.000004Z", "person_id": None, "organisation_id": 2, "workgroup_id": None,
        "verb": "created", "table": "person", "row_id": 7, "commitment": "0" * 64, "prev": GENESIS,
    }  # fmt: skip
    assert canonical({"é": 1, "a": [None]}) == '{"a":[null],"é":1}'
    assert link(**entry) == "7f7fbcbf00fcbb6580b2edcdd7d6d3f4681b6cce12c88450b051ca297ad3179a"


def test_every_change_is_in_the_trail_with_who_did_it(session, cast, do):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    payload = session.get(AuditPayload, entry.id)

    assert (entry.table_name, entry.row_id, entry.verb) == ("workgroup", cast.obmi.id, "changed")
    assert (entry.person_id, entry.workgroup_id) == (cast.els.id, cast.obmi.id)
    assert json.loads(payload.payload)["changes"]["mandate"] == ["", "Meten"]


def test_a_secret_is_in_the_trail_as_changed_and_no_more(session, cast):
    cast.griet.password_hash = "$argon2id$geheim"
    session.commit()
    last = session.scalars(select(AuditPayload).order_by(AuditPayload.id.desc())).first()
    assert json.loads(last.payload)["changes"]["password_hash"] == ["***", "***"]


def test_a_refused_command_leaves_nothing(session, cast):
    before = export.head(session)
    with pytest.raises(Exception, match="alleen"):
        perform(session, workgroup.DESCRIBE, Ask(cast.griet, cast.obmi.id))
    assert export.head(session) == before


def test_without_its_trail_a_change_is_not_kept(session, cast, monkeypatch):
    def broken(*_):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("models.audit.linked", broken)
    inputs = {"name": "OBMi", "mandate": "niet bewaard", "cadence_weeks": None}
    with pytest.raises(RuntimeError):
        perform(session, workgroup.DESCRIBE, Ask(cast.els, cast.obmi.id, inputs=inputs))
    assert session.get(Workgroup, cast.obmi.id).mandate == ""


def test_a_bulk_update_is_refused(session, cast):
    with pytest.raises(UnauditedChange):
        session.execute(update(Workgroup).values(name="x"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'x'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_payload",
        "UPDATE audit_payload SET payload = '{}'",
        "UPDATE audit_payload SET payload = NULL, salt = NULL",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(session, cast, statement):
    with pytest.raises(DBAPIError):
        session.execute(text(statement))
    session.rollback()


def test_a_payload_can_be_erased_under_a_rule_and_the_chain_holds(session, cast):
    erase = "UPDATE audit_payload SET payload = NULL, salt = NULL, erased_under = 'selectieregel 7' WHERE seq = 3"
    session.execute(text(erase))
    session.commit()
    heads = [verifier.parse_head(export.head(session))]
    report = verifier.verify(export.rows(session), heads, ["selectieregel 7"])
    assert (report.faults, report.erased) == ([], 1)


def test_the_chain_is_whole_and_gapless(session, cast):
    report = verifier.verify(export.rows(session), [verifier.parse_head(export.head(session))])
    assert report.faults == []
    assert session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).all() == list(range(1, report.entries + 1))


@pytest.fixture
def trail(session, cast) -> list[dict]:
    return list(export.rows(session))


def change_a_byte(rows, dice):
    row = dice.choice(rows)
    name = dice.choice([name for name in row if row[name] is not None])
    if isinstance(row[name], int):
        row[name] += dice.choice([-1, 1, 1000])
    else:
        at = dice.randrange(len(row[name]))
        other = dice.choice([c for c in "0123456789abcdefxyz" if c != row[name][at]])
        row[name] = row[name][:at] + other + row[name][at + 1 :]


def relinked(rows, start):
    """Write the chain anew from here: what somebody who holds the database would do."""
    prev = rows[start - 1]["hash"] if start else GENESIS
    for row in rows[start:]:
        row["prev"] = prev
        names = verifier.LINKED
        row["hash"] = prev = link(**{name: row[name] for name in names})


def remove(rows, dice):
    at = dice.randrange(len(rows) - 1)
    del rows[at]
    if dice.random() < 0.5:
        for seq, row in enumerate(rows, start=1):
            row["seq"] = seq
        relinked(rows, at)


def insert(rows, dice):
    at = dice.randrange(len(rows) - 1)  # after the last one it would be a later entry, which is no tampering
    rows.insert(at, {**rows[at]})
    if dice.random() < 0.5:
        for seq, row in enumerate(rows, start=1):
            row["seq"] = seq
        relinked(rows, at)


def swap(rows, dice):
    one, other = dice.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]
    if dice.random() < 0.5:
        rows[one]["seq"], rows[other]["seq"] = rows[other]["seq"], rows[one]["seq"]
        relinked(rows, min(one, other))


def truncate(rows, dice):
    del rows[dice.randrange(1, len(rows)) :]


def write_anew(rows, dice):
    at = dice.randrange(len(rows))
    rows[at]["verb"] = "invented"
    relinked(rows, at)


def erase_without_a_rule(rows, dice):
    row = dice.choice(rows)
    row["salt"] = row["payload"] = None


KINDS = [change_a_byte, remove, insert, swap, truncate, write_anew, erase_without_a_rule]


def test_a_thousand_random_tamperings_are_all_found(trail):
    dice = random.Random(seed := 20261121)
    head = verifier.parse_head(f"{trail[-1]['seq']}:{trail[-1]['hash']}")
    missed: dict[str, int] = {}
    for nth in range(TAMPERINGS):
        rows = [dict(row) for row in trail]
        tamper = KINDS[nth % len(KINDS)]
        tamper(rows, dice)
        assert rows != trail, f"{tamper.__name__} changed nothing (seed {seed})"
        if not verifier.verify(rows, [head]).faults:
            missed[tamper.__name__] = missed.get(tamper.__name__, 0) + 1
    assert missed == {}, f"seed {seed}"


def test_the_verifier_alone_reads_what_the_program_wrote(session, cast, tmp_path):
    """As a city runs it: a lone file, Python without any package, an export."""
    file = tmp_path / "trail.jsonl"
    file.write_text("\n".join(export.lines(session)) + "\n", encoding="utf-8")
    head = export.head(session)
    script = Path(verifier.__file__)

    whole = subprocess.run([sys.executable, "-I", "-S", script, file, "--head", head], capture_output=True, text=True)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert "Whole." in whole.stdout

    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:-1], "{not json", '"text"', lines[-1]]), encoding="utf-8")
    broken = subprocess.run([sys.executable, "-I", "-S", script, file, "--head", head], capture_output=True, text=True)
    assert broken.returncode == 1
    assert "malformed" in broken.stdout
    assert "Traceback" not in broken.stderr


@pytest.mark.sqlite
def test_the_verifier_reads_the_database_file_too(session, cast, url):
    path = url.removeprefix("sqlite:///")
    found = subprocess.run(
        [sys.executable, "-I", "-S", verifier.__file__, path, "--head", export.head(session)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr
