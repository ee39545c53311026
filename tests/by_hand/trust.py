"""Safety, and whether the log can be read."""

from __future__ import annotations

import datetime as dt

from tests.by_hand.sheet import SLACK, UNKNOWN, Answer, Sheet, answer, at_least


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
