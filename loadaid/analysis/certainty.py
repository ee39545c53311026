"""How sure a headline is, in words tied to stated probabilities, and the observations that speak for it and against it."""

from __future__ import annotations

from typing import Any

import numpy as np

from loadaid.analysis.evidence import CAUTIOUS, FAST, NAMES, ZONE
from loadaid.analysis.hold import FLARE_UNCLEAR, IN_ZONE, INSUFFICIENT, RED_FLAG, STRAIN_DRIVEN, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.index import Floats
from loadaid.analysis.lags import lags
from loadaid.analysis.rules.base import At
from loadaid.analysis.workings import Workings
from loadaid.domain.weights import HYPOTHESES, OBSERVATIONS, Observation
from loadaid.domain.words import N_, Speaker

PROBABLE, COMPATIBLE, UNDECIDED = "probable", "compatible", "undecided"
WORDS = {PROBABLE: N_("probable"), COMPATIBLE: N_("compatible"), UNDECIDED: N_("on ne peut pas trancher")}
SPEAKS = 0.5  # doublings under which an observation is not worth a line
CONFOUNDED = N_("Si la dose a été baissée les mauvaises semaines, l'effet des séances est sous-estimé.")


def chance(w: Workings, headline: Any) -> Floats:
    """Probability of the headline of each day, (patients, days); NaN where it has none: red flag, not enough data, unclear.

    While a reaction is there, "in the zone" is out of the question: too fast and daily strain then share the whole.
    """
    p = w.evidence.probability[:, 0]
    fast, life = p[FAST], w.evidence.life[0]
    both = np.where(w.states.reaction[0], np.maximum(fast + life, 1e-9), 1.0)
    # Where little is known, "in the zone" is what was assumed from the start: no better than compatible.
    known = sum((~np.isnan(_as_logged(w, one))).astype(int) for one in OBSERVATIONS) >= len(OBSERVATIONS) / 2
    zone = np.where(known, p[ZONE], np.minimum(p[ZONE], w.limits.say_probable - 0.01))
    of = {TOO_FAST: fast / both, STRAIN_DRIVEN: life / both, TOO_CAUTIOUS: p[CAUTIOUS], IN_ZONE: zone}
    return np.select([headline == code for code in of], list(of.values()), np.nan)


def _as_logged(w: Workings, one: Observation) -> Floats:
    """An observation of the log as it is, (patients, days)."""
    value = w.evidence.observed.value[one.id]
    return value[0] if value.ndim == 3 else value


def word(w: Workings, probability: float) -> str:
    """The word for a probability; "undecided" when there is none."""
    if probability >= w.limits.say_probable:
        return PROBABLE
    return COMPATIBLE if probability >= w.limits.say_compatible else UNDECIDED


def certainty(at: At, words: Speaker) -> dict[str, Any] | None:
    """Word, probabilities (to 0.05: no one knows them better) and observations of a day; None where no headline is weighed."""
    headline = int(at.w.states.headline[0, at.row, at.day])
    if headline in (RED_FLAG, INSUFFICIENT):
        return None
    probability = at.value(chance(at.w, at.w.states.headline[0]))
    found = at.w.evidence.probability[:, 0, at.row, at.day]
    code = word(at.w, probability)
    return {
        "word": code,
        "said": words(WORDS[code]),
        "probability": None if np.isnan(probability) else _coarse(probability),
        "probabilities": {name: _coarse(p) for name, p in zip(NAMES, found, strict=True)},
        "observations": observed(at, words),
        "exercise_over_strain": _second_look(at, words),
    }


def observed(at: At, words: Speaker) -> list[dict[str, Any]]:
    """Every known observation that speaks, the strongest first: its sentence, number, and doublings for each hypothesis."""
    found = []
    for one in OBSERVATIONS:
        value = at.value(at.w.evidence.observed.value[one.id])
        if np.isnan(value):
            continue
        beyond = min(max(value, one.low), one.high) - one.usual
        doublings = {
            name: round(weight * beyond, 1) + 0.0 for name, weight in zip(HYPOTHESES, one.weights, strict=True)
        }
        if max(map(abs, doublings.values())) >= SPEAKS:
            found.append({"id": one.id, "value": round(value, 2) + 0.0, "sentence": phrase(one, value, words),
                          "doublings": doublings, "source": one.source.id})  # fmt: skip
    return sorted(found, key=lambda o: -max(map(abs, o["doublings"].values())))


def phrase(one: Observation, value: float, words: Speaker) -> str:
    """An observation in words, with its number as a clinician writes it."""
    if one.shown == "yes_no":
        return words(one.says[int(value >= 0.5)])
    if one.shown == "hours":
        hours = 2**value - 1
        return words(one.says[0], value=words.number(hours, 0)) if hours >= 0.5 else words(one.says[1])
    if one.shown == "percent":
        return words(one.says[0], value=words.number(100 * np.expm1(value), 0))
    if one.shown == "fall":
        return words(one.says[0], value=words.number(-100 * np.expm1(-value), 0))
    if one.shown == "plain":
        return words(one.says[0], value=words.number(value))
    change = -value if one.shown == "negated" else value
    return words(one.says[0], value=("+" if change >= 0.05 else "") + words.number(change))


def speaking_for(headline: int, seen: list[dict[str, Any]]) -> list[str]:
    """Sentences of what speaks most for a headline, at most three."""
    names = {TOO_FAST: ("too_fast",), TOO_CAUTIOUS: ("too_cautious",), STRAIN_DRIVEN: ("daily_strain", "recovery"),
             FLARE_UNCLEAR: ("too_fast", "daily_strain", "recovery")}.get(headline, ())  # fmt: skip
    strength = {o["sentence"]: max((o["doublings"][name] for name in names), default=0) for o in seen}
    return [said for said in sorted(strength, key=lambda s: -strength[s]) if strength[said] >= SPEAKS][:3]


def _second_look(at: At, words: Speaker) -> dict[str, Any] | None:
    """The regression on yesterday's dose and strain, where there is a reaction to explain and enough to see it."""
    if not at.w.states.to_explain[0, at.row, at.day]:
        return None
    found = lags(at.w, np.array([at.row]), np.array([at.day]))
    p = float(found.over_strain[0])
    if np.isnan(p):
        return None
    return {"probability": _coarse(p), "said": words(WORDS[word(at.w, max(p, 1 - p))]), "days": int(found.days[0]),
            "sessions": int(found.sessions[0]), "caveat": words(CONFOUNDED)}  # fmt: skip


def _coarse(p: float) -> float:
    """Down to 0.05, as the words are tied to, and never 0 or 1: no log makes that sure."""
    return round(min(max(int(20 * float(p) + 1e-9), 1), 19) / 20, 2)
