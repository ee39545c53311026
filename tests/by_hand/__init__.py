"""Every finding worked out again as a reader would, from the "why" panel alone: its inputs, its limits, its recipe in words.

Nothing of the engine is used here. Names are those of the French panel. Each function answers (state, measured).
"""

from __future__ import annotations

from tests.by_hand import dose, levels, sessions, trust

BY_RULE = {
    "safety-emergency": trust.safety, "safety-urgent": trust.safety, "enough-pain-days": trust.pain_days, "enough-baseline": trust.baseline,
    "enough-responses": sessions.responses, "log-quality": trust.quality, "during-session-pain": sessions.during,
    "next-morning-response": sessions.next_day, "settle-time": sessions.settling, "sleep-after-session": sessions.nights,
    "repeated-red-sessions": sessions.reds, "flare": levels.flare, "week-pain": levels.week, "morning-contrast": levels.contrast,
    "dose-spike": dose.spike, "dose-growth": dose.growth, "stagnation": dose.stagnation, "low-effort": dose.effort,
    "daily-strain": dose.strain, "recovery-debt": dose.recovery, "baseline-risen": levels.risen,
}  # fmt: skip
