"""Dossiers: texts in revisions, what is said about them, publications; report templates as their first kind."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

STORIES = ("of_workgroup_id", "of_meeting_id", "of_minutes_id", "of_round_id")
SOURCES = (
    "of_organisation_id", "of_workgroup_id", "of_membership_id", "of_meeting_id", "of_agenda_item_id",
    "of_decision_id", "of_action_id", "of_milestone_id", "of_theme_id", "of_key_figure_id", "of_contradiction_id",
    "of_claim_id", "of_round_id",
)  # fmt: skip
PARENTS = ("item_id", "block_id", "answer_id")
ROLES = sa.Enum("export", "instructions", "example", "licence", name="filerole", native_enum=False, length=40)
LATE = ("call", "task", "presentation", "investigate")
"""The kinds of round that take an answer after they closed."""
ANSWER = (
    "id", "workgroup_id", "round_id", "party_id", "kind", "choice", "text", "link", "extra", "person_id", "capacity",
    "at", "replaces_id", "by_mail",
)  # fmt: skip
KEPT = ("revision", "publication")
"""Tables of which a row never changes and never goes."""


def one_of(columns: tuple[str, ...]) -> str:
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns) + " = 1"


def refer(table: str, column: str, to: str) -> None:
    """A new column that points to another table; SQLite takes the reference only with the column."""
    name = op.f(f"fk_{table}_{column}")
    if op.get_bind().dialect.name == "sqlite":
        key = sa.ForeignKey(f"{to}.id", name=name)
        op.add_column(table, sa.Column(column, sa.Integer(), key, nullable=True), inline_references=True)
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(name, table, to, [column], ["id"])


def trigger(name: str, act: str, table: str, when: str, why: str) -> None:
    """The database itself refuses, whoever asks. `IS DISTINCT FROM` is `IS NOT` on SQLite."""
    if op.get_bind().dialect.name == "postgresql":
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{why}'; END IF; RETURN {row}; END $$"
        )
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        return
    asked = when.replace("IS DISTINCT FROM", "IS NOT")
    op.execute(f"DROP TRIGGER IF EXISTS {name}")
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {asked} BEGIN SELECT RAISE(ABORT, '{why}'); END")


def guard_answers(late: tuple[str, ...]) -> None:
    """The triggers of 004 and 006 anew: these kinds of round take answers after they closed."""
    kinds = ", ".join(f"'{kind}'" for kind in late)
    too_late = f"""EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND state <> 'open'
  AND NOT (state = 'closed' AND kind IN ({kinds})))"""  # noqa: S608
    other = " OR ".join(f"CAST(NEW.{name} AS TEXT) IS DISTINCT FROM CAST(OLD.{name} AS TEXT)" for name in ANSWER)
    trigger("answer_in_time", "INSERT", "answer", too_late, "the round takes no answers")
    trigger(
        "answer_stays", "UPDATE", "answer",
        f"OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR {other} OR {too_late}",
        "an answer never changes: a newer one replaces it",
    )  # fmt: skip


def keep_what_was_written() -> None:
    for table in KEPT:
        why = f"a {table} stays as it is"
        trigger(f"{table}_stays", "UPDATE", table, "1 = 1", why)
        trigger(f"{table}_kept", "DELETE", table, "1 = 1", why)
        if op.get_bind().dialect.name == "sqlite":
            there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608
            trigger(f"{table}_not_replaced", "INSERT", table, there, "it is there already")


def make_dossiers() -> None:
    op.create_table(
        "dossier_theme",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_dossier_theme_not_within_itself")),
        sa.ForeignKeyConstraint(["parent_id"], ["dossier_theme.id"], name=op.f("fk_dossier_theme_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_theme")),
        sa.UniqueConstraint("name", name=op.f("uq_dossier_theme_name")),
    )
    op.create_index(op.f("ix_dossier_theme_parent_id"), "dossier_theme", ["parent_id"], unique=False)
    op.create_table(
        "dossier",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("report_template", name="dossierkind", native_enum=False, length=40), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_html", sa.Text(), nullable=False),
        sa.Column("about_sanitiser", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "idea",
                "theme_chosen",
                "lead_chosen",
                "first_proposal",
                "under_discussion",
                "final_proposal",
                "approval",
                "approved",
                "in_test",
                "being_adapted",
                "ready",
                "published",
                "superseded",
                "sunset",
                "retired",
                "stopped",
                "example",
                "catalogued",
                name="dossierstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("asked_lead_id", sa.Integer(), nullable=True),
        sa.Column("subgroup_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column(
            "known_precision",
            sa.Enum("day", "month", "year", "period", name="precision", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source_kind", sa.String(length=200), nullable=False),
        sa.Column("source_state", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'stopped' OR ended_because <> ''", name=op.f("ck_dossier_stopped_with_a_reason")),
        sa.ForeignKeyConstraint(["asked_lead_id"], ["organisation.id"], name=op.f("fk_dossier_asked_lead_id")),
        sa.ForeignKeyConstraint(["by_id"], ["organisation.id"], name=op.f("fk_dossier_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_dossier_lead_id")),
        sa.ForeignKeyConstraint(["subgroup_id"], ["workgroup.id"], name=op.f("fk_dossier_subgroup_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["dossier_theme.id"], name=op.f("fk_dossier_theme_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_dossier_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_dossier_workgroup_id_id")),
        sa.UniqueConstraint("workgroup_id", "kind", "nth", name=op.f("uq_dossier_workgroup_id_kind_nth")),
        sa.UniqueConstraint("workgroup_id", "number", name=op.f("uq_dossier_workgroup_id_number")),
    )
    op.create_index(op.f("ix_dossier_lead_id"), "dossier", ["lead_id"], unique=False)
    op.create_index(op.f("ix_dossier_theme_id"), "dossier", ["theme_id"], unique=False)
    op.create_index(op.f("ix_dossier_workgroup_id_state"), "dossier", ["workgroup_id", "state"], unique=False)
    op.create_table(
        "dossier_link",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum("inspired_by", "replaces", "belongs_with", name="relation", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("dossier_id <> other_id", name=op.f("ck_dossier_link_to_another")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "dossier_id"],
            ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_dossier_link_workgroup_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "other_id"],
            ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_dossier_link_workgroup_id_other_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_dossier_link_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_link")),
        sa.UniqueConstraint(
            "dossier_id", "other_id", "relation", name=op.f("uq_dossier_link_dossier_id_other_id_relation")
        ),
    )
    op.create_index(op.f("ix_dossier_link_other_id"), "dossier_link", ["other_id"], unique=False)
    op.create_table(
        "lead_offer",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lead_offer_organisation_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "dossier_id"],
            ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_lead_offer_workgroup_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_lead_offer_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_offer")),
        sa.UniqueConstraint("dossier_id", "organisation_id", name=op.f("uq_lead_offer_dossier_id_organisation_id")),
    )
    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "output",
            sa.Enum(
                "report",
                "fact_sheet",
                "story",
                "dashboard",
                "figures",
                "indicators",
                "application",
                "dataset",
                name="output",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ownership",
            sa.Enum("joint", "city", "partner", name="ownership", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("platform", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=120), nullable=False),
        sa.Column("tester_id", sa.Integer(), nullable=True),
        sa.Column("sunset_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["dossier.id"], name=op.f("fk_report_template_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["organisation.id"], name=op.f("fk_report_template_maker_id")),
        sa.ForeignKeyConstraint(["tester_id"], ["organisation.id"], name=op.f("fk_report_template_tester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
    )
    op.create_table(
        "revision",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("contents", "proposal", "final", "correction", name="revisionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sanitiser", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> '' AND digest <> ''", name=op.f("ck_revision_a_text")),
        sa.ForeignKeyConstraint(
            ["dossier_id", "based_on_id"],
            ["revision.dossier_id", "revision.id"],
            name=op.f("fk_revision_dossier_id_based_on_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_revision_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_revision_person_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "dossier_id"],
            ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_revision_workgroup_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_revision_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("dossier_id", "id", name=op.f("uq_revision_dossier_id_id")),
        sa.UniqueConstraint("dossier_id", "nth", name=op.f("uq_revision_dossier_id_nth")),
        sa.UniqueConstraint("workgroup_id", "id", name=op.f("uq_revision_workgroup_id_id")),
    )
    op.create_table(
        "comment",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("remark", "question", "blocking", "finding", name="commentkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("resolved_in_id", sa.Integer(), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'finding') = (severity IS NOT NULL)", name=op.f("ck_comment_a_finding_has_a_weight")
        ),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolution = '')", name=op.f("ck_comment_answered_in_words")),
        sa.CheckConstraint(
            "severity IS NULL OR severity BETWEEN 1 AND 4", name=op.f("ck_comment_weight_from_one_to_four")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id", "resolved_in_id"],
            ["revision.dossier_id", "revision.id"],
            name=op.f("fk_comment_dossier_id_resolved_in_id"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id", "revision_id"],
            ["revision.dossier_id", "revision.id"],
            name=op.f("fk_comment_dossier_id_revision_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_comment_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_person_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["person.id"], name=op.f("fk_comment_resolved_by_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "dossier_id"],
            ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_comment_workgroup_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_comment_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_dossier_id"), "comment", ["dossier_id"], unique=False)
    op.create_table(
        "publication",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("licence", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "revision_id"],
            ["revision.dossier_id", "revision.id"],
            name=op.f("fk_publication_dossier_id_revision_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_publication_person_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "dossier_id"],
            ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_publication_workgroup_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_publication_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("dossier_id", "version", name=op.f("uq_publication_dossier_id_version")),
    )


def upgrade() -> None:
    make_dossiers()
    for table, columns in (("step_taken", STORIES), ("provenance", SOURCES)):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_one_subject"), type_="check")
            batch.add_column(sa.Column("of_dossier_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_of_dossier_id"), "dossier", ["of_dossier_id"], ["id"])
            batch.create_index(op.f(f"ix_{table}_of_dossier_id"), ["of_dossier_id"])
            batch.create_check_constraint(op.f(f"ck_{table}_one_subject"), one_of((*columns, "of_dossier_id")))
    refer("step_taken", "meeting_id", "meeting")
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(op.f("ck_document_one_parent"), type_="check")
        batch.add_column(sa.Column("dossier_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("role", ROLES, nullable=True))
        batch.create_foreign_key(
            op.f("fk_document_workgroup_id_dossier_id"), "dossier", ["workgroup_id", "dossier_id"],
            ["workgroup_id", "id"],
        )  # fmt: skip
        batch.create_index(op.f("ix_document_dossier_id"), ["dossier_id"])
        batch.create_check_constraint(op.f("ck_document_one_parent"), one_of((*PARENTS, "dossier_id")))
        batch.create_check_constraint(op.f("ck_document_a_role_in_a_dossier"), "role IS NULL OR dossier_id IS NOT NULL")
    refer("agenda_item", "dossier_id", "dossier")
    op.create_index(op.f("ix_agenda_item_dossier_id"), "agenda_item", ["dossier_id"])
    op.create_index("uq_agenda_item_meeting_id_dossier_id", "agenda_item", ["meeting_id", "dossier_id"], unique=True)
    refer("round", "dossier_id", "dossier")
    refer("round", "revision_id", "revision")
    op.create_index(op.f("ix_round_dossier_id"), "round", ["dossier_id"])
    guard_answers((*LATE, "adoption"))
    keep_what_was_written()


GONE = "SELECT id FROM round WHERE kind IN ('test', 'adoption')"


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Without the triggers on these tables, which stand there again afterwards."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for table in tables:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN :tables")
    found = bind.execute(query.bindparams(sa.bindparam("tables", tables, expanding=True))).all()
    for name, _sql in found:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in found:
        op.execute(sa.text(sql.replace(":", "\\:")))


def downgrade() -> None:
    """Back to the release before: dossiers are gone, and the rounds of the kinds that came with them."""
    guard_answers(LATE)
    with unguarded("answer", "round_party", "round"):
        for statement in (
            "UPDATE message SET round_id = NULL WHERE round_id IN ({gone})",
            "DELETE FROM mute WHERE round_id IN ({gone})",
            "UPDATE agenda_item SET asks_id = NULL WHERE asks_id IN ({gone})",
            "DELETE FROM step_taken WHERE of_dossier_id IS NOT NULL OR of_round_id IN ({gone})",
            "DELETE FROM provenance WHERE of_dossier_id IS NOT NULL OR of_round_id IN ({gone})",
            "DELETE FROM document WHERE dossier_id IS NOT NULL OR answer_id IN (SELECT id FROM answer WHERE round_id IN ({gone}))",
            "DELETE FROM treatment WHERE round_id IN ({gone})",
            "DELETE FROM round_link WHERE round_id IN ({gone})",
            "UPDATE answer SET replaces_id = NULL WHERE round_id IN ({gone})",
            "DELETE FROM answer WHERE round_id IN ({gone})",
            "DELETE FROM round_party WHERE round_id IN ({gone})",
            "UPDATE round SET previous_id = NULL WHERE previous_id IN ({gone})",
            "DELETE FROM round WHERE kind IN ('test', 'adoption')",
        ):
            op.execute(statement.replace("{gone}", GONE))
        op.drop_index(op.f("ix_round_dossier_id"), table_name="round")
        op.drop_column("round", "revision_id")
        op.drop_column("round", "dossier_id")
    op.drop_index("uq_agenda_item_meeting_id_dossier_id", table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_dossier_id"), table_name="agenda_item")
    op.drop_column("agenda_item", "dossier_id")
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(op.f("ck_document_one_parent"), type_="check")
        batch.drop_constraint(op.f("ck_document_a_role_in_a_dossier"), type_="check")
        batch.drop_index(op.f("ix_document_dossier_id"))
        batch.drop_constraint(op.f("fk_document_workgroup_id_dossier_id"), type_="foreignkey")
        batch.drop_column("role")
        batch.drop_column("dossier_id")
        batch.create_check_constraint(op.f("ck_document_one_parent"), one_of(PARENTS))
    op.drop_column("step_taken", "meeting_id")
    for table, columns in (("step_taken", STORIES), ("provenance", SOURCES)):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_one_subject"), type_="check")
            batch.drop_index(op.f(f"ix_{table}_of_dossier_id"))
            batch.drop_constraint(op.f(f"fk_{table}_of_dossier_id"), type_="foreignkey")
            batch.drop_column("of_dossier_id")
            batch.create_check_constraint(op.f(f"ck_{table}_one_subject"), one_of(columns))
    for table in (
        "publication",
        "comment",
        "revision",
        "report_template",
        "lead_offer",
        "dossier_link",
        "dossier",
        "dossier_theme",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for name in (f"{table}_stays", f"{table}_kept"):
                op.execute(f"DROP FUNCTION {name}()")
