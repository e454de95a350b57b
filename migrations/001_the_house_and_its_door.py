"""The house and its door: organisations, people, workgroups, the door, the outbox, the trail."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = ("default",)
depends_on = None


SQLITE = """
CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER audit_payload_kept BEFORE DELETE ON audit_payload BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER audit_payload_erased BEFORE UPDATE ON audit_payload
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.erased_under IS NULL OR NEW.seq <> OLD.seq
BEGIN SELECT RAISE(ABORT, 'a payload can only be erased, under a rule'); END;
"""
POSTGRESQL = """
CREATE FUNCTION the_trail_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION the_trail_stays();
CREATE TRIGGER audit_payload_kept BEFORE DELETE ON audit_payload
FOR EACH ROW EXECUTE FUNCTION the_trail_stays();
CREATE TRIGGER audit_payload_erased BEFORE UPDATE ON audit_payload
FOR EACH ROW WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.erased_under IS NULL OR NEW.seq <> OLD.seq)
EXECUTE FUNCTION the_trail_stays();
CREATE TRIGGER audit_entry_full BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION the_trail_stays();
CREATE TRIGGER audit_payload_full BEFORE TRUNCATE ON audit_payload
FOR EACH STATEMENT EXECUTE FUNCTION the_trail_stays();
"""


def protect_the_trail() -> None:
    """The database itself refuses to change or delete what is in the trail."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        return
    for trigger in SQLITE.split("END;"):
        if trigger.strip():
            op.execute(trigger + "END;")


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("counter", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_counter_at"), "attempt", ["counter", "at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("workgroup_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=True),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    op.create_index(op.f("ix_audit_entry_person_id"), "audit_entry", ["person_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_table_name_row_id"), "audit_entry", ["table_name", "row_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_workgroup_id"), "audit_entry", ["workgroup_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "city",
                "community_commission",
                "knowledge_centre",
                "partner",
                "vendor",
                "other",
                name="organisationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("code IS NULL OR length(code) = 3", name=op.f("ck_organisation_code_of_three")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "workgroup",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "programme",
                "workgroup",
                "subgroup",
                "track",
                "taskforce",
                "body",
                "user_group",
                name="workgroupkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("proposed", "active", "on_hold", "ended", name="workgroupstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("mandate_html", sa.Text(), nullable=False),
        sa.Column("mandate_sanitiser", sa.Integer(), nullable=False),
        sa.Column("cadence_weeks", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cadence_weeks IS NULL OR cadence_weeks BETWEEN 1 AND 104", name=op.f("ck_workgroup_cadence_in_weeks")
        ),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_workgroup_slug_in_lower_case")),
        sa.ForeignKeyConstraint(["parent_id"], ["workgroup.id"], name=op.f("fk_workgroup_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workgroup")),
        sa.UniqueConstraint("prefix", name=op.f("uq_workgroup_prefix")),
        sa.UniqueConstraint("slug", name=op.f("uq_workgroup_slug")),
    )
    op.create_table(
        "audit_payload",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("erased_under", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(payload IS NULL) = (salt IS NULL) AND (payload IS NULL) = (erased_under IS NOT NULL)",
            name=op.f("ck_audit_payload_whole_or_erased"),
        ),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_audit_payload_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_payload")),
    )
    op.create_table(
        "membership",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "voting",
                "advisory",
                "secretariat",
                "vendor",
                "guest",
                name="membershiprole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_membership_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_membership_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False)
    op.create_index(
        "uq_membership_current",
        "membership",
        ["workgroup_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Enum("nl", "fr", "en", name="language", native_enum=False, length=40), nullable=False),
        sa.Column(
            "theme", sa.Enum("system", "light", "dark", name="theme", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("invited", "active", "disabled", name="personstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_in_lower_case")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_table(
        "answered",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("command", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answered_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered")),
        sa.UniqueConstraint("key", name=op.f("uq_answered_key")),
    )
    op.create_index(op.f("ix_answered_at"), "answered", ["at"], unique=False)
    op.create_table(
        "message",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("workgroup_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("letter", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "failed", "withheld", name="messagestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason_withheld", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_message_sent_at_when_sent")),
        sa.CheckConstraint(
            "(state = 'withheld') = (reason_withheld IS NOT NULL)", name=op.f("ck_message_withheld_with_its_reason")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_message_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(op.f("ix_message_person_id"), "message", ["person_id"], unique=False)
    op.create_index(op.f("ix_message_state_next_try_at"), "message", ["state", "next_try_at"], unique=False)
    op.create_index(op.f("ix_message_workgroup_id"), "message", ["workgroup_id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "kind", sa.Enum("invitation", "sign_in", name="linkkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_one_time_link_expires_after_it_is_made")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_one_time_link_digest")),
    )
    op.create_index(op.f("ix_one_time_link_person_id"), "one_time_link", ["person_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "representative",
                "deputy",
                "expert",
                "dpo",
                "vendor_contact",
                "reader",
                name="seatrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_seat_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_person_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_seat_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_person_id"), "seat", ["person_id"], unique=False)
    op.create_index(
        "uq_seat_current",
        "seat",
        ["workgroup_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "step_taken",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("of_workgroup_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("came_from", sa.String(length=40), nullable=False),
        sa.Column("went_to", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("of_workgroup_id IS NOT NULL", name=op.f("ck_step_taken_one_subject")),
        sa.ForeignKeyConstraint(["of_workgroup_id"], ["workgroup.id"], name=op.f("fk_step_taken_of_workgroup_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_step_taken_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_taken_person_id")),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_step_taken_workgroup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_taken")),
    )
    op.create_index(op.f("ix_step_taken_of_workgroup_id"), "step_taken", ["of_workgroup_id"], unique=False)
    op.create_index(op.f("ix_step_taken_workgroup_id"), "step_taken", ["workgroup_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("password", "link", "invitation", "demonstration", name="way", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("digest", name=op.f("uq_visit_digest")),
    )
    op.create_index(op.f("ix_visit_person_id"), "visit", ["person_id"], unique=False)
    protect_the_trail()


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_person_id"), table_name="visit")
    op.drop_table("visit")
    op.drop_index(op.f("ix_step_taken_workgroup_id"), table_name="step_taken")
    op.drop_index(op.f("ix_step_taken_of_workgroup_id"), table_name="step_taken")
    op.drop_table("step_taken")
    op.drop_index(
        "uq_seat_current",
        table_name="seat",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_seat_person_id"), table_name="seat")
    op.drop_table("seat")
    op.drop_index(op.f("ix_one_time_link_person_id"), table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_index(op.f("ix_message_workgroup_id"), table_name="message")
    op.drop_index(op.f("ix_message_state_next_try_at"), table_name="message")
    op.drop_index(op.f("ix_message_person_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_answered_at"), table_name="answered")
    op.drop_table("answered")
    op.drop_index(op.f("ix_person_organisation_id"), table_name="person")
    op.drop_table("person")
    op.drop_index(
        "uq_membership_current",
        table_name="membership",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_membership_organisation_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("audit_payload")
    op.drop_table("workgroup")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_audit_entry_workgroup_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_table_name_row_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_person_id"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_attempt_counter_at"), table_name="attempt")
    op.drop_table("attempt")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION the_trail_stays()")
