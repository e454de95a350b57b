"""The schema goes up, down and up again with data in it, and is then what the models say."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from app import create_app, serving
from app.extensions import alembic, db
from config import TestConfig
from models import AuditEntry, Meeting, Organisation, Series, Workgroup, now
from models.audit import Event, append
from models.base import Instant
from workflows import saved_view, workgroup

pytestmark = pytest.mark.both


def test_up_down_and_up_again(url, session, cast):
    session.close()  # an open transaction would hold the tables on PostgreSQL
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        assert serving.schema_is_current()
        assert alembic.compare_metadata() == []
        alembic.downgrade("base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        assert not serving.schema_is_current()
        with pytest.raises(SystemExit, match="db upgrade"):
            serving.serve(app, "127.0.0.1", 1, workers=1)
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        db.engine.dispose()


def test_it_is_not_served_to_others_without_https(app):
    with app.app_context(), pytest.raises(SystemExit, match="https"):
        serving.serve(app, "0.0.0.0", 1, workers=1)


OF_001 = (
    "organisation",
    "person",
    "workgroup",
    "membership",
    "seat",
    "visit",
    "step_taken",
    "audit_entry",
    "audit_payload",
)
"""What the first release kept, that must be there unchanged after the upgrade."""


SAID_ANEW = {"message": "reason_withheld"}
"""A column of before whose words another one says since."""


def rows_of(engine: Engine, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every row of these columns, in an order that does not depend on the database."""
    with engine.connect() as connection:
        return {
            table: sorted(
                repr(tuple(row)) for row in connection.execute(text(f"SELECT {', '.join(names)} FROM {table}"))
            )
            for table, names in columns.items()
        }


def test_a_database_of_the_previous_release_keeps_everything(url, session, cast, do):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)
    do(workgroup.procedure.step("start"), cast.obmi, by=cast.els, note="eindelijk")
    obmi = cast.obmi.id
    session.close()
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.downgrade("001")
        columns = {table: [column["name"] for column in inspect(db.engine).get_columns(table)] for table in OF_001}
        before = rows_of(db.engine, columns)
        alembic.upgrade()
        assert rows_of(db.engine, columns) == before
        assert all(before[table] for table in OF_001 if table != "visit")
        with db.sessionmaker() as after:
            main = after.scalars(select(Series).where(Series.workgroup_id == obmi)).one()
            assert (main.main, main.slug, main.cadence_weeks) == (True, "obmi", 6)
        db.engine.dispose()


def test_a_database_with_meetings_and_history_keeps_everything(url, session, cast, do):
    """From 002, the release with meetings: every row of every table is there afterwards as it was."""
    from app.history import facts
    from tests.table import Table, lay

    lay(Table(session, do, cast.orba, cast.otto), remarks_by=cast.otto)
    facts.load(session)
    session.close()
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.downgrade("002")
        there = inspect(db.engine)
        tables = set(there.get_table_names()) - {"alembic_version"}
        columns = {
            table: [name for column in there.get_columns(table) if (name := column["name"]) != SAID_ANEW.get(table)]
            for table in tables
        }
        before = rows_of(db.engine, columns)
        alembic.upgrade()
        assert rows_of(db.engine, columns) == before
        assert sum(map(len, before.values())) > 1000
        db.engine.dispose()


def test_a_database_of_the_first_release_is_proved_from_its_upgrade_on(url, app):
    """What migrations put there without an entry is noted once: a main series (002), why a letter was kept (006)."""
    from app.audit_trail import proof
    from app.cli import bring_up_to_date

    rows = {
        "organisation": {"name": "Gent", "kind": "city", "version": 1},
        "person": {
            "name": "Griet", "email": "griet@example.invalid", "function": "", "organisation_id": 1, "language": "nl",
            "theme": "system", "state": "active", "is_administrator": False, "example": False, "version": 1,
        },
        "workgroup": {
            "slug": "obmi", "prefix": "OBMI", "name": "OBMi", "kind": "workgroup", "state": "active", "mandate": "",
            "mandate_html": "", "mandate_sanitiser": 0, "version": 1,
        },
        "message": {
            "person_id": 1, "kind": "invitation", "letter": "{}", "key": "a", "state": "withheld", "tries": 0,
            "reason_withheld": "weg",
        },
    }  # fmt: skip
    given = {
        "organisation": ("name", "kind"), "person": ("name", "email", "organisation_id", "state"),
        "workgroup": ("slug", "prefix", "name", "kind"), "message": ("person_id", "kind", "key", "state"),
    }  # fmt: skip
    with app.app_context():
        alembic.downgrade("001")
        with db.sessionmaker() as old:
            for table, row in rows.items():
                moments = dict.fromkeys(["made_at", "next_try_at"] if table == "message" else [], now())
                columns = [sa.column(name) for name in row] + [sa.column(name, Instant()) for name in moments]
                old.execute(sa.insert(sa.table(table, *columns)).values(**row, **moments))
                told = {name: [None, row[name]] for name in given[table]}
                append(old, [Event("created", table, 1, None, told)])
            old.commit()
        alembic.upgrade()
        with db.sessionmaker() as after:
            report = proof.verify(after, [])
            assert report.faults == []
            assert "are not compared" in report.text()
        bring_up_to_date()
        with db.sessionmaker() as after:
            report = proof.verify(after, [])
            assert report.faults == []
            assert "are not compared" not in report.text()
            noted = set(after.scalars(select(AuditEntry.table_name).where(AuditEntry.verb == "noted")))
            assert {"series", "message", "workgroup", "person"} <= noted
        with db.engine.begin() as by_hand:
            by_hand.execute(text("UPDATE series SET cadence_weeks = 3"))
            by_hand.execute(text("UPDATE message SET withheld_because = 'muted'"))
        with db.sessionmaker() as after:
            named = [fault.partition(":")[0] for fault in proof.verify(after, []).faults]
            assert named == ["message 1 withheld_because", "series 1 cadence_weeks"]
        db.engine.dispose()


def test_a_database_with_files_goes_back_and_forth(url, session, cast, do, table):
    """005 takes its own table along when it goes, and touches nothing else."""
    from tests.table import lay
    from workflows import document

    lay(table, remarks_by=cast.griet)
    item = table.items(table.meetings["planned"])[-1]
    kept = document.Content("nota.txt", "text/plain", 9, "a" * 64)
    do(document.TO_ITEM, item, by=cast.els, content=kept, audience=None)
    session.close()
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.downgrade("005")
        there = inspect(db.engine)
        tables = set(there.get_table_names()) - {"alembic_version", "document"}
        columns = {table: [column["name"] for column in there.get_columns(table)] for table in tables}
        before = rows_of(db.engine, columns)
        alembic.downgrade("004")
        assert "document" not in inspect(db.engine).get_table_names()
        assert rows_of(db.engine, columns) == before
        alembic.upgrade("005")
        assert rows_of(db.engine, columns) == before
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        db.engine.dispose()


def test_letters_of_before_say_why_they_were_sent(url, session, cast, do, rounds):
    """006: the outbox of 0.4.0, with letters of every state, goes on where it was; answers stay guarded."""
    from models import Message, MessageState, RoundKind

    given = rounds.say(rounds.ask(RoundKind.INTEREST), cast.griet, "yes").id
    karim = cast.karim.id
    session.close()
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.downgrade("005")
        with db.engine.begin() as old:
            withheld = "UPDATE message SET state = 'withheld', reason_withheld = 'weg' WHERE person_id = :id"
            old.execute(text(withheld), {"id": karim})
        alembic.upgrade()
        with db.sessionmaker() as after:
            hers, his = after.scalars(select(Message).order_by(Message.person_id)).all()
            assert (hers.kind, hers.reason, hers.delivery, hers.state) == ("asked", "asked", "at_once", "waiting")
            assert (his.state, his.withheld_because) == (MessageState.WITHHELD, "no_access")
        with db.engine.begin() as guarded, pytest.raises(DBAPIError, match="never changes"):
            guarded.execute(text(f"UPDATE answer SET by_mail = NOT by_mail WHERE id = {given}"))
        db.engine.dispose()


def test_a_database_with_dossiers_goes_back_and_forth(url, session, cast, do):
    """007 takes its own tables and rounds along when it goes; what is left stays guarded, before and after.

    008 goes alone: the dossiers stay.
    """
    from models import Occasion, Output, Ownership, RoundKind
    from tests.templates_made import Templates

    made = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)
    one = made.published()
    made.answer(made.round(one, RoundKind.ADOPTION), cast.griet, "planned")
    given = {"output": Output.DIVISION, "ownership": Ownership.CITY, "contact": "geograaf"}
    made.propose("Wijkindeling", occasions=[Occasion.POLICY_PLAN], **given)
    do(saved_view.KEEP, cast.obmi, by=cast.griet, name="Onze", filters="state=idea")
    session.close()
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.downgrade("007")
        with db.engine.connect() as old:
            assert set(old.scalars(text("SELECT output FROM report_template"))) == {"report", "dataset"}
        alembic.downgrade("006")
        assert not {"dossier", "revision", "comment"} & set(inspect(db.engine).get_table_names())
        with db.engine.connect() as old:
            assert set(old.scalars(text("SELECT kind FROM round"))) == {"vote"}
            assert old.scalar(text("SELECT count(*) FROM answer")) == 2
        stays_guarded()
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        stays_guarded()
        db.engine.dispose()


def stays_guarded():
    """The triggers on rounds and answers are there again."""
    for table in ("answer", "round_party", "round"):
        with db.engine.begin() as guarded, pytest.raises(DBAPIError, match=r"stays|frozen"):
            guarded.execute(text(f"DELETE FROM {table}"))


def test_the_history_loads_in_a_database_that_people_already_use(app, session, cast, do):
    """What an installation made before stays; the recorded history comes beside it, once."""
    from app.history import facts

    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="Onze OBMi", mandate="Onze opdracht", cadence_weeks=5)
    facts.load(session)
    facts.load(session)
    session.rollback()
    obmi = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    assert (obmi.name, obmi.mandate, obmi.cadence_weeks) == ("Onze OBMi", "Onze opdracht", 5)
    assert session.scalar(select(func.count()).select_from(Organisation).where(Organisation.name == "Gent")) == 1
    assert session.scalar(select(func.count()).select_from(Meeting)) == 14
