"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "about",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_about")),
        sqlite_strict=True,
    )
    op.create_table(
        "attempts",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_attempts")),
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("clinic_id", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("result IN ('done', 'denied', 'failed')", name=op.f("ck_audit_result")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_clinic_id", "audit", ["clinic_id"], unique=False)
    op.create_index("ix_audit_patient_id", "audit", ["patient_id"], unique=False)
    op.create_table(
        "clinics",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_clinics_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinics")),
        sqlite_strict=True,
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("login_mark", sa.Text(), nullable=False),
        sa.Column("identity_sealed", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_sealed", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("oidc_issuer", sa.Text(), nullable=True),
        sa.Column("oidc_subject", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=True),
        sa.Column("notice_at", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column(
            "version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default=sa.text("1"), nullable=False
        ),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_accounts_language")),
        sa.CheckConstraint("role IN ('patient', 'physio', 'lead', 'admin')", name=op.f("ck_accounts_role")),
        sa.CheckConstraint("state IN ('active', 'closed')", name=op.f("ck_accounts_state")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_accounts_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login_mark", name=op.f("uq_accounts_login_mark")),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name=op.f("uq_accounts_oidc_issuer_oidc_subject")),
        sqlite_strict=True,
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_notices_language")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_notices_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sqlite_strict=True,
    )
    op.create_table(
        "patients",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("identity_sealed", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("birth_year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("onset_date", sa.Text(), nullable=True),
        sa.Column("course", sa.Text(), nullable=True),
        sa.Column("irritability", sa.Text(), nullable=True),
        sa.Column("fear", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("work_status", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column(
            "revision",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=True),
        sa.Column("restricted_at", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.Text(), nullable=True),
        sa.CheckConstraint("course IN ('first', 'recurrent', 'persistent')", name=op.f("ck_patients_course")),
        sa.CheckConstraint("irritability IN ('low', 'moderate', 'high')", name=op.f("ck_patients_irritability")),
        sa.CheckConstraint(
            "work_status IN ('working', 'light_duty', 'off_work', 'not_employed')", name=op.f("ck_patients_work_status")
        ),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name=op.f("ck_patients_birth_year")),
        sa.CheckConstraint("fear BETWEEN 0 AND 10", name=op.f("ck_patients_fear")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_patients_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_patients_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
        sa.UniqueConstraint("account_id", name=op.f("uq_patients_account_id")),
        sa.UniqueConstraint("clinic_id", "code", name=op.f("uq_patients_clinic_id_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "signins",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("token_mark", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("browser", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.CheckConstraint("stage IN ('first', 'notice', 'full')", name=op.f("ck_signins_stage")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_signins_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_signins_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signins")),
        sa.UniqueConstraint("token_mark", name=op.f("uq_signins_token_mark")),
        sqlite_strict=True,
    )
    op.create_index("ix_signins_account_id", "signins", ["account_id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("inputs_mark", sa.Text(), nullable=False),
        sa.Column("ruleset", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("result_sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assessments_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_assessments_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_assessments_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sqlite_strict=True,
    )
    op.create_index("ix_assessments_patient_id", "assessments", ["patient_id", "at"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assignments_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_assignments_by_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_assignments_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_assignments_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_assignments_open",
        "assignments",
        ["account_id", "patient_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index("ix_assignments_patient_id", "assignments", ["patient_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column(
            "version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default=sa.text("1"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('upload', 'form', 'decision')", name=op.f("ck_drafts_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_drafts_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_drafts_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_drafts_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_strict=True,
    )
    op.create_index("ix_drafts_account_id", "drafts", ["account_id", "patient_id"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("receipt_sealed", sa.Text(), nullable=False),
        sa.Column("rows_mark", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('file', 'form', 'desk', 'correction', 'gap', 'seed')", name=op.f("ck_imports_kind")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_imports_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_imports_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_imports_patient_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name=op.f("fk_imports_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("patient_id", "key", name=op.f("uq_imports_patient_id_key")),
        sa.UniqueConstraint("patient_id", "number", name=op.f("uq_imports_patient_id_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_imports_clinic_id", "imports", ["clinic_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("code_mark", sa.Text(), nullable=False),
        sa.Column("identity_sealed", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('patient', 'physio', 'lead', 'admin')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_invitations_by_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_invitations_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_invitations_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_invitations_code_mark")),
        sqlite_strict=True,
    )
    op.create_table(
        "limits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("reason_sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_limits_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_limits_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_limits_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limits")),
        sa.UniqueConstraint("clinic_id", "number", name=op.f("uq_limits_clinic_id_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_limits_patient_id", "limits", ["patient_id"], unique=False)
    op.create_table(
        "openings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_openings_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_openings_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_openings_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sqlite_strict=True,
    )
    op.create_index("ix_openings_account_id", "openings", ["account_id", "patient_id"], unique=False)
    op.create_table(
        "remembered",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("answers_sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_remembered_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_remembered_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered")),
        sa.UniqueConstraint("patient_id", "layout", name=op.f("uq_remembered_patient_id_layout")),
        sqlite_strict=True,
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.CheckConstraint("answer IN ('done', 'refused', 'partly')", name=op.f("ck_requests_answer")),
        sa.CheckConstraint(
            "kind IN ('access', 'erasure', 'restriction', 'rectification')", name=op.f("ck_requests_kind")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_requests_account_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_requests_answered_by")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_requests_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_requests_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sqlite_strict=True,
    )
    op.create_index("ix_requests_patient_id", "requests", ["patient_id"], unique=False)
    op.create_table(
        "reviews_done",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_reviews_done_account_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_reviews_done_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_reviews_done_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_done")),
        sqlite_strict=True,
    )
    op.create_index("ix_reviews_done_patient_id", "reviews_done", ["patient_id", "at"], unique=False)
    op.create_table(
        "daily",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("pain_morning", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("pain_average", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("pain_worst", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("impact", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("flare", sa.Text(), nullable=True),
        sa.Column("exercised", sa.Text(), nullable=True),
        sa.Column("sleep_quality", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("sleep_hours", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("stress", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("fatigue", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("mood", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("leg_pain", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("symptoms_changed", sa.Text(), nullable=True),
        sa.Column("worked", sa.Text(), nullable=True),
        sa.Column("work_effort", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("work_hours", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("lifting", sa.Text(), nullable=True),
        sa.Column("posture_hours", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("posture_longest_min", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("rescue_medication", sa.Text(), nullable=True),
        sa.Column("managed", sa.Text(), nullable=True),
        sa.Column("steps", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("active_minutes", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("origin_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "date LIKE '____-__-__' AND date BETWEEN '2000-01-01' AND '2100-12-31'", name=op.f("ck_daily_date")
        ),
        sa.CheckConstraint("exercised IN ('no', 'yes')", name=op.f("ck_daily_exercised")),
        sa.CheckConstraint("flare IN ('no', 'yes')", name=op.f("ck_daily_flare")),
        sa.CheckConstraint("lifting IN ('none', 'light', 'medium', 'heavy')", name=op.f("ck_daily_lifting")),
        sa.CheckConstraint("rescue_medication IN ('no', 'yes')", name=op.f("ck_daily_rescue_medication")),
        sa.CheckConstraint("symptoms_changed IN ('no', 'yes')", name=op.f("ck_daily_symptoms_changed")),
        sa.CheckConstraint("worked IN ('no', 'yes')", name=op.f("ck_daily_worked")),
        sa.CheckConstraint("active_minutes BETWEEN 0 AND 1440", name=op.f("ck_daily_active_minutes")),
        sa.CheckConstraint("fatigue BETWEEN 0 AND 10", name=op.f("ck_daily_fatigue")),
        sa.CheckConstraint("impact BETWEEN 0 AND 10", name=op.f("ck_daily_impact")),
        sa.CheckConstraint("leg_pain BETWEEN 0 AND 10", name=op.f("ck_daily_leg_pain")),
        sa.CheckConstraint("mood BETWEEN 0 AND 10", name=op.f("ck_daily_mood")),
        sa.CheckConstraint("pain_average BETWEEN 0 AND 10", name=op.f("ck_daily_pain_average")),
        sa.CheckConstraint("pain_morning BETWEEN 0 AND 10", name=op.f("ck_daily_pain_morning")),
        sa.CheckConstraint("pain_worst BETWEEN 0 AND 10", name=op.f("ck_daily_pain_worst")),
        sa.CheckConstraint("posture_hours BETWEEN 0 AND 24", name=op.f("ck_daily_posture_hours")),
        sa.CheckConstraint("posture_longest_min BETWEEN 0 AND 1440", name=op.f("ck_daily_posture_longest_min")),
        sa.CheckConstraint("sleep_hours BETWEEN 0 AND 24", name=op.f("ck_daily_sleep_hours")),
        sa.CheckConstraint("sleep_quality BETWEEN 0 AND 10", name=op.f("ck_daily_sleep_quality")),
        sa.CheckConstraint("steps BETWEEN 0 AND 200000", name=op.f("ck_daily_steps")),
        sa.CheckConstraint("stress BETWEEN 0 AND 10", name=op.f("ck_daily_stress")),
        sa.CheckConstraint("work_effort BETWEEN 0 AND 10", name=op.f("ck_daily_work_effort")),
        sa.CheckConstraint("work_hours BETWEEN 0 AND 24", name=op.f("ck_daily_work_hours")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_daily_clinic_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_daily_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_daily_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily")),
        sqlite_strict=True,
    )
    op.create_index("ix_daily_import_id", "daily", ["import_id"], unique=False)
    op.create_index("ix_daily_patient_id", "daily", ["patient_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Text(), nullable=True),
        sa.Column("content_sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "action IN ('progress', 'hold', 'regress', 'adjust_strain', 'ask_first')", name=op.f("ck_decisions_action")
        ),
        sa.CheckConstraint("agrees IN ('yes', 'no')", name=op.f("ck_decisions_agrees")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_decisions_account_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_decisions_assessment_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_decisions_clinic_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_decisions_patient_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["decisions.id"], name=op.f("fk_decisions_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("patient_id", "key", name=op.f("uq_decisions_patient_id_key")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_decisions_supersedes_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_decisions_patient_id", "decisions", ["patient_id", "at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("origin_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "date LIKE '____-__-__' AND date BETWEEN '2000-01-01' AND '2100-12-31'", name=op.f("ck_events_date")
        ),
        sa.CheckConstraint(
            "end_date LIKE '____-__-__' AND end_date BETWEEN '2000-01-01' AND '2100-12-31'",
            name=op.f("ck_events_end_date"),
        ),
        sa.CheckConstraint(
            "kind IN ('visit', 'plan_change', 'deload', 'holiday', 'illness', 'safety_reviewed', 'medication_change', 'discharge')",
            name=op.f("ck_events_kind"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_events_clinic_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_events_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_events_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_strict=True,
    )
    op.create_index("ix_events_import_id", "events", ["import_id"], unique=False)
    op.create_index("ix_events_patient_id", "events", ["patient_id"], unique=False)
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=True),
        sa.Column("value", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("origin_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "date LIKE '____-__-__' AND date BETWEEN '2000-01-01' AND '2100-12-31'", name=op.f("ck_outcomes_date")
        ),
        sa.CheckConstraint("measure IN ('psfs', 'rmdq', 'quebec', 'fear')", name=op.f("ck_outcomes_measure")),
        sa.CheckConstraint("value BETWEEN 0 AND 100", name=op.f("ck_outcomes_value")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_outcomes_clinic_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_outcomes_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_outcomes_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sqlite_strict=True,
    )
    op.create_index("ix_outcomes_import_id", "outcomes", ["import_id"], unique=False)
    op.create_index("ix_outcomes_patient_id", "outcomes", ["patient_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("sets", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("reps", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("load_kg", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("hold_s", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("per_week", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("origin_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "date LIKE '____-__-__' AND date BETWEEN '2000-01-01' AND '2100-12-31'", name=op.f("ck_plan_date")
        ),
        sa.CheckConstraint("hold_s BETWEEN 0 AND 5000", name=op.f("ck_plan_hold_s")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_plan_level")),
        sa.CheckConstraint("load_kg BETWEEN 0 AND 500", name=op.f("ck_plan_load_kg")),
        sa.CheckConstraint("per_week BETWEEN 0 AND 50", name=op.f("ck_plan_per_week")),
        sa.CheckConstraint("reps BETWEEN 0 AND 5000", name=op.f("ck_plan_reps")),
        sa.CheckConstraint("sets BETWEEN 0 AND 5000", name=op.f("ck_plan_sets")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_plan_clinic_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_plan_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_plan_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sqlite_strict=True,
    )
    op.create_index("ix_plan_import_id", "plan", ["import_id"], unique=False)
    op.create_index("ix_plan_patient_id", "plan", ["patient_id"], unique=False)
    op.create_table(
        "safety",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("origin_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint("answer IN ('no', 'yes')", name=op.f("ck_safety_answer")),
        sa.CheckConstraint(
            "date LIKE '____-__-__' AND date BETWEEN '2000-01-01' AND '2100-12-31'", name=op.f("ck_safety_date")
        ),
        sa.CheckConstraint(
            "item IN ('saddle_numbness', 'bladder_change', 'bowel_change', 'sexual_change', 'leg_weakness_progressive', 'leg_symptoms_both_sides', 'fever', 'unwell', 'weight_loss', 'night_pain_non_mechanical', 'cancer_history_new_pain', 'major_trauma', 'low_energy_fall', 'steroids_or_osteoporosis', 'thoracic_pain', 'iv_drug_use')",
            name=op.f("ck_safety_item"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_safety_clinic_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_safety_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_safety_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety")),
        sqlite_strict=True,
    )
    op.create_index("ix_safety_import_id", "safety", ["import_id"], unique=False)
    op.create_index("ix_safety_patient_id", "safety", ["patient_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("line", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("session", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=True),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sets", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("reps", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("load_kg", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("hold_s", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("session_minutes", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("session_rpe", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("pain_before", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("pain_during", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("pain_after", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("onset_min", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("settle_h", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("soreness", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=True),
        sa.Column("soreness_kind", sa.Text(), nullable=True),
        sa.Column("sleep_disturbed", sa.Text(), nullable=True),
        sa.Column("completed", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("origin_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint("completed IN ('yes', 'partly', 'no')", name=op.f("ck_sessions_completed")),
        sa.CheckConstraint(
            "date LIKE '____-__-__' AND date BETWEEN '2000-01-01' AND '2100-12-31'", name=op.f("ck_sessions_date")
        ),
        sa.CheckConstraint(
            "family IN ('motor_control', 'strength', 'mobility', 'endurance', 'functional', 'other')",
            name=op.f("ck_sessions_family"),
        ),
        sa.CheckConstraint("place IN ('home', 'clinic')", name=op.f("ck_sessions_place")),
        sa.CheckConstraint("sleep_disturbed IN ('no', 'yes')", name=op.f("ck_sessions_sleep_disturbed")),
        sa.CheckConstraint("soreness_kind IN ('muscle', 'usual_pain')", name=op.f("ck_sessions_soreness_kind")),
        sa.CheckConstraint("hold_s BETWEEN 0 AND 5000", name=op.f("ck_sessions_hold_s")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_sessions_level")),
        sa.CheckConstraint("line >= 1", name=op.f("ck_sessions_line")),
        sa.CheckConstraint("load_kg BETWEEN 0 AND 500", name=op.f("ck_sessions_load_kg")),
        sa.CheckConstraint("onset_min BETWEEN 0 AND 1440", name=op.f("ck_sessions_onset_min")),
        sa.CheckConstraint("pain_after BETWEEN 0 AND 10", name=op.f("ck_sessions_pain_after")),
        sa.CheckConstraint("pain_before BETWEEN 0 AND 10", name=op.f("ck_sessions_pain_before")),
        sa.CheckConstraint("pain_during BETWEEN 0 AND 10", name=op.f("ck_sessions_pain_during")),
        sa.CheckConstraint("reps BETWEEN 0 AND 5000", name=op.f("ck_sessions_reps")),
        sa.CheckConstraint("session BETWEEN 1 AND 50", name=op.f("ck_sessions_session")),
        sa.CheckConstraint("session_minutes BETWEEN 0 AND 1440", name=op.f("ck_sessions_session_minutes")),
        sa.CheckConstraint("session_rpe BETWEEN 0 AND 10", name=op.f("ck_sessions_session_rpe")),
        sa.CheckConstraint("sets BETWEEN 0 AND 5000", name=op.f("ck_sessions_sets")),
        sa.CheckConstraint("settle_h BETWEEN 0 AND 336", name=op.f("ck_sessions_settle_h")),
        sa.CheckConstraint("soreness BETWEEN 0 AND 10", name=op.f("ck_sessions_soreness")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_sessions_clinic_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_sessions_import_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_sessions_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sqlite_strict=True,
    )
    op.create_index("ix_sessions_import_id", "sessions", ["import_id"], unique=False)
    op.create_index("ix_sessions_patient_id", "sessions", ["patient_id"], unique=False)
    append_only("audit")


def append_only(name: str) -> None:
    """No entry is ever changed or taken out, not even by us."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{action.lower()} BEFORE {action} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{name} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()"
    )
