"""Every table but those of the log itself (logtables.py).

Columns named *_sealed hold texts that only the key opens. Nothing a person wrote is updated in place: what stands later
supersedes what stood before. Each table of a clinic's data carries its clinic.
"""

from __future__ import annotations

import sqlalchemy as sa

from loadaid.domain.records import PATIENTS
from loadaid.domain.rights import ROLES
from loadaid.store.columns import BYTES, WHOLE, at, key, one_of, table, text, to, whole

ACTIONS = ("progress", "hold", "regress", "adjust_strain", "ask_first")
IMPORT_KINDS = ("file", "form", "desk", "correction", "gap", "seed")
REQUEST_KINDS = ("access", "erasure", "restriction", "rectification")
CHART = tuple(c.name for c in PATIENTS.columns if c.name not in ("patient_id", "clinician", "clinic"))

# What this database is: its kind ("demo" or "real"), the mark of its key. One row per name.
about = table("about", sa.Column("name", sa.Text, primary_key=True), text("value", need=True))

clinics = table(
    "clinics", key(), text("name", need=True), *one_of("language", ("fr", "en")), at("created_at", need=True)
)

# A person who can sign in. login_mark: the fingerprint of their login, which is sealed with their name. totp_step: of the last
# code that was used. recovery: the fingerprints of the codes that stand in for it, each once.
accounts = table(
    "accounts", key(), to("clinic_id", "clinics", need=True), *one_of("role", ROLES), text("login_mark", need=True),
    text("identity_sealed", need=True), text("password_hash"), text("totp_sealed"), whole("totp_step"), text("recovery"),
    text("oidc_issuer"), text("oidc_subject"), *one_of("language", ("fr", "en")), *one_of("state", ("active", "closed")),
    text("notice_version"), at("notice_at"), at("created_at", need=True), whole("version", need=True, default=1),
    sa.UniqueConstraint("login_mark"), sa.UniqueConstraint("oidc_issuer", "oidc_subject"),
)  # fmt: skip

# revision: grows by one with every change of the record; what a screen read it at is what it may write over.
patients = table(
    "patients", key(), to("clinic_id", "clinics", need=True), text("code", need=True), text("identity_sealed"),
    to("account_id", "accounts"), whole("birth_year"), text("condition"), text("onset_date"), text("course"),
    text("irritability"), sa.Column("fear", sa.Double().with_variant(sa.REAL(), "sqlite")), text("work_status"),
    at("created_at", need=True), whole("revision", need=True, default=0), text("changed_by"), at("changed_at"),
    at("restricted_at"), at("erased_at"),
    sa.UniqueConstraint("clinic_id", "code"), sa.UniqueConstraint("account_id"),
    sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year"),
    sa.CheckConstraint("fear BETWEEN 0 AND 10", name="fear"),
    sa.CheckConstraint("course IN ('first', 'recurrent', 'persistent')", name="course"),
    sa.CheckConstraint("irritability IN ('low', 'moderate', 'high')", name="irritability"),
    sa.CheckConstraint("work_status IN ('working', 'light_duty', 'off_work', 'not_employed')", name="work_status"),
)  # fmt: skip

assignments = table(
    "assignments", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts", need=True), to("by_id", "accounts"), at("since", need=True), at("until"),
    sa.Index("ix_assignments_open", "account_id", "patient_id", unique=True, sqlite_where=sa.text("until IS NULL"),
             postgresql_where=sa.text("until IS NULL")), sa.Index("ix_assignments_patient_id", "patient_id"),
)  # fmt: skip

# A record opened by someone who does not follow the patient, with a reason, for a while.
openings = table(
    "openings", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts", need=True), text("reason_sealed", need=True), at("at", need=True), at("until", need=True),
    sa.Index("ix_openings_account_id", "account_id", "patient_id"),
)  # fmt: skip

# Everything that brought rows: a file, a form, a correction. number: the patient's revision it made; what stands later wins.
# key: the same upload sent twice is one import. rows_mark: by which changed rows are found.
imports = table(
    "imports", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts"), *one_of("kind", IMPORT_KINDS), text("key", need=True), whole("number", need=True),
    text("digest"), text("receipt_sealed", need=True), text("rows_mark", need=True), at("at", need=True),
    at("undone_at"), to("undone_by", "accounts"), whole("undone_number"),
    sa.UniqueConstraint("patient_id", "key"), sa.UniqueConstraint("patient_id", "number"),
    sa.Index("ix_imports_clinic_id", "clinic_id"),
)  # fmt: skip

# What waits for its owner: an upload before it is confirmed, a form half filled, a decision being written. Sealed whole.
drafts = table(
    "drafts", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts", need=True), *one_of("kind", ("upload", "form", "decision")),
    sa.Column("content_sealed", BYTES, nullable=False), at("at", need=True), at("until", need=True),
    whole("version", need=True, default=1), sa.Index("ix_drafts_account_id", "account_id", "patient_id"),
)  # fmt: skip

# answers that hold for every file of a layout of one patient
remembered = table(
    "remembered", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    text("layout", need=True), text("answers_sealed", need=True), at("at", need=True), sa.UniqueConstraint("patient_id", "layout"),
)  # fmt: skip

# A reading as it was, with what it was made from; never changed. inputs_mark: of the rows it was made from.
assessments = table(
    "assessments", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts"), text("as_of", need=True), whole("revision", need=True), text("inputs_mark", need=True),
    text("ruleset", need=True), text("limits", need=True), text("version", need=True), text("result_sealed", need=True),
    at("at", need=True), sa.Index("ix_assessments_patient_id", "patient_id", "at"),
)  # fmt: skip

decisions = table(
    "decisions", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts", need=True), to("assessment_id", "assessments", need=True), *one_of("action", ACTIONS),
    *one_of("agrees", ("yes", "no"), need=False), text("content_sealed", need=True), at("at", need=True), text("key", need=True),
    to("supersedes_id", "decisions"), sa.UniqueConstraint("supersedes_id"), sa.UniqueConstraint("patient_id", "key"),
    sa.Index("ix_decisions_patient_id", "patient_id", "at"),
)  # fmt: skip

# A limit of the clinic (no patient) or of one patient. The last row of a name stands; no value: the default again.
limits = table(
    "limits", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients"),
    to("account_id", "accounts", need=True), text("name", need=True),
    sa.Column("value", sa.Double().with_variant(sa.REAL(), "sqlite")), text("reason_sealed", need=True), at("at", need=True),
    whole("number", need=True), sa.UniqueConstraint("clinic_id", "number"), sa.Index("ix_limits_patient_id", "patient_id"),
)  # fmt: skip

reviews_done = table(
    "reviews_done", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts", need=True), whole("revision", need=True), at("at", need=True), at("undone_at"),
    sa.Index("ix_reviews_done_patient_id", "patient_id", "at"),
)  # fmt: skip

requests = table(
    "requests", key(), to("clinic_id", "clinics", need=True), to("patient_id", "patients", need=True),
    to("account_id", "accounts", need=True), *one_of("kind", REQUEST_KINDS), text("words_sealed"), at("at", need=True),
    *one_of("answer", ("done", "refused", "partly"), need=False), text("answer_sealed"), to("answered_by", "accounts"),
    at("answered_at"), sa.Index("ix_requests_patient_id", "patient_id"),
)  # fmt: skip

# A code that opens one account, once. patient_id: of a patient; else a colleague of that role. account_id: the account whose
# login it gives anew.
invitations = table(
    "invitations", key(), to("clinic_id", "clinics", need=True), *one_of("role", ROLES), to("patient_id", "patients"),
    to("account_id", "accounts"), text("code_mark", need=True), text("identity_sealed"), to("by_id", "accounts"),
    at("at", need=True), at("until", need=True),
    at("used_at"), at("revoked_at"), sa.UniqueConstraint("code_mark"),
)  # fmt: skip

# A sign-in on one browser. token_mark: the fingerprint of what its cookie holds. stage: only "full" opens anything; "first" has
# the password and not the code yet, "notice" has still to read what is kept and why.
signins = table(
    "signins", key(), to("clinic_id", "clinics", need=True), to("account_id", "accounts", need=True),
    text("token_mark", need=True), at("at", need=True), at("seen_at", need=True), at("ended_at"), text("browser"),
    *one_of("stage", ("first", "notice", "full")), sa.UniqueConstraint("token_mark"), sa.Index("ix_signins_account_id", "account_id"),
)  # fmt: skip

# Wrong passwords and codes, by the fingerprint of what was tried (a login, an address).
attempts = table(
    "attempts", sa.Column("mark", sa.Text, primary_key=True), whole("failures", need=True), at("last_at", need=True),
    at("next_at", need=True),
)  # fmt: skip

# What was read of which notice, by whom.
notices = table(
    "notices", key(), to("clinic_id", "clinics", need=True), to("account_id", "accounts", need=True),
    text("version", need=True), text("digest", need=True), *one_of("language", ("fr", "en")), at("at", need=True),
)  # fmt: skip

# Append-only, each entry bound to the one before (audit.py). No names, no clinical values.
audit = table(
    "audit", sa.Column("seq", WHOLE, primary_key=True, autoincrement=False), at("at", need=True), text("actor_id"), text("role"),
    text("clinic_id"), text("action", need=True), text("object", need=True), text("object_id"), text("patient_id"),
    *one_of("result", ("done", "denied", "failed")), text("detail"), text("prev", need=True), text("hash", need=True),
    sa.Index("ix_audit_patient_id", "patient_id"), sa.Index("ix_audit_clinic_id", "clinic_id"),
)  # fmt: skip
