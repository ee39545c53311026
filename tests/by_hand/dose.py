"""Dose, effort, daily strain and recovery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from statistics import mean, median, stdev

from tests.by_hand.sheet import SLACK, UNKNOWN, Answer, Sheet, answer, at_least

SERIES = (("dose des exercices", "exercices"), ("effort perçu × minutes", "effort × minutes"), ("minutes", "minutes"))


def spike(s: Sheet) -> Answer:
    found: dict[dt.date, float] = {}
    for day in sorted({d for name, _ in SERIES for d in s.all_of(name)}):
        gap = s.at("jours depuis la séance d’avant", day) or 0
        away = s.limit["reentry_28"] if gap >= 28 else s.limit["reentry_14"] if gap >= 14 else 1
        above = []
        for name, short in SERIES:
            if day not in s.all_of(name):
                continue
            dose, highest = s.at(name, day), s.at(f"plus forte d’avant, {short}", day)
            enough = (s.at(f"séances dans la référence, {short}", day) or 0) >= 3
            is_known = dose is not None and highest is not None and highest > 0 and enough
            above.append((dose / (highest * away) - 1) * 100 if is_known else None)  # type: ignore[operator]
        if above and above[0] is not None:  # the series in use; the second one only lowers it
            found[day] = min(x for x in above if x is not None)
    if not found:
        return UNKNOWN
    furthest = max(found, key=lambda d: found[d])
    for name, short in SERIES:  # the reference that is listed is that of this session
        doses = list(s.known(f"dans la référence, {short}").values())
        if furthest in s.all_of(name):
            assert len(doses) == s.at(f"séances dans la référence, {short}", furthest)
            assert not doses or abs(max(doses) - (s.at(f"plus forte d’avant, {short}", furthest) or 0)) < 1e-6
    return answer(found[furthest], found[furthest] > s.limit["spike"] + SLACK)


def growth(s: Sheet) -> Answer:
    doses = {d: x for name in ("dose", *(name for name, _ in SERIES)) for d, x in s.known(name).items()}
    now, before = ([x for d, x in doses.items() if (s.ago(d) < 14) == recent] for recent in (True, False))
    if len(now) < 10 or len(before) < 10 or mean(before) <= 0:
        return UNKNOWN
    rise = (mean(now) / mean(before) - 1) * 100
    return answer(rise, rise > s.limit["dose_rise"] + SLACK)


def stagnation(s: Sheet) -> Answer:
    means: dict[str, dict[str, float]] = {}
    for x in s.inputs:
        if x["name"].startswith("dose moyenne"):
            means.setdefault(x["of"], {})[x["name"]] = x["value"]
    changes = [
        (m["dose moyenne, 14 derniers jours"] / m["dose moyenne, 14 jours d’avant"] - 1) * 100 for m in means.values()
    ]
    if not changes:
        return UNKNOWN
    flat = max(changes) <= s.limit["growth_high"] + SLACK and min(changes) >= s.limit["growth_low"] - SLACK
    moved = s.at("exercice nouveau depuis 14 jours") or s.at("charge, répétitions, tenue ou palier plus haut")
    return answer(max(changes), flat and not moved)


def effort(s: Sheet) -> Answer:
    noted = list(s.known("effort perçu").values())
    middle = median(noted) if len(noted) >= 4 else None
    return answer(middle, middle is not None and middle <= s.limit["light_effort"] + SLACK)


def weighted(parts: Iterable[tuple[float, float | None]]) -> tuple[float | None, float]:
    """Mean of the known parts by weight, and the weight that is known."""
    known = [(w, x) for w, x in parts if x is not None]
    weight = sum(w for w, _ in known)
    return (sum(w * x for w, x in known) / weight if weight else None), weight


def against_usual(s: Sheet, value: float | None, days: dict[dt.date, float]) -> float | None:
    usual = [x for d, x in days.items() if 8 <= s.ago(d) <= 35]
    if value is None or len(usual) < 7:
        return None
    weekday = [days[s.day(7 * k)] for k in (2, 3, 4, 5) if s.day(7 * k) in days]
    level = max(median(usual), median(weekday)) if len(weekday) >= 2 else median(usual)
    return (value - level) / max(stdev(usual), 1)


def strain(s: Sheet) -> Answer:
    def physical(day: dt.date) -> tuple[float | None, float]:
        run = s.at("jours de travail d’affilée", day)
        return weighted((
            (0.20, s.at("effort au travail", day)),
            (0.10, s.at("port de charges (0, 3, 7 ou 10)", day)),
            (0.10, None if run is None else min(run, 3) * 10 / 3),
            (0.05, s.at("posture inhabituelle (0, 3, 7 ou 10)", day)),
        ))  # fmt: skip

    parts = [physical(s.day(k)) for k in range(3)]
    of_days, _ = weighted(zip((0.5, 0.3, 0.2), (x for x, _ in parts), strict=True))
    stress, _ = weighted((0.5, s.at("stress", s.day(k))) for k in range(2))
    now, weight = weighted(((max(w for _, w in parts), of_days), (0.15, stress)))
    listed = s.at("contraintes récentes")
    now = now if weight >= 0.25 - SLACK else None
    assert (now is None) == (listed is None)
    assert now is None or listed is None or abs(now - listed) < 1e-6
    return at_least(against_usual(s, now, s.known("contraintes récentes", 35, 8)), s.limit["strain"])


def recovery(s: Sheet) -> Answer:
    sleep, tired = s.all_of("qualité du sommeil"), s.all_of("fatigue")
    short = {}
    for day in sleep:
        quality = sleep[day]
        lack, _ = weighted(((0.30, None if quality is None else 10 - quality), (0.10, tired[day])))
        if lack is not None:
            short[day] = lack
    recent = [x for d, x in short.items() if s.ago(d) < 3]
    return at_least(against_usual(s, mean(recent) if len(recent) >= 2 else None, short), s.limit["recovery"])
