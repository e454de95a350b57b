"""The trail proves the tables: what was changed by hand, past the program, is named by table, row and column."""

import json
import random

import pytest
import sqlalchemy as sa
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.audit_trail import export, proof, verifier
from app.cli import cli
from models import AuditEntry, AuditPayload, Base, Deliverable, Edition, Revision, Round, SavedView
from models.audit import Event, append
from models.outside import COLUMNS, MIGRATED, RENDERED, TABLES
from tests.audit.by_hand import Hand, with_the_guards_off
from tests.audit.house import a_full_house
from workflows.clock import today
from workflows.proof import completing
from workflows.proof.columns import name_of, told_columns, told_tables
from workflows.proof.tables import compare

pytestmark = pytest.mark.both

SEED = 20261201
RULE = "selectieregel 7"


@pytest.fixture
def filling(request, filling):
    return a_full_house if "house" in request.fixturenames else filling


@pytest.fixture
def house(found):
    """Something in every table."""
    return found


def verified(session: Session, *rules: str) -> verifier.Report:
    return proof.verify(session, [verifier.parse_head(export.head(session))], rules)


def places(faults: list[str]) -> set[tuple[str, str, str]]:
    """`person 3 name: …` → ("person", "3", "name")."""
    return {tuple(fault.partition(":")[0].split(" ", 2)) for fault in faults}  # type: ignore[misc]


def test_hundreds_of_changes_by_hand_are_all_found(session, house, url):
    """In every table a row deleted, one put in, and every told column changed: each is named, and nothing else is."""
    session.rollback()
    assert verified(session).faults == []
    session.rollback()
    with with_the_guards_off(url) as connection:
        changes = Hand(connection, random.Random(SEED)).change_everything()
    assert len(changes) >= 200
    assert {change.table for change in changes} == {table.name for table in told_tables()}

    faults = verified(session).faults
    assert {change.place for change in changes} - places(faults) == set(), f"seed {SEED}"
    made_of_others = {
        (table, row, column)
        for table, row, column in places(faults)
        if column == "digest" or f"{table}.{column}" in RENDERED
    }
    assert places(faults) - {change.place for change in changes} <= made_of_others
    session.rollback()

    with with_the_guards_off(url) as connection:
        for change in reversed(changes):
            change.undo(connection)
    assert verified(session).faults == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("answer", "choice"), ("answer", "at"), ("decision", "text"), ("minute", "text"), ("seat", "role"),
        ("document", "sha256"), ("document", "(row)"), ("round", "conclusion"), ("report_template", "output"),
    ],
)  # fmt: skip
def test_a_change_by_hand_is_found_alone(session, house, url, table, column):
    """No fault leans on another."""
    of = Base.metadata.tables[table]
    session.rollback()
    with with_the_guards_off(url) as connection:
        hand = Hand(connection, random.Random(SEED))
        rows = hand.rows(of)
        if column == "(row)":
            hand.one_way_or_another([hand.delete(of, rows[min(rows)])])
        else:
            hand.change(of, of.c[column], rows)
    faults = places(verified(session).faults)
    rendered = {(*hand.made[0].place[:2], "html")} if column == "text" else set()
    assert faults - rendered == {hand.made[0].place}


@pytest.mark.sqlite
def test_the_demonstration_is_whole(session, app):
    from app.demonstration import people

    people.load(session)
    report = verified(session)
    assert (report.faults, compare(session).untold) == ([], [])
    assert compare(session).rows > 1000


def test_every_column_is_told_or_on_the_list_with_its_reason():
    """The list is the whole of what is left out; its words and the marks on the models say the same."""
    mappers = Base.registry.mappers
    versions = {name_of(mapper.version_id_col) for mapper in mappers if mapper.version_id_col is not None}
    silent = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if table.name not in TABLES and not column.primary_key:
                untold = column.info.get("secret") or not column.info.get("traced", True) or name_of(column) in versions
                silent |= {name_of(column)} if untold else set()
    assert silent == set(COLUMNS) | set(RENDERED)
    assert all(len(why) > 5 for why in [*COLUMNS.values(), *TABLES.values(), *MIGRATED.values()])
    unaudited = {mapper.class_.__tablename__ for mapper in mappers if not mapper.class_.audited}
    assert unaudited == set(TABLES)
    told = {name_of(column) for table in told_tables() for column in told_columns(table)}
    assert told.isdisjoint(COLUMNS | RENDERED)
    assert {"answer.choice", "answer.at", "seat.role", "publication.version", "dossier.title"} <= told


def test_what_the_model_fills_in_itself_is_told_too(session, cast):
    """When an answer was given, in which state a thing began: nobody typed it, and it can be changed by hand."""
    session.add(Deliverable(workgroup_id=cast.obmi.id, title="rapport"))
    session.add(SavedView(workgroup_id=cast.obmi.id, person_id=cast.griet.id, name="Onze", filters=""))
    session.commit()
    view = session.scalars(select(SavedView)).one()
    told = [changes for table, changes in created(session) if table == "saved_view"]
    assert told[0]["shared"] == [None, False]
    assert told[0]["at"][1].startswith(view.at.strftime("%Y-%m-%dT%H:%M:%S"))


def created(session: Session) -> list[tuple[str, dict]]:
    rows = export.rows(session)
    return [(row["table"], json.loads(row["payload"])["changes"]) for row in rows if row["verb"] == "created"]


def test_a_text_that_was_saved_again_is_told_with_what_it_was(session, cast, table):
    """Also when its block is saved for its signs alone: an entry that says null for what had been hides a change."""
    meeting = table.plan(today())
    item = table.add(meeting, "Mobiliteit")
    table.open(meeting)
    table.write(item, "Eerst dit.")
    table.write(item, "Dan dat.")
    block = table.block(item).id
    query = select(AuditPayload.payload).join(AuditEntry, AuditEntry.id == AuditPayload.id).order_by(AuditEntry.id)
    told = session.scalars(query.where(AuditEntry.table_name == "minute", AuditEntry.row_id == block)).all()
    texts = [json.loads(one)["changes"].get("text") for one in told]
    assert [one for one in texts if one and one[1]] == [["", "Eerst dit."], ["Eerst dit.", "Dan dat."]]


def test_html_that_is_not_what_the_text_renders_to_is_found(session, house, url):
    change = text("UPDATE workgroup SET mandate_html = '<p>Iets anders.</p>' WHERE slug = 'obmi'")
    with with_the_guards_off(url) as connection:
        connection.execute(change)
    (fault,) = verified(session).faults
    assert fault.startswith("workgroup 1 mandate_html: ")


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Revision, "text", "Een andere tekst."),
        (Round, "question", "Iets anders?"),
        (Edition, "content", {"blocks": []}),
    ],
)
def test_a_text_under_another_digest_is_found_though_the_trail_was_made_to_agree(
    session, house, url, model, column, value
):
    """Somebody adds an entry too: then the trail and the table say the same, and the digest does not."""
    row = session.scalars(select(model).where(model.digest != "").order_by(model.id)).first()
    row_id, table = row.id, Base.metadata.tables[model.__tablename__]
    told = getattr(row, column)
    session.rollback()
    with with_the_guards_off(url) as connection:
        connection.execute(sa.update(table).where(table.c.id == row_id).values({column: value}))
    append(session, [Event("changed", model.__tablename__, row_id, None, {column: [told, value]})])
    session.commit()
    faults = [fault for fault in verified(session).faults if not fault.startswith(f"{table.name} {row_id} html")]
    assert [fault.partition(":")[0] for fault in faults] == [f"{table.name} {row_id} digest"]
    alone = list(standalone(session))
    assert any(f"{table.name} {row_id}: its digest is not" in fault for fault in alone)


def standalone(session: Session) -> list[str]:
    """What the verifier of one file finds in an export of this trail."""
    with verifier.Replay() as replay:
        rows = (json.loads(line) for line in export.lines(session))
        report = verifier.verify(replay.kept(rows), [], [RULE])
        replay.tell(report)
    return report.faults


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TRIGGER audit_entry_stays", "audit_entry audit_entry_stays (trigger): it is not there"),
        (
            "CREATE TRIGGER helper AFTER INSERT ON answer BEGIN UPDATE answer SET choice = 'for'; END",
            "answer helper (trigger): the program has no such trigger",
        ),
        (
            "CREATE TRIGGER revision_kept BEFORE DELETE ON revision WHEN 1 = 0 BEGIN SELECT RAISE(ABORT, 'no'); END",
            "revision revision_kept (trigger): it is not as the program made it, or it is off",
        ),
    ],
)
def test_a_trigger_that_is_gone_other_or_not_ours_is_named(session, cast, url, statement, said):
    if "revision_kept" in statement:
        session.execute(text("DROP TRIGGER revision_kept"))
    session.execute(text(statement))
    session.commit()
    assert verified(session).faults == [said]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TRIGGER audit_entry_stays ON audit_entry", "audit_entry audit_entry_stays (trigger): it is not there"),
        (
            "ALTER TABLE answer DISABLE TRIGGER answer_stays",
            "answer answer_stays (trigger): it is not as the program made it, or it is off",
        ),
        (
            "CREATE OR REPLACE FUNCTION revision_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
            "revision revision_kept (trigger): it is not as the program made it, or it is off",
        ),
        (
            "CREATE TRIGGER helper AFTER INSERT ON answer FOR EACH ROW EXECUTE FUNCTION revision_kept()",
            "answer helper (trigger): the program has no such trigger",
        ),
    ],
)
def test_a_trigger_of_postgresql_that_is_gone_off_or_not_ours_is_named(session, cast, statement, said):
    session.execute(text(statement))
    session.commit()
    assert verified(session).faults == [said]


def erase(session: Session, seq: int, rule: str = RULE) -> None:
    gone = text("UPDATE audit_payload SET payload = NULL, salt = NULL, erased_under = :rule WHERE seq = :seq")
    session.execute(gone, {"rule": rule, "seq": seq})
    session.commit()


def entry_of(session: Session, table: str, row_id: int) -> int:
    query = select(AuditEntry.id).where(AuditEntry.table_name == table, AuditEntry.row_id == row_id)
    return session.scalars(query.order_by(AuditEntry.id)).first()


def test_an_erasure_is_known_under_its_rule_and_refused_under_another(session, cast):
    """What only the erased entry told is counted and not compared; what was told later is compared as before."""
    cast.griet.name = "Griet Anders"
    session.commit()
    seq = entry_of(session, "person", cast.griet.id)
    erase(session, seq)
    assert verified(session).faults == [f"{seq}: erased under a rule that is not known: '{RULE}'"]
    assert verified(session, "selectieregel 8").faults != []
    known = verified(session, RULE)
    assert (known.faults, known.erased) == ([], 1)
    assert "values are not compared: the entries that told them were erased." in known.text()

    session.execute(text(f"UPDATE person SET name = 'Iemand' WHERE id = {cast.griet.id}"))
    session.commit()
    assert verified(session, RULE).faults == [f"person {cast.griet.id} name: it is not what the trail says"]


def test_a_payload_of_no_entry_is_refused(session, cast, url):
    with with_the_guards_off(url) as connection:
        connection.execute(text("INSERT INTO audit_payload VALUES (99999, 'aa', '{}', NULL)"))
    said = "99999: a payload of which there is no entry"
    assert said in verified(session).faults
    assert said in standalone(session)


def test_an_entry_that_does_not_go_on_from_the_one_before_is_told(session, cast):
    """A value that was changed by hand and then saved anew: the entry says what stood there, and the trail did not."""
    session.execute(text(f"UPDATE person SET function = 'bedenker' WHERE id = {cast.griet.id}"))
    session.commit()
    cast.griet.function = "schrijver"
    session.commit()
    (fault,) = verified(session).faults
    assert fault.startswith(f"person {cast.griet.id} function: entry ")
    assert any("says that 'function' was something else" in fault for fault in standalone(session))


def test_a_table_that_nobody_knows_is_named(session, cast):
    append(session, [Event("created", "verzonnen", 1, None, {"a": [None, 1]})])
    session.commit()
    assert "verzonnen (table): the trail tells of it and this release has no such table" in verified(session).faults


def an_older_row(session: Session, cast) -> None:
    """A row as 0.6.0 wrote it: its entry names only what was given."""
    values = "(workgroup_id, person_id, name, filters, shared, at)"
    session.execute(
        text(f"INSERT INTO saved_view {values} VALUES ({cast.obmi.id}, {cast.griet.id}, 'Oude', '', false, :at)"),
        {"at": "2026-01-01 00:00:00.000000" if session.get_bind().dialect.name == "sqlite" else "2026-01-01 00:00+00"},
    )
    row_id = session.scalars(text("SELECT max(id) FROM saved_view")).one()
    given = {"workgroup_id": cast.obmi.id, "person_id": cast.griet.id, "name": "Oude", "filters": ""}
    told = {name: [None, value] for name, value in given.items()}
    append(session, [Event("created", "saved_view", row_id, cast.obmi.id, told)])
    session.commit()


def test_what_an_older_release_did_not_tell_is_counted_and_told_once_by_the_upgrade(session, cast, do):
    an_older_row(session, cast)
    report = verified(session)
    assert report.faults == []
    assert "2 values of 1 rows are not compared: an older release did not tell them." in report.text()

    do(completing.COMPLETE)
    noted = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (noted.verb, noted.table_name, noted.workgroup_id) == ("noted", "saved_view", cast.obmi.id)
    last = export.head(session)
    do(completing.COMPLETE)
    assert export.head(session) == last
    assert "not compared" not in verified(session).text()

    session.execute(text("UPDATE saved_view SET shared = true"))
    session.commit()
    (fault,) = verified(session).faults
    assert fault.startswith("saved_view ")
    assert " shared: " in fault


def test_the_upgrade_makes_no_change_by_hand_good(session, cast, do):
    """A value that is not what the trail says stays a fault, however often the trail is completed."""
    session.execute(text(f"UPDATE person SET function = 'bedenker' WHERE id = {cast.griet.id}"))
    session.commit()
    do(completing.COMPLETE)
    assert verified(session).faults == [f"person {cast.griet.id} function: it is not what the trail says"]


def test_what_was_told_cannot_be_noted_again(session, cast):
    """An entry `noted` fills what is open, and is no way to say something else."""
    append(session, [Event("noted", "person", cast.griet.id, None, {"function": [None, "bedenker"]})])
    session.commit()
    assert any("notes a value that was told before" in fault for fault in verified(session).faults)
    assert any("notes 'function', which was told before" in fault for fault in standalone(session))


def test_a_main_series_beside_another_is_no_work_of_a_migration(session, cast, url):
    """002 founded the main series of every group without an entry; a second one somebody put there."""
    assert verified(session).faults == []
    with with_the_guards_off(url) as connection:
        columns = "id, workgroup_id, slug, name, main, cadence_weeks, version"
        connection.execute(text(f"INSERT INTO series ({columns}) VALUES (0, 1, 'erbij', 'Erbij', true, NULL, 1)"))
    (fault,) = verified(session).faults
    assert fault.endswith("(row): it is there and no entry made it")


def test_verifying_asks_as_much_of_a_long_trail_as_of_a_short_one(session, cast, statements):
    """One pass: the number of questions does not grow with the rows."""
    asked = []
    for _more in range(2):
        session.rollback()
        statements.clear()
        assert verified(session).faults == []
        asked.append(len(statements))
        session.add_all(Deliverable(workgroup_id=cast.obmi.id, title=f"rapport {nth}") for nth in range(200))
        session.commit()
    assert asked[0] == asked[1]


def test_the_command_says_it_and_ends_with_one(app, session, cast):
    run = app.test_cli_runner()
    whole = run.invoke(cli, ["audit", "verify", "--head", export.head(session)])
    assert (whole.exit_code, "values of" in whole.output) == (0, True), whole.output
    session.execute(text("UPDATE seat SET role = 'coordinator' WHERE person_id = " + str(cast.griet.id)))
    session.commit()
    found = run.invoke(cli, ["audit", "verify"])
    assert found.exit_code == 1
    assert " role: it is not what the trail says" in found.output


def test_the_verifier_alone_prints_what_the_trail_says_of_a_row(session, cast, tmp_path, capsys):
    cast.griet.name = "Griet Anders"
    session.commit()
    file = tmp_path / "trail.jsonl"
    file.write_text("\n".join(export.lines(session)) + "\n", encoding="utf-8")
    assert verifier.main([str(file), "--row", f"person:{cast.griet.id}", "--row", "person:99999"]) == 0
    said = capsys.readouterr().out
    assert '  name: "Griet Anders"' in said
    assert "Replayed to the last value of" in said
    assert "An export holds no tables" in said
    assert "person 99999\n  no entry speaks of it" in said


def test_the_house_has_two_rows_in_every_table(session, house):
    """Or a change could not be made there."""
    few = [table.name for table in told_tables() if session.scalar(select(sa.func.count()).select_from(table)) < 2]
    assert few == []
