"""The answer to sessions."""

from __future__ import annotations

import datetime as dt

from tests.by_hand.sheet import SLACK, UNKNOWN, Answer, Sheet, answer, at_least


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
