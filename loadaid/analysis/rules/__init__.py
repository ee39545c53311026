"""RULES: every rule, in display order. The evidence page, the README's table and the report are drawn from it."""

from __future__ import annotations

from loadaid.analysis.rules import dose, symptoms, trust
from loadaid.analysis.rules.base import Rule

_IN_FILES = {rule.id: rule for part in (trust, symptoms, dose) for rule in part.RULES}
ORDER = (
    "safety-emergency", "safety-urgent", "enough-pain-days", "enough-baseline", "enough-responses", "log-quality",
    "during-session-pain", "next-morning-response", "settle-time", "sleep-after-session", "repeated-red-sessions",
    "flare", "week-pain", "morning-contrast", "dose-spike", "dose-growth", "stagnation", "low-effort", "daily-strain",
    "recovery-debt", "baseline-risen",
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(_IN_FILES[id] for id in ORDER)
SUSPENDED = ("response", "dose", "caution", "strain")  # groups that say nothing while a safety answer stands
