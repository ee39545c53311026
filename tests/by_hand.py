"""Every finding worked out again as a reader would, from the "why" panel alone: its inputs, its limits, its recipe in words.

Nothing of the engine is used here. Names are those of the French panel. Each function answers (state, measured).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from statistics import mean, median, stdev
from typing import Any

Answer = tuple[str, float | None]
SLACK = 1e-9
UNKNOWN: Answer = ("cannot_tell", None)


class Sheet:
    """One rule's panel: values by name and day, limits by id."""

    def __init__(self, panel: dict[str, Any]) -> None:
        self.inputs: list[dict[str, Any]] = panel["inputs"]
        self.limit: dict[str, float] = {x["id"]: x["value"] for x in panel["limits"]}
        self.today = dt.date.fromisoformat(panel["as_of"])

    def all_of(self, name: str) -> dict[dt.date, float | None]:
        """By day, oldest first, unknown ones too."""
        return {dt.date.fromisoformat(x["date"]): x["value"] for x in self.inputs if x["name"] == name and x["date"]}

    def known(self, name: str, first: int = 10_000, last: int = 0) -> dict[dt.date, float]:
        """Known values of the days t-first .. t-last."""
        days = self.all_of(name).items()
        return {d: x for d, x in days if x is not None and last <= self.ago(d) <= first}

    def at(self, name: str, day: dt.date | None = None) -> float | None:
        return self.all_of(name).get(day or self.today)

    def ago(self, day: dt.date) -> int:
        return (self.today - day).days

    def day(self, ago: int) -> dt.date:
        return self.today - dt.timedelta(days=ago)

    def is_saturated(self, usual: float | None) -> bool:
        return usual is not None and usual + self.limit["over_usual_red"] > self.limit["scale_ceiling"] + SLACK


def answer(measured: float | None, is_raised: bool) -> Answer:
    return UNKNOWN if measured is None else ("raised" if is_raised else "clear", measured)


def at_least(measured: float | None, limit: float) -> Answer:
    return answer(measured, measured is not None and measured >= limit - SLACK)


# Safety and data


def safety(s: Sheet) -> Answer:
    review = max([*s.all_of("relecture clinique avec une note"), *s.all_of("relecture clinique")], default=dt.date.min)
    flare = max(s.all_of("début de la poussée présente"), default=dt.date.min)
    since = max(s.day(35), flare)
    lasting = {x["name"].removesuffix(", compte aujourd’hui"): x["value"] for x in s.inputs if "compte" in x["name"]}
    apart = ("relecture", "début", "compte")
    questions = {x["name"] for x in s.inputs if not any(word in x["name"] for word in apart)}
    count, answered = 0, True
    for question in questions:
        days = s.all_of(question)
        answered &= any(day >= since for day in days)
        says_yes = any(value == 1 and day > review for day, value in days.items())
        count += bool(lasting.get(question, says_yes))
    state, _ = at_least(count, s.limit["safety_yes"])
    return (state, count) if answered or state == "raised" else UNKNOWN


def pain_days(s: Sheet) -> Answer:
    noted = [*s.known("douleur au réveil"), *s.known("douleur moyenne du jour")]
    week, fortnight = (len({d for d in noted if s.ago(d) < n}) for n in (7, 14))
    shuts = week < s.limit["pain_days_close"] or fortnight < s.limit["pain_days_close_14"]
    yesterday = s.day(1)
    opened = bool(s.at("lecture déjà ouverte avant ce jour", yesterday)) or week >= s.limit["pain_days_open"]
    opens = week >= s.limit["pain_days_open"] or (opened and week >= s.limit["pain_days_reopen"] and not shuts)
    is_open = opens or (bool(s.at("lecture ouverte la veille", yesterday)) and not shuts)
    return answer(week, not is_open)


def baseline(s: Sheet) -> Answer:
    calm = [
        s.ago(d)
        for name in ("douleur au réveil", "douleur moyenne du jour")
        for d in s.known(name)
        if d not in s.all_of("jour de poussée")
    ]
    near = sum(8 <= ago <= 28 for ago in calm)
    count = near if near >= s.limit["baseline_values"] else sum(8 <= ago <= 56 for ago in calm)
    return answer(count, count < s.limit["baseline_values"] - SLACK)


def quality(s: Sheet) -> Answer:
    pains = [list(s.known(name, 13).values()) for name in ("douleur au réveil", "douleur moyenne du jour")]
    varies = any(max(x) - min(x) > SLACK for x in pains if x)
    pained = any(max(x) > SLACK for x in pains if x)
    begins = any(len(x) >= 10 for x in pains) and not varies and pained
    lasts = bool(s.at("valeurs égales déjà relevées la veille", s.day(1))) and not varies and pained
    written = list(s.known("saisie écrite après la fin du jour").values())
    late = sum(x > s.limit["backfill_hours"] for x in written)
    faults = (begins or lasts) + (len(written) >= 5 and late / len(written) > s.limit["backfill_share"] + SLACK)
    days = len({*s.known("douleur au réveil", 13), *s.known("douleur moyenne du jour", 13)})
    return at_least(faults if days >= 10 or len(written) >= 5 else None, s.limit["log_faults"])


# The answer to sessions


class Session:
    """One session of a sheet, in the words of the recipes."""

    def __init__(self, s: Sheet, day: dt.date) -> None:
        self.s, self.day, self.days_since = s, day, s.ago(day)
        self.next, self.just = s.at("douleur du lendemain", day), s.at("douleur juste avant", day)
        before = s.at("niveau avant la séance, du jour", day)
        before = self.just if before is None else before
        self.rise = None if self.next is None or before is None else self.next - before
        self.usual = s.at("niveau habituel", day)
        self.is_excused = s.at("courbature retenue comme explication", day) == 1
        self.settle, self.night = s.at("délai de retour", day), s.at("sommeil gêné par l’exercice", day)

    @property
    def is_saturated(self) -> bool:
        return self.s.is_saturated(self.usual)

    @property
    def mark(self) -> float | None:
        limit = self.s.limit
        return None if self.usual is None else max(self.usual + limit["over_usual_red"], limit["next_day_floor"])

    @property
    def over(self) -> float | None:
        if self.rise is None or self.mark is None or self.next is None or self.is_saturated:
            return None
        return min(self.rise, self.next - self.mark + self.s.limit["over_usual_red"])

    @property
    def limit(self) -> float:
        sd = self.s.at("écart-type propre", self.day)
        assert sd is not None
        return max(self.s.limit["rise_red"], self.s.limit["rise_sd"] * sd)

    def is_late(self, days_since: int) -> bool:
        limit = self.s.limit["settle_red"]
        return self.settle is not None and self.settle > limit + SLACK and 24 * min(days_since, 6) >= limit

    @property
    def is_high(self) -> bool:
        reached = self.next is not None and self.mark is not None and self.next >= self.mark - SLACK
        return self.is_saturated or reached

    def lasting(self, days_since: int) -> bool:
        rose = not self.is_saturated and self.rise is not None and self.rise >= self.s.limit["rise_amber"] - SLACK
        return (self.night == 1 or self.hurts) and (rose or self.is_late(days_since))

    @property
    def hurts(self) -> bool:
        during = self.s.at("douleur pendant la séance", self.day)
        usual = self.s.at("niveau habituel, douleur pendant", self.day)
        if self.is_saturated or during is None or usual is None or self.just is None:
            return False
        bound = max(self.s.limit["during_high"], usual + self.s.limit["over_usual_red"])
        return during > bound + SLACK and during - self.just >= self.s.limit["during_rise"] - SLACK

    @property
    def is_known(self) -> bool:
        limit = self.s.limit["settle_red"]
        if self.settle is not None and self.settle <= limit + SLACK:
            return True
        if self.is_saturated:
            decided = self.settle is not None
        else:
            below_limit = self.rise is not None and self.rise < self.limit - SLACK
            below_mark = self.next is not None and self.mark is not None and self.next < self.mark - SLACK
            decided = self.over is not None or below_limit or below_mark
        long = self.settle is not None and self.settle > limit + SLACK and limit <= 24 and self.is_high
        return decided or long or self.lasting(1)

    @property
    def is_red(self) -> bool:
        over = self.over is not None and self.over >= self.limit - SLACK
        answered = over or (self.is_late(self.days_since) and self.is_high)
        return self.lasting(self.days_since) or (answered and not self.is_excused)


def sessions(s: Sheet, name: str) -> list[Session]:
    """Sessions of a sheet, the latest first."""
    return [Session(s, day) for day in sorted(s.all_of(name), reverse=True)]


def last_three(s: Sheet, name: str) -> list[Session]:
    return [x for x in sessions(s, name) if s.at("réponse connue", x.day) == 1][:3]


def responses(s: Sheet) -> Answer:
    count = sum(x.is_known for x in sessions(s, "douleur du lendemain"))
    return answer(count, count < s.limit["classed_sessions"] - SLACK)


def during(s: Sheet) -> Answer:
    known = s.known("douleur pendant la séance")
    if not known or s.is_saturated(s.at("niveau habituel, pour l’échelle")):
        return UNKNOWN
    day = max(known)
    before, usual = s.at("douleur juste avant", day), s.at("niveau habituel, douleur pendant", day)
    bound = max(s.limit["during_high"], s.limit["during_high"] if usual is None else usual + s.limit["over_usual_red"])
    if known[day] <= bound + SLACK:
        return "clear", known[day]
    return answer(
        None if before is None else known[day],
        before is not None and known[day] - before >= s.limit["during_rise"] - SLACK,
    )


def next_day(s: Sheet) -> Answer:
    furthest = None
    for x in last_three(s, "réponse connue"):
        if x.over is None or x.is_excused:
            continue
        if furthest is None or furthest.over is None or x.over - x.limit > furthest.over - furthest.limit:
            furthest = x
    return UNKNOWN if furthest is None else at_least(furthest.over, furthest.limit)


def settling(s: Sheet) -> Answer:
    three = [x for x in last_three(s, "réponse connue") if x.settle is not None]
    hours = [min(x.settle, 24 * x.days_since) for x in three if x.settle is not None]
    late = any(
        x.settle is not None and x.settle > s.limit["settle_red"] + SLACK and 24 * x.days_since >= s.limit["settle_red"]
        for x in three
    )
    return answer(max(hours, default=None), late)


def nights(s: Sheet) -> Answer:
    known = [x.night for x in last_three(s, "réponse connue") if x.night is not None]
    return at_least(sum(known) if known else None, s.limit["sleep_sessions"])


def reds(s: Sheet) -> Answer:
    three = [x for x in sessions(s, "douleur du lendemain") if x.is_known][:3]
    count = sum(x.is_red for x in three)
    return at_least(count if len(three) == 3 or count >= s.limit["red_sessions"] else None, s.limit["red_sessions"])


# Flares and levels


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


# Dose, effort, daily life

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


BY_RULE = {
    "safety-emergency": safety, "safety-urgent": safety, "enough-pain-days": pain_days, "enough-baseline": baseline,
    "enough-responses": responses, "log-quality": quality, "during-session-pain": during,
    "next-morning-response": next_day, "settle-time": settling, "sleep-after-session": nights,
    "repeated-red-sessions": reds, "flare": flare, "week-pain": week, "morning-contrast": contrast,
    "dose-spike": spike, "dose-growth": growth, "stagnation": stagnation, "low-effort": effort,
    "daily-strain": strain, "recovery-debt": recovery, "baseline-risen": risen,
}  # fmt: skip
