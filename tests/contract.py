"""What a review result may hold: the keys and words that programs around loadaid rely on."""

from __future__ import annotations

import math
from typing import Any

from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.rules import RULES
from loadaid.domain.sources import BY_ID as SOURCES

KEYS = (
    "schema", "ruleset", "patient_id", "as_of", "headline", "axes", "findings", "depends_on_unlogged_days",
    "unlogged_days", "envelope", "held_since", "last_known", "dose_kind", "suggestions", "data_quality",
)  # fmt: skip
FINDING = ("rule", "state", "measured", "limit", "unit", "days", "sentence", "source", "would_clear_if")
AXES = {
    "safety": ("clear", "unknown", "urgent", "emergency"),
    "data": ("sufficient", "insufficient"),
    "flare": ("present", "absent", "cannot_tell"),
    "progression": ("too_fast", "in_zone", "too_cautious", "cannot_tell"),
}
DRIVERS = ("exercise", "daily_strain", "recovery", "mixed", "unclear", "none")
TRAJECTORY = ("intensity", "onset", "recovery", "impact", "function")
DIRECTIONS = ("improved", "stable", "worse", "cannot_tell")
STATES = ("raised", "clear", "cannot_tell")
QUALITY = ("days_logged", "days_state_known", "days", "sessions", "reasons")
SUGGESTIONS = (
    "reduce-dose", "repeat-dose", "progress", "hold-dose", "adjust-strain", "ask-first", "contact-emergency",
    "contact-doctor",
)  # fmt: skip


def problems(result: dict[str, Any]) -> list[str]:
    """Every way in which a result breaks the contract; empty when it keeps it."""
    axes, attribution = result["axes"], result["axes"]["attribution"]
    shares, known = attribution["shares"], result["last_known"]
    checks = {
        "keys": set(KEYS) <= set(result),
        "schema": result["schema"] == "loadaid/review/1",
        "headline": result["headline"] in HEADLINES,
        "axes": set(axes) == {*AXES, "attribution", "trajectory"} and all(axes[a] in AXES[a] for a in AXES),
        "driver": attribution["driver"] in DRIVERS,
        "shares": shares is None or (
            set(shares) == {"exercise", "daily_strain", "recovery"} and math.isclose(sum(shares.values()), 1)),
        "trajectory": tuple(axes["trajectory"]) == TRAJECTORY and set(axes["trajectory"].values()) <= set(DIRECTIONS),
        "every rule once": [f["rule"] for f in result["findings"]] == [rule.id for rule in RULES],
        "envelope": set(result["envelope"]) == {"rest", "usual", "heavy"}
        and set(result["envelope"].values()) <= set(HEADLINES),
        "held since": result["held_since"] <= result["as_of"],
        "last known": known is None or (known["headline"] in HEADLINES and known["date"] <= result["as_of"]),
        "dose kind": result["dose_kind"] in ("external", "load_au", "minutes", "none"),
        "suggestions": {s["id"] for s in result["suggestions"]} <= set(SUGGESTIONS),
        "quality": set(QUALITY) <= set(result["data_quality"]),
        "unlogged days": result["depends_on_unlogged_days"] is False or result["unlogged_days"] != [],
        "no day after": all(d <= result["as_of"] for d in _days(result)),
        "numbers": _finite(result),
        "a red flag suspends": result["headline"] != "red_flag" or (
            axes["progression"] == "cannot_tell" and attribution["driver"] == "none"
            and all(s["id"].startswith("contact-") for s in result["suggestions"])),
        "zone rests on data": result["headline"] != "in_zone" or axes["data"] == "sufficient",
    }  # fmt: skip
    broken = [name for name, kept in checks.items() if not kept]
    return broken + [f"{f['rule']}: {p}" for f in result["findings"] for p in _finding(f)]


def _finding(found: dict[str, Any]) -> list[str]:
    unknown = found["state"] == "cannot_tell"
    numbers = (found["measured"], found["limit"])
    checks = {
        "keys": set(FINDING) <= set(found),
        "state": found["state"] in STATES,
        "source": found["source"] in SOURCES,
        "sentence": bool(found["sentence"].strip()) and "{" not in found["sentence"],
        "numbers when it can tell, none when it cannot": all((x is None) == unknown for x in numbers),
        "would_clear_if when raised": (found["would_clear_if"] is not None) == (found["state"] == "raised"),
        "rounded": all(x is None or round(x, 2) == x for x in numbers),
        "days in order": found["days"] == sorted(set(found["days"])),
    }
    return [name for name, kept in checks.items() if not kept]


def _days(result: dict[str, Any]) -> list[str]:
    return [*result["unlogged_days"], *(day for f in result["findings"] for day in f["days"])]


def _finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_finite(v) for v in value.values())
    if isinstance(value, list):
        return all(_finite(v) for v in value)
    return not isinstance(value, float) or math.isfinite(value)
