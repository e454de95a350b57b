"""Meetings: series, agendas, minutes, decisions, actions, attendance; history with its provenance."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

PRECISIONS = sa.Enum("day", "month", "year", "period", name="precision", native_enum=False, length=40)
SUBJECT = "CASE WHEN {} IS NULL THEN 0 ELSE 1 END"
ONE_SUBJECT = (
    " + ".join(SUBJECT.format(name) for name in ("of_workgroup_id", "of_meeting_id", "of_minutes_id")) + " = 1"
)
CIRCLES = [("agenda_item", "follows_id", "action"), ("contradiction", "chosen_id", "claim")]


def on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def refer(table: str, column: str, to: str) -> None:
    """A new column that points to another table; SQLite takes the reference only with the column."""
    name = f"fk_{table}_{column}"
    if on_sqlite():
        key = sa.ForeignKey(f"{to}.id", name=name)
        op.add_column(table, sa.Column(column, sa.Integer(), key, nullable=True), inline_references=True)
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(name, table, to, [column], ["id"])


def written(table: str, column: str, kind: sa.types.TypeEngine[str], value: str = "") -> None:
    """A new column that is never empty: the rows that are there get `value`."""
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=value))


def complete_the_house() -> None:
    """New columns of the tables of 001."""
    op.add_column("message", sa.Column("calendar", sa.JSON(), nullable=True))
    for name, kind in (("abbreviation", sa.String(length=40)), ("mailbox", sa.String(length=254))):
        op.add_column("organisation", sa.Column(name, kind, nullable=True))
    written("organisation", "about", sa.Text())
    written("organisation", "source_kind", sa.String(length=200))
    refer("organisation", "parent_id", "organisation")
    op.create_index(op.f("ix_organisation_parent_id"), "organisation", ["parent_id"])
    for name in ("about", "about_html", "closing_report"):
        written("workgroup", name, sa.Text())
    for name in ("source_kind", "source_state"):
        written("workgroup", name, sa.String(length=200))
    written("workgroup", "about_sanitiser", sa.Integer(), "0")
    op.add_column("workgroup", sa.Column("website", sa.String(length=500), nullable=True))
    for name in ("started", "ended"):
        op.add_column("workgroup", sa.Column(f"{name}_on", sa.Date(), nullable=True))
        written("workgroup", f"{name}_precision", PRECISIONS, "day")
    refer("workgroup", "lead_id", "organisation")
    op.create_index(op.f("ix_workgroup_parent_id"), "workgroup", ["parent_id"])
    with op.batch_alter_table("membership") as batch:
        batch.alter_column("since", existing_type=sa.Date(), nullable=True)
    written("membership", "decided_by", sa.Text())


def tell_of_meetings() -> None:
    """The story gets two more kinds of subject."""
    with op.batch_alter_table("step_taken") as batch:
        batch.drop_constraint(op.f("ck_step_taken_one_subject"), type_="check")
        for name, to in (("of_meeting_id", "meeting"), ("of_minutes_id", "minutes")):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(f"fk_step_taken_{name}", to, [name], ["id"])
            batch.create_index(f"ix_step_taken_{name}", [name])
        batch.create_check_constraint(op.f("ck_step_taken_one_subject"), ONE_SUBJECT)


def close_the_circles() -> None:
    """Two tables that point at each other: the second key comes when both are there."""
    for table, column, to in CIRCLES:
        if on_sqlite():
            continue  # there the key is written with the table
        op.create_foreign_key(f"fk_{table}_{column}", table, to, [column], ["id"])


def upgrade() -> None:
    complete_the_house()
    op.create_table(
        "source_document",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_document")),
        sa.UniqueConstraint("code", name=op.f("uq_source_document_code")),
    )
    op.create_table(
        "former_name",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_former_name_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_former_name_organisation_id_name")),
    )
    op.create_table(
        "contradiction",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_contradiction_workgroup_id")),
        *(
            [sa.ForeignKeyConstraint(["chosen_id"], ["claim.id"], name=op.f("fk_contradiction_chosen_id"))]
            if on_sqlite()
            else []
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradiction")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_contradiction_workgroup_id_id")),
    )
    op.create_table(
        "key_figure",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_key_figure_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_figure")),
    )
    op.create_index(op.f("ix_key_figure_workgroup_id"), "key_figure", ["workgroup_id"], unique=False)
    op.create_table(
        "series",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("cadence_weeks", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cadence_weeks IS NULL OR cadence_weeks BETWEEN 1 AND 104", name=op.f("ck_series_cadence_in_weeks")
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_series_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_series_workgroup_id_id")),
        sa.UniqueConstraint("workgroup_id", "slug", name=op.f("uq_series_workgroup_id_slug")),
    )
    op.create_table(
        "theme",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=False),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "until_year IS NULL OR until_year >= since_year", name=op.f("ck_theme_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_theme_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_index(op.f("ix_theme_workgroup_id"), "theme", ["workgroup_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("contradiction_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "contradiction_id"],
            ["contradiction.workgroup_id", "contradiction.id"],
            name=op.f("fk_claim_workgroup_id_contradiction_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_claim_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_contradiction_id"), "claim", ["contradiction_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "planned",
                "convened",
                "running",
                "held",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at)",
            name=op.f("ck_meeting_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["chair_id"], ["organisation.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "series_id"],
            ["series.workgroup_id", "series.id"],
            name=op.f("fk_meeting_workgroup_id_series_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_meeting_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("series_id", "year", "nth", name=op.f("uq_meeting_series_id_year_nth")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_meeting_workgroup_id_id")),
        sa.UniqueConstraint("workgroup_id", "number", name=op.f("uq_meeting_workgroup_id_number")),
    )
    op.create_index(op.f("ix_meeting_held_on"), "meeting", ["held_on"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum("day", "month", "year", "period", name="precision", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("said_when", sa.String(length=100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("contradiction_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contradiction_id"], ["contradiction.id"], name=op.f("fk_milestone_contradiction_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_milestone_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_workgroup_id"), "milestone", ["workgroup_id"], unique=False)
    op.create_table(
        "standing_item",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "item_type",
            sa.Enum(
                "status_round",
                "presentation_round",
                "presentation",
                "action",
                "decision",
                "proposal",
                "discussion",
                "feedback_request",
                "feedback_processing",
                "data_request",
                "agreement",
                "report_template",
                "report_release",
                "subgroup_founding",
                "subgroup_report",
                "vendor_issue",
                "vendor_wish",
                "connector_release",
                "training",
                "data_problem",
                "interest_poll",
                "evaluation",
                "report_back",
                "partner_consultation",
                "source_documentation",
                "membership",
                "minutes_approval",
                name="itemtype",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "purpose",
            sa.Enum(
                "inform", "discuss", "decide", "round", "approve_minutes", name="purpose", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "planned_minutes IS NULL OR planned_minutes BETWEEN 0 AND 600",
            name=op.f("ck_standing_item_minutes_of_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "series_id"],
            ["series.workgroup_id", "series.id"],
            name=op.f("fk_standing_item_workgroup_id_series_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_standing_item_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_item")),
        sa.UniqueConstraint("series_id", "title", name=op.f("uq_standing_item_series_id_title")),
    )
    op.create_index(op.f("ix_standing_item_series_id"), "standing_item", ["series_id"], unique=False)
    op.create_table(
        "agenda_version",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "meeting_id"],
            ["meeting.workgroup_id", "meeting.id"],
            name=op.f("fk_agenda_version_workgroup_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_agenda_version_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_version")),
        sa.UniqueConstraint("meeting_id", "n", name=op.f("uq_agenda_version_meeting_id_n")),
    )
    op.create_table(
        "attendance",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "reply", sa.Enum("yes", "no", "deputy", "unsure", name="reply", native_enum=False, length=40), nullable=True
        ),
        sa.Column(
            "presence",
            sa.Enum("present", "online", "excused", "absent", name="presence", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("by_deputy", sa.Boolean(), nullable=False),
        sa.Column("arrived_late", sa.Boolean(), nullable=False),
        sa.Column("left_early", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_attendance_organisation_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "meeting_id"],
            ["meeting.workgroup_id", "meeting.id"],
            name=op.f("fk_attendance_workgroup_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_attendance_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "organisation_id", name=op.f("uq_attendance_meeting_id_organisation_id")),
    )
    op.create_table(
        "minutes",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "circulated",
                "revised",
                "approved",
                "published",
                name="minutesstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remarks_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "meeting_id"],
            ["meeting.workgroup_id", "meeting.id"],
            name=op.f("fk_minutes_workgroup_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_minutes_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_minutes_workgroup_id_id")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "inform", "discuss", "decide", "round", "approve_minutes", name="purpose", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "item_type",
            sa.Enum(
                "status_round",
                "presentation_round",
                "presentation",
                "action",
                "decision",
                "proposal",
                "discussion",
                "feedback_request",
                "feedback_processing",
                "data_request",
                "agreement",
                "report_template",
                "report_release",
                "subgroup_founding",
                "subgroup_report",
                "vendor_issue",
                "vendor_wish",
                "connector_release",
                "training",
                "data_problem",
                "interest_poll",
                "evaluation",
                "report_back",
                "partner_consultation",
                "source_documentation",
                "membership",
                "minutes_approval",
                name="itemtype",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("more_types", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("proposal_html", sa.Text(), nullable=False),
        sa.Column("proposal_sanitiser", sa.Integer(), nullable=False),
        sa.Column("text_follows", sa.Boolean(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("presenter", sa.String(length=200), nullable=False),
        sa.Column("presenter_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "disposition",
            sa.Enum(
                "decided",
                "noted",
                "discussed",
                "postponed",
                "not_reached",
                "to_subgroup",
                "asked_cities",
                "written_procedure",
                "withdrawn",
                name="disposition",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("dropped_because", sa.Text(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("subgroup_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("standing_id", sa.Integer(), nullable=True),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent_seconds", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "planned_minutes IS NULL OR planned_minutes BETWEEN 0 AND 600", name=op.f("ck_agenda_item_minutes_of_a_day")
        ),
        sa.ForeignKeyConstraint(["about_id"], ["minutes.id"], name=op.f("fk_agenda_item_about_id")),
        sa.ForeignKeyConstraint(["carried_from_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_carried_from_id")),
        sa.ForeignKeyConstraint(["presenter_id"], ["organisation.id"], name=op.f("fk_agenda_item_presenter_id")),
        sa.ForeignKeyConstraint(["standing_id"], ["standing_item.id"], name=op.f("fk_agenda_item_standing_id")),
        sa.ForeignKeyConstraint(["subgroup_id"], ["workgroup.id"], name=op.f("fk_agenda_item_subgroup_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "meeting_id"],
            ["meeting.workgroup_id", "meeting.id"],
            name=op.f("fk_agenda_item_workgroup_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_agenda_item_workgroup_id")),
        *(
            [sa.ForeignKeyConstraint(["follows_id"], ["action.id"], name=op.f("fk_agenda_item_follows_id"))]
            if on_sqlite()
            else []
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("carried_from_id", name=op.f("uq_agenda_item_carried_from_id")),
        sa.UniqueConstraint("meeting_id", "about_id", name=op.f("uq_agenda_item_meeting_id_about_id")),
        sa.UniqueConstraint("meeting_id", "follows_id", name=op.f("uq_agenda_item_meeting_id_follows_id")),
        sa.UniqueConstraint("meeting_id", "standing_id", name=op.f("uq_agenda_item_meeting_id_standing_id")),
        sa.UniqueConstraint("meeting_id", "subgroup_id", name=op.f("uq_agenda_item_meeting_id_subgroup_id")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_agenda_item_workgroup_id_id")),
    )
    op.create_index(op.f("ix_agenda_item_follows_id"), "agenda_item", ["follows_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_table(
        "edition",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_in_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approved_in_id"], ["meeting.id"], name=op.f("fk_edition_approved_in_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "minutes_id"],
            ["minutes.workgroup_id", "minutes.id"],
            name=op.f("fk_edition_workgroup_id_minutes_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_edition_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("digest", name=op.f("uq_edition_digest")),
        sa.UniqueConstraint("minutes_id", "n", name=op.f("uq_edition_minutes_id_n")),
    )
    op.create_table(
        "action",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Enum("action", "call", name="actionkind", native_enum=False, length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_meeting_id", sa.Integer(), nullable=True),
        sa.Column("due_next_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "done", "dropped", "handed_over", name="actionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("evaluated_in_id", sa.Integer(), nullable=True),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("source_state", sa.String(length=200), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'open' OR result <> ''", name=op.f("ck_action_ended_with_a_result")),
        sa.CheckConstraint(
            "(CASE WHEN due_on IS NULL THEN 0 ELSE 1 END + CASE WHEN due_meeting_id IS NULL THEN 0 ELSE 1 END + CASE WHEN due_next_id IS NULL THEN 0 ELSE 1 END) = 1 OR (recorded AND (CASE WHEN due_on IS NULL THEN 0 ELSE 1 END + CASE WHEN due_meeting_id IS NULL THEN 0 ELSE 1 END + CASE WHEN due_next_id IS NULL THEN 0 ELSE 1 END) = 0)",
            name=op.f("ck_action_one_deadline"),
        ),
        sa.ForeignKeyConstraint(["due_meeting_id"], ["meeting.id"], name=op.f("fk_action_due_meeting_id")),
        sa.ForeignKeyConstraint(["due_next_id"], ["series.id"], name=op.f("fk_action_due_next_id")),
        sa.ForeignKeyConstraint(["evaluated_in_id"], ["meeting.id"], name=op.f("fk_action_evaluated_in_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_action_item_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "meeting_id"],
            ["meeting.workgroup_id", "meeting.id"],
            name=op.f("fk_action_workgroup_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_action_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_action_workgroup_id_id")),
    )
    op.create_index(op.f("ix_action_due_meeting_id"), "action", ["due_meeting_id"], unique=False)
    op.create_index(op.f("ix_action_evaluated_in_id"), "action", ["evaluated_in_id"], unique=False)
    op.create_index(op.f("ix_action_item_id"), "action", ["item_id"], unique=False)
    op.create_index(op.f("ix_action_meeting_id"), "action", ["meeting_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_force",
                "rejected",
                "replaced",
                "repealed",
                "withdrawn",
                name="decisionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("rationale_html", sa.Text(), nullable=False),
        sa.Column("rationale_sanitiser", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(number IS NULL) = (state IN ('draft', 'withdrawn'))", name=op.f("ck_decision_number_when_taken")
        ),
        sa.CheckConstraint("supersedes_id IS NULL OR supersedes_id <> id", name=op.f("ck_decision_not_after_itself")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["decision.id"], name=op.f("fk_decision_supersedes_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "item_id"],
            ["agenda_item.workgroup_id", "agenda_item.id"],
            name=op.f("fk_decision_workgroup_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "meeting_id"],
            ["meeting.workgroup_id", "meeting.id"],
            name=op.f("fk_decision_workgroup_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_decision_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_decision_supersedes_id")),
        sa.UniqueConstraint("workgroup_id", "number", name=op.f("uq_decision_workgroup_id_number")),
        sa.UniqueConstraint("workgroup_id", "year", "nth", name=op.f("uq_decision_workgroup_id_year_nth")),
    )
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
    op.create_table(
        "minute",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column(
            "part", sa.Enum("opening", "item", "closing", name="part", native_enum=False, length=40), nullable=False
        ),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sanitiser", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(part = 'item') = (item_id IS NOT NULL)", name=op.f("ck_minute_item_of_an_item")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "item_id"],
            ["agenda_item.workgroup_id", "agenda_item.id"],
            name=op.f("fk_minute_workgroup_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "minutes_id"],
            ["minutes.workgroup_id", "minutes.id"],
            name=op.f("fk_minute_workgroup_id_minutes_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_minute_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute")),
        sa.UniqueConstraint("minutes_id", "part", "item_id", name=op.f("uq_minute_minutes_id_part_item_id")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_minute_workgroup_id_id")),
    )
    op.create_index(op.f("ix_minute_minutes_id"), "minute", ["minutes_id"], unique=False)
    op.create_table(
        "action_owner",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_action_owner_organisation_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "action_id"],
            ["action.workgroup_id", "action.id"],
            name=op.f("fk_action_owner_workgroup_id_action_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_action_owner_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_owner")),
        sa.UniqueConstraint("action_id", "organisation_id", name=op.f("uq_action_owner_action_id_organisation_id")),
    )
    op.create_index(op.f("ix_action_owner_organisation_id"), "action_owner", ["organisation_id"], unique=False)
    op.create_table(
        "minute_revision",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_minute_revision_person_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "minute_id"],
            ["minute.workgroup_id", "minute.id"],
            name=op.f("fk_minute_revision_workgroup_id_minute_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_minute_revision_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_revision")),
        sa.UniqueConstraint("minute_id", "n", name=op.f("uq_minute_revision_minute_id_n")),
    )
    op.create_table(
        "provenance",
        sa.Column("fact", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("lines", sa.String(length=200), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum("stated", "implied", "unknown", name="certainty", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("of_organisation_id", sa.Integer(), nullable=True),
        sa.Column("of_workgroup_id", sa.Integer(), nullable=True),
        sa.Column("of_membership_id", sa.Integer(), nullable=True),
        sa.Column("of_meeting_id", sa.Integer(), nullable=True),
        sa.Column("of_agenda_item_id", sa.Integer(), nullable=True),
        sa.Column("of_decision_id", sa.Integer(), nullable=True),
        sa.Column("of_action_id", sa.Integer(), nullable=True),
        sa.Column("of_milestone_id", sa.Integer(), nullable=True),
        sa.Column("of_theme_id", sa.Integer(), nullable=True),
        sa.Column("of_key_figure_id", sa.Integer(), nullable=True),
        sa.Column("of_contradiction_id", sa.Integer(), nullable=True),
        sa.Column("of_claim_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN of_organisation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_workgroup_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_membership_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_meeting_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_agenda_item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_decision_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_action_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_milestone_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_theme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_key_figure_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_contradiction_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_claim_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_provenance_one_subject"),
        ),
        sa.ForeignKeyConstraint(["document_id"], ["source_document.id"], name=op.f("fk_provenance_document_id")),
        sa.ForeignKeyConstraint(["of_action_id"], ["action.id"], name=op.f("fk_provenance_of_action_id")),
        sa.ForeignKeyConstraint(
            ["of_agenda_item_id"], ["agenda_item.id"], name=op.f("fk_provenance_of_agenda_item_id")
        ),
        sa.ForeignKeyConstraint(["of_claim_id"], ["claim.id"], name=op.f("fk_provenance_of_claim_id")),
        sa.ForeignKeyConstraint(
            ["of_contradiction_id"], ["contradiction.id"], name=op.f("fk_provenance_of_contradiction_id")
        ),
        sa.ForeignKeyConstraint(["of_decision_id"], ["decision.id"], name=op.f("fk_provenance_of_decision_id")),
        sa.ForeignKeyConstraint(["of_key_figure_id"], ["key_figure.id"], name=op.f("fk_provenance_of_key_figure_id")),
        sa.ForeignKeyConstraint(["of_meeting_id"], ["meeting.id"], name=op.f("fk_provenance_of_meeting_id")),
        sa.ForeignKeyConstraint(["of_membership_id"], ["membership.id"], name=op.f("fk_provenance_of_membership_id")),
        sa.ForeignKeyConstraint(["of_milestone_id"], ["milestone.id"], name=op.f("fk_provenance_of_milestone_id")),
        sa.ForeignKeyConstraint(
            ["of_organisation_id"], ["organisation.id"], name=op.f("fk_provenance_of_organisation_id")
        ),
        sa.ForeignKeyConstraint(["of_theme_id"], ["theme.id"], name=op.f("fk_provenance_of_theme_id")),
        sa.ForeignKeyConstraint(["of_workgroup_id"], ["workgroup.id"], name=op.f("fk_provenance_of_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provenance")),
        sa.UniqueConstraint("fact", "document_id", name=op.f("uq_provenance_fact_document_id")),
    )
    op.create_index(op.f("ix_provenance_of_action_id"), "provenance", ["of_action_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_agenda_item_id"), "provenance", ["of_agenda_item_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_claim_id"), "provenance", ["of_claim_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_contradiction_id"), "provenance", ["of_contradiction_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_decision_id"), "provenance", ["of_decision_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_key_figure_id"), "provenance", ["of_key_figure_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_meeting_id"), "provenance", ["of_meeting_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_membership_id"), "provenance", ["of_membership_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_milestone_id"), "provenance", ["of_milestone_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_organisation_id"), "provenance", ["of_organisation_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_theme_id"), "provenance", ["of_theme_id"], unique=False)
    op.create_index(op.f("ix_provenance_of_workgroup_id"), "provenance", ["of_workgroup_id"], unique=False)
    op.create_table(
        "remark",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(resolution IS NULL) = (accepted IS NULL)", name=op.f("ck_remark_resolved_with_words")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_remark_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_remark_person_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "minute_id"],
            ["minute.workgroup_id", "minute.id"],
            name=op.f("fk_remark_workgroup_id_minute_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "minutes_id"],
            ["minutes.workgroup_id", "minutes.id"],
            name=op.f("fk_remark_workgroup_id_minutes_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_remark_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_minutes_id"), "remark", ["minutes_id"], unique=False)
    close_the_circles()
    tell_of_meetings()
    give_every_workgroup_its_series()


def give_every_workgroup_its_series() -> None:
    """A workgroup of before has no meetings yet; from now on the main series is founded with it."""
    op.execute(
        "INSERT INTO series (workgroup_id, slug, name, main, cadence_weeks, version) "
        "SELECT id, slug, name, true, cadence_weeks, 1 FROM workgroup"
    )


def downgrade() -> None:
    """Back to 001. What has no place there is gone: the story of meetings, and memberships without a first day."""
    forget_the_story_of_meetings()
    for table, column, _to in CIRCLES:
        if not on_sqlite():
            op.drop_constraint(f"fk_{table}_{column}", table, type_="foreignkey")
    for table in TABLES:
        op.drop_table(table)
    empty_the_house()


TABLES = [
    "remark",
    "provenance",
    "minute_revision",
    "action_owner",
    "minute",
    "decision",
    "action",
    "edition",
    "agenda_item",
    "minutes",
    "attendance",
    "agenda_version",
    "standing_item",
    "milestone",
    "meeting",
    "claim",
    "theme",
    "series",
    "key_figure",
    "contradiction",
    "former_name",
    "source_document",
]


def forget_the_story_of_meetings() -> None:
    op.execute("DELETE FROM step_taken WHERE of_workgroup_id IS NULL")
    only = "of_workgroup_id IS NOT NULL"
    with op.batch_alter_table("step_taken") as batch:
        batch.drop_constraint(op.f("ck_step_taken_one_subject"), type_="check")
        for name in ("of_meeting_id", "of_minutes_id"):
            batch.drop_index(f"ix_step_taken_{name}")
            batch.drop_constraint(f"fk_step_taken_{name}", type_="foreignkey")
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_step_taken_one_subject"), only)


def empty_the_house() -> None:
    op.execute("DELETE FROM membership WHERE since IS NULL")
    with op.batch_alter_table("membership") as batch:
        batch.alter_column("since", existing_type=sa.Date(), nullable=False)
        batch.drop_column("decided_by")
    op.drop_column("message", "calendar")
    op.drop_index(op.f("ix_workgroup_parent_id"), table_name="workgroup")
    op.drop_index(op.f("ix_organisation_parent_id"), table_name="organisation")
    for table, names in NEW.items():
        for name in names:
            op.drop_column(table, name)


NEW = {
    "workgroup": [
        "about", "about_html", "about_sanitiser", "closing_report", "source_kind", "source_state", "website",
        "started_on", "started_precision", "ended_on", "ended_precision", "lead_id",
    ],
    "organisation": ["abbreviation", "mailbox", "about", "source_kind", "parent_id"],
}  # fmt: skip
