"""All tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_alarm_raised_at"), "alarm", ["raised_at"], unique=False)
    op.create_table(
        "application",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_event", sa.Integer(), nullable=True),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("troubled", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_cause", sa.String(16), nullable=True),
        sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_sentence", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("campus", sa.String(40), nullable=False),
        sa.Column("wave_ref", sa.String(40), nullable=False),
        sa.Column("session_ref", sa.String(40), nullable=False),
        sa.Column("order_ref", sa.String(40), nullable=False),
        sa.Column("sector", sa.String(80), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(
        "application_stuck",
        "application",
        ["stuck_cause", "stuck_since", "holder", "state", "due_at", "ref"],
        unique=False,
        sqlite_where=sa.text("stuck_cause IS NOT NULL"),
        postgresql_where=sa.text("stuck_cause IS NOT NULL"),
    )
    op.create_index("application_wave_state", "application", ["wave_ref", "state"], unique=False)
    op.create_index(op.f("ix_application_campus"), "application", ["campus"], unique=False)
    op.create_index(op.f("ix_application_order_ref"), "application", ["order_ref"], unique=False)
    op.create_index(op.f("ix_application_session_ref"), "application", ["session_ref"], unique=False)
    op.create_index(op.f("ix_application_wake_at"), "application", ["wake_at"], unique=False)
    op.create_table(
        "awaiting",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "ref", "office"),
    )
    op.create_index(op.f("ix_awaiting_office"), "awaiting", ["office"], unique=False)
    op.create_table(
        "batch",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("trigger", sa.String(40), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("replays", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(op.f("ix_batch_person"), "batch", ["person"], unique=False)
    op.create_table(
        "campus",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("sector", sa.String(80), nullable=False),
        sa.Column("support", sa.String(300), nullable=False),
        sa.Column("site", sa.String(300), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "catchup_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applies_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "commissionsession",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_event", sa.Integer(), nullable=True),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("troubled", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_cause", sa.String(16), nullable=True),
        sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_sentence", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(op.f("ix_commissionsession_wake_at"), "commissionsession", ["wake_at"], unique=False)
    op.create_index(
        "session_stuck",
        "commissionsession",
        ["stuck_cause", "stuck_since", "holder", "state", "due_at", "ref"],
        unique=False,
        sqlite_where=sa.text("stuck_cause IS NOT NULL"),
        postgresql_where=sa.text("stuck_cause IS NOT NULL"),
    )
    op.create_table(
        "counter",
        sa.Column("prefix", sa.String(40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix"),
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "document",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(40), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("target", sa.String(32), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("quality", sa.String(16), nullable=False),
        sa.Column("delegation", sa.String(40), nullable=False),
        sa.Column("registrar", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("legal_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Integer(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("texts_hash", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "ref", "seq", name="event_order"),
    )
    op.create_index(
        "event_by_the_system",
        "event",
        ["recorded_at"],
        unique=False,
        sqlite_where=sa.text("person = 'system'"),
        postgresql_where=sa.text("person = 'system'"),
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("taken_by", sa.String(40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_off_until", sa.Date(), nullable=True),
        sa.Column("put_off_by", sa.String(40), nullable=False),
        sa.Column("put_off_event", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "ref"),
    )
    op.create_index(op.f("ix_follow_up_put_off_until"), "follow_up", ["put_off_until"], unique=False)
    op.create_index(op.f("ix_follow_up_taken_by"), "follow_up", ["taken_by"], unique=False)
    op.create_table(
        "hold",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_hold_ends_at"), "hold", ["ends_at"], unique=False)
    op.create_table(
        "identityask",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("suite", sa.String(500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash"),
    )
    op.create_table(
        "jointorder",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_event", sa.Integer(), nullable=True),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("troubled", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_cause", sa.String(16), nullable=True),
        sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_sentence", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(op.f("ix_jointorder_wake_at"), "jointorder", ["wake_at"], unique=False)
    op.create_index(
        "order_stuck",
        "jointorder",
        ["stuck_cause", "stuck_since", "holder", "state", "due_at", "ref"],
        unique=False,
        sqlite_where=sa.text("stuck_cause IS NOT NULL"),
        postgresql_where=sa.text("stuck_cause IS NOT NULL"),
    )
    op.create_table(
        "kept_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_kept_text_token_hash"), "kept_text", ["token_hash"], unique=False)
    op.create_index("kept_text_of", "kept_text", ["person", "application", "part"], unique=False)
    op.create_table(
        "label",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_event", sa.Integer(), nullable=True),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("troubled", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_cause", sa.String(16), nullable=True),
        sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_sentence", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("campus", sa.String(40), nullable=False),
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("order_ref", sa.String(40), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(op.f("ix_label_application"), "label", ["application"], unique=False)
    op.create_index(op.f("ix_label_campus"), "label", ["campus"], unique=False)
    op.create_index(op.f("ix_label_order_ref"), "label", ["order_ref"], unique=False)
    op.create_index(op.f("ix_label_wake_at"), "label", ["wake_at"], unique=False)
    op.create_index(
        "label_stuck",
        "label",
        ["stuck_cause", "stuck_since", "holder", "state", "due_at", "ref"],
        unique=False,
        sqlite_where=sa.text("stuck_cause IS NOT NULL"),
        postgresql_where=sa.text("stuck_cause IS NOT NULL"),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("letter", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.Column("rung_days", sa.Integer(), nullable=True),
        sa.Column("concerns", sa.String(80), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_letter_event"), "letter", ["event"], unique=False)
    op.create_index(op.f("ix_letter_office"), "letter", ["office"], unique=False)
    op.create_index(op.f("ix_letter_ref"), "letter", ["ref"], unique=False)
    op.create_index("letter_status_not_before", "letter", ["status", "not_before"], unique=False)
    op.create_table(
        "loginask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_loginask_address_hash"), "loginask", ["address_hash"], unique=False)
    op.create_index(op.f("ix_loginask_at"), "loginask", ["at"], unique=False)
    op.create_index(op.f("ix_loginask_client"), "loginask", ["client"], unique=False)
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(254), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("bundle_day", sa.String(10), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("server_words", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index(op.f("ix_mail_bundle_day"), "mail", ["bundle_day"], unique=False)
    op.create_index(op.f("ix_mail_office"), "mail", ["office"], unique=False)
    op.create_index(op.f("ix_mail_settled_at"), "mail", ["settled_at"], unique=False)
    op.create_index("mail_status_next", "mail", ["status", "next_try_at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("mailbox", sa.String(254), nullable=False),
        sa.Column("superior", sa.String(80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_office_role"), "office", ["role"], unique=False)
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_outage_starts_at"), "outage", ["starts_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("given_name", sa.String(100), nullable=False),
        sa.Column("family_name", sa.String(100), nullable=False),
        sa.Column("gender", sa.String(1), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("search", sa.String(250), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_person_email"), "person", ["email"], unique=False)
    op.create_table(
        "rung",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(16), nullable=False),
        sa.Column("letter_key", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("honoured_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_rung_honoured_at"), "rung", ["honoured_at"], unique=False)
    op.create_index(op.f("ix_rung_ref"), "rung", ["ref"], unique=False)
    op.create_table(
        "signature",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("quality", sa.String(16), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("legal_date", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("delegation", sa.String(40), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "ref", "purpose", "round", "office"),
    )
    op.create_table(
        "sweeprun",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("lateness_p50", sa.Float(), nullable=True),
        sa.Column("lateness_p99", sa.Float(), nullable=True),
        sa.Column("lateness_max", sa.Float(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("host", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_sweeprun_started_at"), "sweeprun", ["started_at"], unique=False)
    op.create_index("sweep_run_of", "sweeprun", ["name", "started_at"], unique=False)
    op.create_table(
        "trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_trouble_ref"), "trouble", ["ref"], unique=False)
    op.create_table(
        "wave",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_event", sa.Integer(), nullable=True),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("troubled", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_cause", sa.String(16), nullable=True),
        sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_sentence", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("date_precision", sa.String(200), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(op.f("ix_wave_wake_at"), "wave", ["wake_at"], unique=False)
    op.create_index(
        "wave_stuck",
        "wave",
        ["stuck_cause", "stuck_since", "holder", "state", "due_at", "ref"],
        unique=False,
        sqlite_where=sa.text("stuck_cause IS NOT NULL"),
        postgresql_where=sa.text("stuck_cause IS NOT NULL"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("substitute", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["substitute"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_absence_person"), "absence", ["person"], unique=False)
    op.create_index(op.f("ix_absence_substitute"), "absence", ["substitute"], unique=False)
    op.create_table(
        "applicationparent",
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"],
            ["application.ref"],
        ),
        sa.ForeignKeyConstraint(
            ["label"],
            ["label.ref"],
        ),
        sa.PrimaryKeyConstraint("application", "label"),
    )
    op.create_index(op.f("ix_applicationparent_label"), "applicationparent", ["label"], unique=False)
    op.create_table(
        "applicationterritory",
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("territory", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"],
            ["application.ref"],
        ),
        sa.PrimaryKeyConstraint("application", "territory"),
    )
    op.create_index(op.f("ix_applicationterritory_territory"), "applicationterritory", ["territory"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(80), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["document.sha256"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_attachment_ref"), "attachment", ["ref"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_table(
        "batch_item",
        sa.Column("batch", sa.String(40), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("cause_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch"],
            ["batch.ref"],
        ),
        sa.PrimaryKeyConstraint("batch", "ref"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_calendar_feed_person"), "calendar_feed", ["person"], unique=False)
    op.create_table(
        "content",
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"],
            ["application.ref"],
        ),
        sa.PrimaryKeyConstraint("application", "version"),
    )
    op.create_table(
        "digest_choice",
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "documentslice",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["document.sha256"],
        ),
        sa.PrimaryKeyConstraint("sha256", "number"),
    )
    op.create_table(
        "eventtext",
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("event", "name"),
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index(op.f("ix_identity_person"), "identity", ["person"], unique=False)
    op.create_table(
        "labelpredecessor",
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("predecessor", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["label"],
            ["label.ref"],
        ),
        sa.ForeignKeyConstraint(
            ["predecessor"],
            ["label.ref"],
        ),
        sa.PrimaryKeyConstraint("label", "predecessor"),
    )
    op.create_index(op.f("ix_labelpredecessor_predecessor"), "labelpredecessor", ["predecessor"], unique=False)
    op.create_table(
        "labelterritory",
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("territory", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["label"],
            ["label.ref"],
        ),
        sa.PrimaryKeyConstraint("label", "territory"),
    )
    op.create_index(op.f("ix_labelterritory_territory"), "labelterritory", ["territory"], unique=False)
    op.create_table(
        "last_visit",
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "loginlink",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("mail", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail"],
            ["mail.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_loginlink_person"), "loginlink", ["person"], unique=False)
    op.create_table(
        "mailletter",
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter"],
            ["letter.id"],
        ),
        sa.ForeignKeyConstraint(
            ["mail"],
            ["mail.id"],
        ),
        sa.PrimaryKeyConstraint("mail", "letter"),
    )
    op.create_index(op.f("ix_mailletter_letter"), "mailletter", ["letter"], unique=False)
    op.create_table(
        "planned_rung",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"],
            ["catchup_plan.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_planned_rung_plan"), "planned_rung", ["plan"], unique=False)
    op.create_table(
        "question",
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("wave", sa.String(40), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["wave"],
            ["wave.ref"],
        ),
        sa.PrimaryKeyConstraint("ref"),
    )
    op.create_index(op.f("ix_question_wave"), "question", ["wave"], unique=False)
    op.create_table(
        "savedview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("path", sa.String(40), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person", "name"),
    )
    op.create_table(
        "tie",
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("territory", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["office"],
            ["office.id"],
        ),
        sa.PrimaryKeyConstraint("office", "territory"),
    )
    op.create_table(
        "visit",
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_version", sa.Integer(), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before_seq", sa.Integer(), nullable=False),
        sa.Column("before_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"],
            ["application.ref"],
        ),
        sa.PrimaryKeyConstraint("person", "application"),
    )
    op.create_index(op.f("ix_visit_application"), "visit", ["application"], unique=False)
    op.create_table(
        "websession",
        sa.Column("id_hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(300), nullable=False),
        sa.Column("seen_as", sa.String(40), nullable=True),
        sa.Column("id_token", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seen_as"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id_hash"),
    )
    op.create_index(op.f("ix_websession_person"), "websession", ["person"], unique=False)
    op.create_table(
        "weekly_digest",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail", sa.Integer(), nullable=True),
        sa.Column("stop_hash", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail"],
            ["mail.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("stop_hash"),
    )
    op.create_index(op.f("ix_weekly_digest_person"), "weekly_digest", ["person"], unique=False)
    op.create_table(
        "calendar_entry",
        sa.Column("feed", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("summary", sa.String(400), nullable=False),
        sa.Column("detail", sa.String(1000), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed"],
            ["calendar_feed.id"],
        ),
        sa.PrimaryKeyConstraint("feed", "uid"),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("absence", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["absence"],
            ["absence.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office"],
            ["office.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_mandate_absence"), "mandate", ["absence"], unique=False)
    op.create_index(op.f("ix_mandate_office"), "mandate", ["office"], unique=False)
    op.create_index(op.f("ix_mandate_person"), "mandate", ["person"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("delegator", sa.String(40), nullable=False),
        sa.Column("delegate", sa.String(40), nullable=False),
        sa.Column("triggers", sa.String(500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("survives", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegate"],
            ["mandate.id"],
        ),
        sa.ForeignKeyConstraint(
            ["delegator"],
            ["mandate.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_delegation_delegate"), "delegation", ["delegate"], unique=False)
    op.create_index(op.f("ix_delegation_delegator"), "delegation", ["delegator"], unique=False)
