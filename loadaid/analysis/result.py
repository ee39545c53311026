"""The review of one patient on one day as the contract's JSON, with its sentences."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loadaid.analysis import attribution, trajectory
from loadaid.analysis import safety as safety_words
from loadaid.analysis.certainty import certainty
from loadaid.analysis.explained import driver_shown
from loadaid.analysis.headline import SUSPENDED_SENTENCE, headline_label, headline_sentence, notices
from loadaid.analysis.hold import HEADLINES, IN_ZONE, INSUFFICIENT, RED_FLAG, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.index import Floats
from loadaid.analysis.load import KINDS, READINGS
from loadaid.analysis.panel import NOT_LOGGED, REST, SESSION
from loadaid.analysis.rules import RULES, SUSPENDED
from loadaid.analysis.rules.base import At, Rule
from loadaid.analysis.suggestions import suggestions
from loadaid.domain.finding import CANNOT_TELL, CLEAR, RAISED, RULESET, SCHEMA, STATES
from loadaid.domain.words import Speaker

WINDOW = 28
SHARES = ("exercise", "daily_strain", "recovery")
PROGRESSION = {TOO_FAST: "too_fast", IN_ZONE: "in_zone", TOO_CAUTIOUS: "too_cautious"}


def result(at: At, words: Speaker) -> dict[str, Any]:
    """Headline, axes, every finding with its sentence, suggestions and data quality. Keys and order are the contract's."""
    states = at.w.states
    headline = int(states.headline[0, at.row, at.day])
    unlogged = at.where(at.w.panel.state == NOT_LOGGED, WINDOW)
    envelope = {READINGS[k]: HEADLINES[states.headline[k, at.row, at.day]] for k in range(1, len(READINGS))}
    findings = [finding(rule, at, words) for rule in RULES]
    sure = certainty(at, words)
    remembered = int(states.remembered[0, at.row, at.day])
    return {
        "schema": SCHEMA,
        "ruleset": RULESET,
        "patient_id": at.w.panel.ids[at.row],
        "as_of": at.calendar(at.day).isoformat(),
        "headline": HEADLINES[headline],
        "headline_label": headline_label(at, headline, words),
        "headline_sentence": headline_sentence(at, headline, findings, sure, words),
        "certainty": sure,
        "axes": _axes(at, headline),
        "findings": findings,
        "depends_on_unlogged_days": bool(unlogged) and any(h != HEADLINES[headline] for h in envelope.values()),
        "unlogged_days": [day.isoformat() for day in at.dates(unlogged)],
        "envelope": envelope,
        "held": int(states.raw[0, at.row, at.day]) != headline,
        "held_since": at.calendar(int(states.since[0, at.row, at.day])).isoformat(),
        "last_known": None if remembered < 0 else {
            "headline": HEADLINES[remembered],
            "date": at.calendar(int(states.remembered_on[0, at.row, at.day])).isoformat(),
        },
        "dose_kind": KINDS[int(at.value(at.w.load.kind))],
        "suggestions": suggestions(at, headline, words),
        "data_quality": {
            "days_logged": len(at.where(at.w.panel.daily["logged"] == 1, WINDOW)),
            "days_state_known": len(at.where((at.w.panel.state == REST) | (at.w.panel.state == SESSION), WINDOW)),
            "days": WINDOW,
            "sessions": len(at.where(at.w.panel.is_session, WINDOW)),
            "reasons": [f["sentence"] for f, r in zip(findings, RULES, strict=True)
                        if r.group == "data" and f["state"] == "raised"] + notices(at, words),
        },
    }  # fmt: skip


def finding(rule: Rule, at: At, words: Speaker) -> dict[str, Any]:
    """One rule's answer for one patient and day."""
    reading = at.readings[rule.id]
    suspended = rule.group in SUSPENDED and at.w.states.headline[0, at.row, at.day] == RED_FLAG
    known = bool(reading.known[at.row, at.day]) and not suspended
    state = (RAISED if reading.raised[at.row, at.day] else CLEAR) if known else CANNOT_TELL
    limit = np.broadcast_to(np.asarray(reading.limit, dtype=float), at.w.panel.shape)[at.row, at.day]
    days = at.dates(rule.days(at)) if known else []
    measured = reading.measured[at.row, at.day]
    close = abs(measured - limit) < 0.1  # then one decimal would not show on which side of the limit it lies
    said = {
        "measured": words.number(measured, 2 if close else 1),
        "limit": words.number(limit, 2),
        "days": words.days(days),
        **rule.facts(at, words),
    }
    template = {RAISED: rule.raised, CLEAR: rule.clear, CANNOT_TELL: rule.cannot_tell}[state]
    return {
        "rule": rule.id,
        "state": STATES[state],
        "measured": number(measured) if known else None,
        "limit": number(limit) if known else None,
        "unit": rule.unit,
        "days": [day.isoformat() for day in days],
        "sentence": words(SUSPENDED_SENTENCE) if suspended else words(template, **said),
        "source": rule.limit.source.id,
        "would_clear_if": words(rule.would_clear, **said, **rule.names(at, words)) if state == RAISED else None,
    }


def number(x: Any) -> float | int | None:
    """Rounded to 2 decimals; whole numbers without decimals; None for not known."""
    value = round(float(x), 2)
    if not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def _axes(at: At, headline: int) -> dict[str, Any]:
    s = at.w.symptoms
    present, absent = s.present[at.row, at.day], s.absent[at.row, at.day]
    directions = at.w.trajectory.direction
    return {
        "safety": safety_words.WORDS[at.w.safety.level[at.row, at.day]],
        "data": "sufficient" if at.w.sufficiency.sufficient[at.row, at.day] else "insufficient",
        "flare": "present" if present else "absent" if absent else "cannot_tell",
        "progression": PROGRESSION.get(headline, "cannot_tell"),
        "attribution": _attribution(at, headline),
        "trajectory": {axis: trajectory.WORDS[directions[axis][at.row, at.day]] for axis in trajectory.AXES},
    }


def _attribution(at: At, headline: int) -> dict[str, Any]:
    place = (0, at.row, at.day)
    if headline == RED_FLAG or not at.w.states.to_explain[place]:
        return {"driver": "none", "shares": None}
    if headline == INSUFFICIENT:
        return {"driver": "unclear", "shares": None}
    driver = int(driver_shown(at.w.explained, at.w.states)[place])
    parts = at.w.explained.parts[(slice(None), *place)]
    shared = dict(zip(SHARES, shares(parts).tolist(), strict=True)) if parts.any() else None
    return {"driver": attribution.DRIVERS[driver], "shares": shared}


def shares(parts: Floats) -> Floats:
    """Shares to 0.01 that sum to 1, of parts along the first axis: the largest remainders are rounded up. NaN without any."""
    total = parts.sum(axis=0)
    exact = 100 * parts / np.where(total > 0, total, np.nan)
    whole = np.floor(exact + 1e-9)
    place = np.argsort(np.argsort(whole - exact, axis=0, kind="stable"), axis=0)
    return np.asarray((whole + (place < 100 - whole.sum(axis=0))) / 100)
