"""Flares, and the level of pain."""

from __future__ import annotations

import datetime as dt
from statistics import mean

from tests.by_hand.sheet import SLACK, UNKNOWN, Answer, Sheet, at_least


def flare(s: Sheet) -> Answer:
    limit, days = s.limit, [s.day(k) for k in range(5)]

    def over(day: dt.date, name: str, usual: str) -> float | None:
        value, level = s.at(name, day), s.at(usual, day)
        return None if value is None or level is None else value - level

    pain = {d: over(d, "douleur du jour", "niveau habituel de douleur") for d in days}
    impact = {d: over(d, "impact", "impact habituel") for d in days}
    full = {d: s.is_saturated(s.at("niveau habituel de douleur", d)) for d in days}
    word = {d: s.at("poussée, mot du patient", d) for d in days}

    def is_high(d: dt.date) -> bool:
        sd = s.at("écart-type de la douleur", d)
        x = pain[d]
        return x is not None and sd is not None and x >= max(limit["flare_rise"], limit["flare_sd"] * sd) - SLACK

    def declared(d: dt.date) -> bool:
        x, sd = impact[d], s.at("écart-type de l’impact", d)
        if x is not None and sd is not None:
            return x >= max(limit["declared_impact"], limit["declared_sd"] * sd) - SLACK
        return full[d] or (pain[d] or 0) >= limit["declared_impact"] - SLACK

    def hindered(d: dt.date) -> bool:
        x = impact[d]
        return (
            x is not None and x >= limit["flare_impact"] - SLACK and (is_high(d) or (full[d] and pain[d] is not None))
        )

    def pain_alone(d: dt.date) -> bool:
        return is_high(d) and not full[d] and impact[d] is None

    three = days[:3]
    complete = [
        (word[d] == 1 and declared(d))
        or all(hindered(x) for x in days[k : k + 2])
        or all(pain_alone(x) for x in days[k : k + 3])
        for k, d in enumerate(three)
    ]
    if any(complete):
        return "raised", sum(complete)
    told = sum(pain[d] is not None or word[d] == 0 for d in three)
    in_doubt = any(word[d] == 1 and impact[d] is None and pain[d] is None and not full[d] for d in three)
    return UNKNOWN if told < 2 or in_doubt else ("clear", 0)


def week(s: Sheet) -> Answer:
    noted = [*s.known("douleur au réveil").values(), *s.known("douleur moyenne du jour").values()]
    usual = s.at("niveau habituel")
    if len(noted) < 5 or usual is None or s.is_saturated(s.at("niveau habituel, pour l’échelle")):
        return UNKNOWN
    return at_least(mean(noted) - usual, s.limit["week_pain"])


def contrast(s: Sheet) -> Answer:
    mornings, held = s.known("douleur au réveil"), s.all_of("séance la veille")
    apart: list[float] = []
    n_after = n_rest = 0
    for worked in (1.0, 0.0, None):
        mine = [d for d in mornings if s.at("travail la veille", d) == worked]
        after, rest = ([mornings[d] for d in mine if held[d] == kind] for kind in (1.0, 0.0))
        if len(after) >= 2 and len(rest) >= 2:
            apart += [mean(after) - mean(rest)] * len(after)
            n_after, n_rest = n_after + len(after), n_rest + len(rest)
    return at_least(mean(apart) if n_after >= 6 and n_rest >= 6 else None, s.limit["contrast"])


def risen(s: Sheet) -> Answer:
    names = ("niveau habituel en moyenne du jour", "niveau habituel au réveil")
    levels = s.known(names[0]) or s.known(names[1])
    now = levels.get(s.today)
    return at_least(None if now is None else now - min(levels.values()), s.limit["baseline_risen"])
