"""Questions of a mandate and results; the history by hand; answers of websites; the yearly overview; calendars."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

ANSWERS = sa.Enum(
    "answers", "not_there", "broken", "unreachable", "not_public", name="websiteanswer", native_enum=False, length=40
)


def written(table: str, column: str) -> None:
    """A text that is never NULL: the rows that are there get an empty one."""
    op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))


def refer(table: str, column: str, to: str) -> None:
    """A new column that points to another table; SQLite takes the reference only with the column."""
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        key = sa.ForeignKey(f"{to}.id", name=name)
        op.add_column(table, sa.Column(column, sa.Integer(), key, nullable=True), inline_references=True)
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(name, table, to, [column], ["id"])


def upgrade() -> None:
    for table in ("milestone", "theme", "key_figure"):
        written(table, "source")
    op.add_column("key_figure", sa.Column("year", sa.Integer(), nullable=True))
    written("workgroup", "ends_when")
    refer("workgroup", "successor_id", "workgroup")
    op.create_table(
        "website_check",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("answer", ANSWERS, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_website_check_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website_check")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_website_check_organisation_id")),
    )
    op.create_table(
        "mandate_question",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_mandate_question_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_question")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_mandate_question_workgroup_id_id")),
        sa.UniqueConstraint("workgroup_id", "position", name=op.f("uq_mandate_question_workgroup_id_position")),
    )
    op.create_table(
        "mandate_report",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks_more", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_mandate_report_meeting_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "question_id"],
            ["mandate_question.workgroup_id", "mandate_question.id"],
            name=op.f("fk_mandate_report_workgroup_id_question_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_mandate_report_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_report")),
    )
    op.create_index(op.f("ix_mandate_report_question_id"), "mandate_report", ["question_id"], unique=False)
    op.create_table(
        "deliverable",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_deliverable_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
    )
    op.create_index(op.f("ix_deliverable_workgroup_id"), "deliverable", ["workgroup_id"], unique=False)

    op.create_table(
        "overview_text",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_overview_text_a_year")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_overview_text_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overview_text")),
        sa.UniqueConstraint("workgroup_id", "year", "place", name=op.f("uq_overview_text_workgroup_id_year_place")),
    )
    op.create_table(
        "overview_edition",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_overview_edition_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overview_edition")),
        sa.UniqueConstraint("digest", name=op.f("uq_overview_edition_digest")),
        sa.UniqueConstraint("workgroup_id", "year", "n", name=op.f("uq_overview_edition_workgroup_id_year_n")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("workgroup_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_calendar_feed_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
    )
    op.create_index(op.f("ix_calendar_feed_person_id"), "calendar_feed", ["person_id"], unique=False)

    op.create_index("ix_meeting_workgroup_id_state_held_on", "meeting", ["workgroup_id", "state", "held_on"])
    op.create_index(op.f("ix_minute_item_id"), "minute", ["item_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_minute_item_id"), table_name="minute")
    op.drop_index("ix_meeting_workgroup_id_state_held_on", table_name="meeting")
    for table in (
        "calendar_feed",
        "overview_edition",
        "overview_text",
        "deliverable",
        "mandate_report",
        "mandate_question",
        "website_check",
    ):
        op.drop_table(table)
    for column in ("successor_id", "ends_when"):
        op.drop_column("workgroup", column)
    op.drop_column("key_figure", "year")
    for table in ("milestone", "theme", "key_figure"):
        op.drop_column(table, "source")
