"""Rounds: one question to a list of organisations, one answer each; votes that take decisions."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

TAKEN_SOMEWHERE = "meeting_id IS NOT NULL OR round_id IS NOT NULL"
STORIES = ("of_workgroup_id", "of_meeting_id", "of_minutes_id")
SOURCES = (
    "of_organisation_id", "of_workgroup_id", "of_membership_id", "of_meeting_id", "of_agenda_item_id",
    "of_decision_id", "of_action_id", "of_milestone_id", "of_theme_id", "of_key_figure_id", "of_contradiction_id",
    "of_claim_id",
)  # fmt: skip

FROZEN = "(SELECT state FROM round WHERE id = {row}.round_id) <> 'draft'"
FROZEN_WHOLE = """EXISTS (SELECT 1 FROM round WHERE id = OLD.round_id
  AND (state = 'certified' OR (kind = 'vote' AND state <> 'draft')))"""
TOO_LATE = """EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND state <> 'open'
  AND NOT (state = 'closed' AND kind IN ('call', 'task', 'presentation', 'investigate')))"""


def other(*names: str) -> str:
    """Whether one of these differs. As text, for PostgreSQL does not compare JSON."""
    return " OR ".join(f"CAST(NEW.{name} AS TEXT) IS DISTINCT FROM CAST(OLD.{name} AS TEXT)" for name in names)


ANOTHER_ANSWER = other(
    "id", "workgroup_id", "round_id", "party_id", "kind", "choice", "text", "link", "extra", "person_id", "capacity",
    "at", "replaces_id",
)  # fmt: skip
ANOTHER_QUESTION = other("kind", "question", "text", "options", "preset", "digest")
LISTED = "'draft open', 'open closed', 'closed certified', 'draft cancelled', 'open cancelled'"
GUARDS = {
    "answer_kept": ("DELETE", "answer", "1 = 1", "an answer stays"),
    "answer_stays": (
        "UPDATE", "answer",
        f"OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR {ANOTHER_ANSWER} OR {TOO_LATE}",
        "an answer never changes: a newer one replaces it",
    ),
    "answer_in_time": ("INSERT", "answer", TOO_LATE, "the round takes no answers"),
    "round_party_added": ("INSERT", "round_party", FROZEN.format(row="NEW"), "the electorate is frozen"),
    "round_party_kept": ("DELETE", "round_party", FROZEN.format(row="OLD"), "the electorate is frozen"),
    "round_party_stays": (
        "UPDATE", "round_party",
        f"{other('id', 'round_id', 'organisation_id', 'workgroup_id')} OR {FROZEN_WHOLE}",
        "the electorate is frozen",
    ),
    "round_certified": ("UPDATE", "round", "OLD.state = 'certified'", "what is certified stays"),
    "round_goes_on": (
        "UPDATE", "round",
        f"NEW.id <> OLD.id OR (NEW.state <> OLD.state AND NOT OLD.recorded AND OLD.state || ' ' || NEW.state NOT IN ({LISTED}))",
        "no step leads there",
    ),
    "round_answered": (
        "UPDATE", "round", f"({ANOTHER_QUESTION}) AND EXISTS (SELECT 1 FROM answer WHERE round_id = OLD.id)",  # noqa: S608
        "a question that was answered stays",
    ),
    "round_kept": ("DELETE", "round", "OLD.state <> 'draft'", "a round stays"),
}  # fmt: skip
"""What the database itself refuses, whoever asks: name → (act, table, when, why)."""
PUT_IN_ITS_PLACE = {
    "answer": "id = NEW.id OR replaces_id = NEW.replaces_id OR "
    "(party_id = NEW.party_id AND superseded_at IS NULL AND NEW.superseded_at IS NULL)",
    "round_party": "id = NEW.id",
    "round": "id = NEW.id",
}
"""INSERT OR REPLACE of SQLite deletes the row that is in the way, and no trigger on DELETE hears of it."""
EMPTIED = ("answer", "round")
"""Nor does a trigger for each row hear of TRUNCATE on PostgreSQL."""


def guard() -> None:
    """The triggers. `IS DISTINCT FROM` is `IS NOT` on SQLite."""
    for name, (act, table, when, why) in GUARDS.items():
        row = "OLD" if act == "DELETE" else "NEW"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {when} THEN RAISE EXCEPTION '{why}'; END IF; RETURN {row}; END $$"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            asked = when.replace("IS DISTINCT FROM", "IS NOT")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {asked} BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'what was asked and answered stays'; END $$"
        )
        for table in EMPTIED:
            op.execute(f"CREATE TRIGGER not_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION not_emptied()")
    else:
        for table, there in PUT_IN_ITS_PLACE.items():
            found = f"EXISTS (SELECT 1 FROM {table} WHERE {there})"  # noqa: S608
            op.execute(
                f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} WHEN {found} "
                "BEGIN SELECT RAISE(ABORT, 'it is there already'); END"
            )


def unguard() -> None:
    for name, (_act, table, _when, _why) in GUARDS.items():
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
        else:
            op.execute(f"DROP TRIGGER {name}")
    if op.get_bind().dialect.name == "postgresql":
        for table in EMPTIED:
            op.execute(f"DROP TRIGGER not_emptied ON {table}")
        op.execute("DROP FUNCTION not_emptied()")
    else:
        for table in PUT_IN_ITS_PLACE:
            op.execute(f"DROP TRIGGER {table}_not_replaced")


def refer(table: str, column: str, to: str) -> None:
    """A new column that points to another table; SQLite takes the reference only with the column."""
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        key = sa.ForeignKey(f"{to}.id", name=name)
        op.add_column(table, sa.Column(column, sa.Integer(), key, nullable=True), inline_references=True)
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(name, table, to, [column], ["id"])


def exactly_one(columns: tuple[str, ...]) -> str:
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns) + " = 1"


def tell_of_rounds() -> None:
    """The story and the provenance get one more kind of subject."""
    for table, columns in (("step_taken", STORIES), ("provenance", SOURCES)):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_one_subject"), type_="check")
            batch.add_column(sa.Column("of_round_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(f"fk_{table}_of_round_id", "round", ["of_round_id"], ["id"])
            batch.create_index(f"ix_{table}_of_round_id", ["of_round_id"])
            batch.create_check_constraint(op.f(f"ck_{table}_one_subject"), exactly_one((*columns, "of_round_id")))


WITHOUT_MEETING = (
    ("meeting_id INTEGER NOT NULL", "meeting_id INTEGER"),
    (")", f", CONSTRAINT ck_decision_taken_somewhere CHECK ({TAKEN_SOMEWHERE}))"),
)


def rewrite(table: str, changes: tuple[tuple[str, str], ...]) -> None:
    """Change constraints of a table on SQLite without copying it: what points at it would be in the way.

    The procedure of https://sqlite.org/lang_altertable.html for changes that touch no row; the last find counts.
    """
    bind = op.get_bind()
    sql = bind.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).scalar_one()
    for old, new in changes:
        before, found, after = sql.rpartition(old)
        if not found:
            raise ValueError(f"{table} has no {old}")
        sql = before + new + after
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (sql, table))
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def decide_by_vote() -> None:
    """A decision can come out of a vote, and then without a meeting."""
    refer("decision", "round_id", "round")
    op.create_index("uq_decision_round_id", "decision", ["round_id"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        rewrite("decision", WITHOUT_MEETING)
        return
    op.alter_column("decision", "meeting_id", existing_type=sa.Integer(), nullable=True)
    op.create_check_constraint(op.f("ck_decision_taken_somewhere"), "decision", TAKEN_SOMEWHERE)


def decide_in_meetings() -> None:
    if op.get_bind().dialect.name == "sqlite":
        rewrite("decision", tuple((new, old) for old, new in WITHOUT_MEETING))
    else:
        op.drop_constraint(op.f("ck_decision_taken_somewhere"), "decision", type_="check")
        op.alter_column("decision", "meeting_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index("uq_decision_round_id", table_name="decision")
    op.drop_column("decision", "round_id")


PRESETS = sa.Enum("consensus", "simple", "qualified", "written", "tacit", name="preset", native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("workgroup", sa.Column("voting", PRESETS, nullable=False, server_default="consensus"))
    op.create_table(
        "round",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "status",
                "vote",
                "call",
                "task",
                "interest",
                "questionnaire",
                "presentation",
                "investigate",
                "date",
                name="roundkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "open", "closed", "certified", "cancelled", name="roundstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sanitiser", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "preset",
            sa.Enum(
                "consensus", "simple", "qualified", "written", "tacit", name="preset", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column(
            "addressees",
            sa.Enum("voting", "members", "selection", name="addressees", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_meeting_id", sa.Integer(), nullable=True),
        sa.Column("due_next_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column(
            "asked_precision",
            sa.Enum("day", "month", "year", "period", name="precision", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("adopted", "rejected", "objected", "invalid", name="verdict", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("source_kind", sa.String(length=200), nullable=False),
        sa.Column("source_asked", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'vote') = (preset IS NOT NULL)", name=op.f("ck_round_a_vote_has_a_rule")),
        sa.CheckConstraint("(state = 'certified') = (certified_at IS NOT NULL)", name=op.f("ck_round_certified_when")),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancelled_because <> ''", name=op.f("ck_round_cancelled_with_a_reason")
        ),
        sa.CheckConstraint("state <> 'certified' OR result IS NOT NULL", name=op.f("ck_round_certified_with_a_result")),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR recorded OR (opened_at IS NOT NULL AND digest <> '')",
            name=op.f("ck_round_opened_with_its_text"),
        ),
        sa.CheckConstraint("verdict IS NULL OR kind = 'vote'", name=op.f("ck_round_a_verdict_of_a_vote")),
        sa.CheckConstraint(
            "(CASE WHEN due_on IS NULL THEN 0 ELSE 1 END + CASE WHEN due_meeting_id IS NULL THEN 0 ELSE 1 END + CASE WHEN due_next_id IS NULL THEN 0 ELSE 1 END) = 1 OR (recorded AND (CASE WHEN due_on IS NULL THEN 0 ELSE 1 END + CASE WHEN due_meeting_id IS NULL THEN 0 ELSE 1 END + CASE WHEN due_next_id IS NULL THEN 0 ELSE 1 END) = 0)",
            name=op.f("ck_round_one_deadline"),
        ),
        sa.CheckConstraint(
            "CASE WHEN item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN action_id IS NULL THEN 0 ELSE 1 END <= 1",
            name=op.f("ck_round_one_subject"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["organisation.id"], name=op.f("fk_round_asked_by_id")),
        sa.ForeignKeyConstraint(["due_meeting_id"], ["meeting.id"], name=op.f("fk_round_due_meeting_id")),
        sa.ForeignKeyConstraint(["due_next_id"], ["series.id"], name=op.f("fk_round_due_next_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "action_id"],
            ["action.workgroup_id", "action.id"],
            name=op.f("fk_round_workgroup_id_action_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "item_id"],
            ["agenda_item.workgroup_id", "agenda_item.id"],
            name=op.f("fk_round_workgroup_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "previous_id"],
            ["round.workgroup_id", "round.id"],
            name=op.f("fk_round_workgroup_id_previous_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_round_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("id", "kind", name=op.f("uq_round_id_kind")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_round_workgroup_id_id")),
    )
    op.create_index(op.f("ix_round_action_id"), "round", ["action_id"], unique=False)
    op.create_index(op.f("ix_round_asked_on"), "round", ["asked_on"], unique=False)
    op.create_index(op.f("ix_round_due_meeting_id"), "round", ["due_meeting_id"], unique=False)
    op.create_index(op.f("ix_round_item_id"), "round", ["item_id"], unique=False)
    op.create_index(op.f("ix_round_previous_id"), "round", ["previous_id"], unique=False)
    op.create_index(op.f("ix_round_workgroup_id_state"), "round", ["workgroup_id", "state"], unique=False)
    op.create_table(
        "round_party",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_round_party_organisation_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "round_id"],
            ["round.workgroup_id", "round.id"],
            name=op.f("fk_round_party_workgroup_id_round_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_round_party_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_party")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_round_party_round_id_id")),
        sa.UniqueConstraint("round_id", "organisation_id", name=op.f("uq_round_party_round_id_organisation_id")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_round_party_workgroup_id_id")),
    )
    op.create_index(op.f("ix_round_party_organisation_id"), "round_party", ["organisation_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "status",
                "vote",
                "call",
                "task",
                "interest",
                "questionnaire",
                "presentation",
                "investigate",
                "date",
                name="roundkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "capacity",
            sa.Enum("representative", "deputy", "secretary", "guest", name="capacity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) = (capacity = 'guest')", name=op.f("ck_answer_a_guest_has_no_account")),
        sa.CheckConstraint(
            "kind <> 'vote' OR choice IN ('for', 'abstain') OR (choice IN ('against', 'recuse') AND text <> '')",
            name=op.f("ck_answer_a_vote_that_counts"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_person_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["answer.id"], name=op.f("fk_answer_replaces_id")),
        sa.ForeignKeyConstraint(["round_id", "kind"], ["round.id", "round.kind"], name=op.f("fk_answer_round_id_kind")),
        sa.ForeignKeyConstraint(
            ["round_id", "party_id"],
            ["round_party.round_id", "round_party.id"],
            name=op.f("fk_answer_round_id_party_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "round_id"],
            ["round.workgroup_id", "round.id"],
            name=op.f("fk_answer_workgroup_id_round_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_answer_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_answer_replaces_id")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_answer_workgroup_id_id")),
    )
    op.create_index(op.f("ix_answer_party_id"), "answer", ["party_id"], unique=False)
    op.create_index(op.f("ix_answer_person_id"), "answer", ["person_id"], unique=False)
    op.create_index(op.f("ix_answer_round_id"), "answer", ["round_id"], unique=False)
    op.create_index(
        "uq_answer_current",
        "answer",
        ["party_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "round_link",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_round_link_expires_after_it_is_made")),
        sa.ForeignKeyConstraint(
            ["round_id", "party_id"],
            ["round_party.round_id", "round_party.id"],
            name=op.f("fk_round_link_round_id_party_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "round_id"],
            ["round.workgroup_id", "round.id"],
            name=op.f("fk_round_link_workgroup_id_round_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_round_link_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_round_link_digest")),
    )
    op.create_index(op.f("ix_round_link_round_id"), "round_link", ["round_id"], unique=False)

    op.create_table(
        "treatment",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column(
            "handling",
            sa.Enum("accepted", "rejected", "processed", name="handling", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "answer_id"],
            ["answer.workgroup_id", "answer.id"],
            name=op.f("fk_treatment_workgroup_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "round_id"],
            ["round.workgroup_id", "round.id"],
            name=op.f("fk_treatment_workgroup_id_round_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_treatment_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_treatment_answer_id")),
    )
    tell_of_rounds()
    decide_by_vote()
    refer("agenda_item", "asks_id", "round")
    op.create_index("uq_agenda_item_meeting_id_asks_id", "agenda_item", ["meeting_id", "asks_id"], unique=True)
    guard()


def downgrade() -> None:
    """Back to the release before: rounds are gone, and with them decisions that no meeting took."""
    unguard()
    for statement in (
        "DELETE FROM provenance WHERE of_round_id IS NOT NULL OR of_decision_id IN "
        "(SELECT id FROM decision WHERE meeting_id IS NULL)",
        "DELETE FROM step_taken WHERE of_round_id IS NOT NULL",
        "UPDATE decision SET supersedes_id = NULL WHERE supersedes_id IN "
        "(SELECT id FROM decision WHERE meeting_id IS NULL)",
        "DELETE FROM decision WHERE meeting_id IS NULL",
    ):
        op.execute(statement)
    op.drop_index("uq_agenda_item_meeting_id_asks_id", table_name="agenda_item")
    op.drop_column("agenda_item", "asks_id")
    decide_in_meetings()
    for table, columns in (("step_taken", STORIES), ("provenance", SOURCES)):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_one_subject"), type_="check")
            batch.drop_index(f"ix_{table}_of_round_id")
            batch.drop_constraint(f"fk_{table}_of_round_id", type_="foreignkey")
            batch.drop_column("of_round_id")
            batch.create_check_constraint(op.f(f"ck_{table}_one_subject"), exactly_one(columns))
    for table in ("treatment", "round_link", "answer", "round_party", "round"):
        op.drop_table(table)
    op.drop_column("workgroup", "voting")
