"""Each rule that stands in the database refuses what it is for, to whoever comes past the program with SQL."""

from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from models import Base
from models.base import Instant
from tests.models.checks import CHECKS, VALID, Row

pytestmark = pytest.mark.both

TABLES = Base.metadata.tables
SOMETHING = {bool: False, int: 1, str: "x", date: date(2027, 3, 1), time: time(9)}
EACH = [(TABLES[table], name, check) for table, checks in CHECKS.items() for name, check in checks.items()]


@pytest.fixture
def engine(url):
    """Without the pragma of the program: SQLite asks no key whether its row is there. A CHECK is about one row."""
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def some_value(column: sa.Column) -> object:
    """A value that this column takes and that means nothing."""
    if isinstance(column.type, sa.Enum):
        return column.type.enums[0]
    if isinstance(column.type, sa.JSON):
        return {}
    if isinstance(column.type, Instant):
        return datetime(2027, 3, 1, 12, tzinfo=UTC)
    return SOMETHING[column.type.python_type]


def row_of(table: sa.Table, given: Row) -> Row:
    needed = {column.name: some_value(column) for column in table.columns if not column.nullable}
    return needed | VALID.get(table.name, {}) | given


def refused_by(engine: sa.Engine, table: sa.Table, given: Row) -> str:
    """What the database says of this row, and nothing when it takes it. The row is not kept.

    A key that points to no row is asked after the CHECKs, and says nothing of them.
    """
    columns = {column.name: sa.bindparam(column.name, type_=plain(column)) for column in table.columns}
    row = row_of(table, given)
    insert = sa.insert(table).values({name: columns[name] for name in row})
    with engine.connect() as connection:
        try:
            connection.execute(insert, row)
        except DBAPIError as refusal:
            return "" if "foreign key" in str(refusal.orig) else str(refusal.orig)
    return ""


def plain(column: sa.Column) -> sa.types.TypeEngine:
    """The type without what the program asks of a value: SQL of another hand does not ask it either."""
    return sa.String() if isinstance(column.type, sa.Enum) else column.type


def test_every_check_of_the_models_is_in_this_list():
    named = {f"ck_{table.name}_{name}" for table, name, _ in EACH}
    assert named == {str(check.name) for table in TABLES.values() for check in checks_of(table)}


def checks_of(table: sa.Table) -> list[sa.CheckConstraint]:
    return [rule for rule in table.constraints if isinstance(rule, sa.CheckConstraint)]


def test_each_refuses_what_it_is_for(engine):
    passed = [
        f"{table}, {name}: {row} passed. {said}"
        for table, name, check in EACH
        for row in check.refused
        if f"ck_{table}_{name}" not in (said := refused_by(engine, table, row))
    ]
    assert not passed, "\n".join(passed)


def test_each_lets_through_what_is_only_just_right(engine):
    refused = [
        f"{table}, {name}: {row} was refused. {said}"
        for table, name, check in EACH
        for row in ({}, *check.allowed)
        if (said := refused_by(engine, table, row))
    ]
    assert not refused, "\n".join(refused)


def test_a_check_in_the_database_says_what_the_models_say(engine):
    """Alembic compares columns and keys, but no CHECK."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.schema.CreateSchema("models"))
        else:
            connection.execute(sa.text("ATTACH ':memory:' AS models"))
        Base.metadata.create_all(connection.execution_options(schema_translate_map={None: "models"}))
        there = sa.inspect(connection)
        for name in TABLES:
            assert there.get_check_constraints(name) == there.get_check_constraints(name, schema="models"), name


def test_a_value_outside_an_enumeration_is_not_written(engine):
    """The column itself takes any word: it is the program that asks, also of a word that is no member of the list."""
    kinds = [column for table in TABLES.values() for column in table.columns if isinstance(column.type, sa.Enum)]
    assert len(kinds) > 60
    with engine.connect() as connection:
        for column in kinds:
            assert max(map(len, column.type.enums)) <= column.type.length
            with pytest.raises(sa.exc.StatementError, match="not among the defined enum values"):
                connection.execute(sa.update(column.table).values({column.name: "anders"}))
