"""What stands over all panels of the chart: visits and other events, and the days of the first reason."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from loadaid.locale import Words
from loadaid.report import svg
from loadaid.report.terms import OF_SESSIONS, Json, event, reasons

if TYPE_CHECKING:
    from loadaid.report.frame import Frame

ROWS = (7.0, 16.0)  # baselines of the labels over the panels
LETTER = 3.4  # points a letter takes at most, on average
MOST_DAYS = 5  # a reason of more days than that is the whole chart


def events_row(frame: Frame, events: list[Json], w: Words) -> list[str]:
    """A visit as a solid line, a change of plan as a dashed one, one mark a day; what lasts as a bar over its days."""
    first, drawn = date.fromisoformat(frame.days[0]["date"]), []
    taken = [0.0 for _ in ROWS]
    for start, same_day in groupby(sorted(events, key=lambda e: (e["first"], e["kind"])), key=lambda e: e["first"]):
        found = list(same_day)
        kinds = [e["kind"] for e in found]
        k = max((date.fromisoformat(start) - first).days, 0)
        last = max((date.fromisoformat(e["last"]) - first).days for e in found)
        x = frame.x(k)
        said = ", ".join(dict.fromkeys(event(w, kind) for kind in kinds))
        said = said[:1] + said[1:].lower()
        wide = LETTER * len(said)
        late = x + wide + 6 > frame.x(len(frame.days))
        left = x - wide - 6 if late else x - 3
        row = next((n for n, end in enumerate(taken) if left >= end), None)
        y = ROWS[row or 0]
        solid, dashed = "visit" in kinds, "plan_change" in kinds
        if solid or dashed:
            drawn.append(svg.line(x, y - 2, x, frame.end, svg.INK2, 1, "" if solid else "2.5 1.8"))
            mark = f"{x - 3:.2f},{y - 5:.2f} {x + 3:.2f},{y - 5:.2f} {x:.2f},{y:.2f}"
            ring = f"{x:.2f},{y - 6:.2f} {x + 3:.2f},{y - 2.5:.2f} {x:.2f},{y + 1:.2f} {x - 3:.2f},{y - 2.5:.2f}"
            drawn.append(svg.shape(mark, svg.INK2) if solid else svg.shape(ring, svg.PAPER, stroke=svg.INK2))
        else:
            right = frame.x(min(last, len(frame.days) - 1) + 0.5)
            drawn.append(svg.rect(frame.x(k - 0.5), ROWS[-1] + 3, right - frame.x(k - 0.5), 1.8, svg.INK3))
        if row is not None:  # two labels never overlap: the third of a place is told in the record
            taken[row] = x + 6 if late else x + 6 + wide
            drawn.append(svg.text(x - 6 if late else x + 6, y, said, anchor="end" if late else "start"))
    return drawn


def outlines(frame: Frame, result: Json) -> list[str]:
    """The days of the first reason, framed, with the morning after where the days are sessions."""
    found = reasons(result)[:1]
    if not found or not 0 < len(found[0]["days"]) <= MOST_DAYS:
        return []
    days = {date.fromisoformat(iso) for iso in found[0]["days"]}
    if found[0]["rule"] in OF_SESSIONS:
        days |= {d + timedelta(days=1) for d in days}
    first = date.fromisoformat(frame.days[0]["date"])
    places = sorted(k for d in days if 0 <= (k := (d - first).days) < len(frame.days))
    colour, drawn = svg.STATES[result["headline"]], []
    for _, run in groupby(enumerate(places), key=lambda at: at[1] - at[0]):
        inside = [k for _, k in run]
        x, wide = frame.x(inside[0] - 0.5), frame.wide * len(inside)
        drawn.append(svg.rect(x, 20.5, wide, frame.end - 19.5, "none", stroke=colour, stroke_width=1.1, rx=2))
        # At its corner, between two days: in the middle it would lie over the value of a bar.
        drawn += [
            svg.dot(x + wide, 20.5, colour, 4.6),
            svg.text(x + wide, 23, "1", anchor="middle", fill=svg.PAPER, bold=True),
        ]
    return drawn
