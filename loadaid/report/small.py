"""The four parameters as small pictures, and the ranges of response as a bar. Page JSON in, SVG out."""

from __future__ import annotations

from datetime import date
from statistics import mean, median

from loadaid.locale import Words
from loadaid.report import svg
from loadaid.report.facts import ANSWERED, LEAST_ANSWERED
from loadaid.report.terms import RESPONSES, Json

SETTLE, THIN = (225.0, 66.0), (88.0, 40.0)
LEAST_HOURS = 48.0  # the hours the settle curve shows at least
HALF = 14  # days of each of the two halves compared


def ranges(page: Json, w: Words, width: float = 200.0) -> str:
    """How the sessions were answered: a part for each class with its count; hatched while fewer than three are known."""
    counts = {name: page["responses"][name] for name in ANSWERED}
    total, height = sum(counts.values()), 17.0
    said = ", ".join(w("{what} : {n}", what=w(RESPONSES[name]), n=n) for name, n in counts.items())
    if total < LEAST_ANSWERED:
        body = [svg.rect(0.4, 0.4, width - 0.8, height - 0.8, "url(#hatch)", stroke=svg.INK3, stroke_width=0.8)]
        return svg.picture(width, height, body, said)
    least = 0.07 * width
    known = [(name, n) for name, n in counts.items() if n]
    spare = width - least * len(known)
    body, x = [], 0.0
    for name, n in known:
        wide = least + spare * n / total
        body.append(
            svg.rect(x + 0.4, 0.4, wide - 0.8, height - 0.8, svg.RESPONSES[name], stroke=svg.INK3, stroke_width=0.6)
        )
        fill = svg.PAPER if name in ("red", "flare") else svg.INK
        body.append(svg.text(x + 4, 12, str(n), bold=True, size=8.5, fill=fill))
        x += wide
    return svg.picture(width, height, body, said)


def recovery(page: Json, w: Words, size: tuple[float, float] = SETTLE) -> str:
    """Hours to settle, by session: a line through those of comparable dose, the others hollow, still open as an arrow up."""
    wide, high = size
    points: list[Json] = page["four"]["recovery"]["points"]
    left, right, top, foot = 24.0, wide - 4, 5.0, high - 11
    highest: float = max([LEAST_HOURS, *(p["value"] for p in points)])

    def y(hours: float) -> float:
        return foot - (foot - top) * hours / highest

    first, last = _span(page)
    body = []
    for hours in (0, 24, *(h for h in (48, 96, 168, 336) if h <= highest and (h == 48 or h > highest / 2))):
        body += [svg.line(left, y(hours), right, y(hours), *((svg.INK3, 0.8, "2 2") if hours == 24 else ()))]
        if hours in (0, 24) or y(24) - y(hours) > 8:
            body += [svg.text(left - 3, y(hours) + 2.5, w("{x} h", x=hours), anchor="end", size=6.8)]
    at = [(_x(p, first, last, left + 4, right - 4), y(p["value"]), p) for p in points]
    body.append(svg.path([(x, h) for x, h, p in at if p["comparable"]], svg.INK, 1))
    for x, h, p in at:
        body.append(svg.dot(x, h, svg.INK if p["comparable"] else svg.PAPER, 2.1))
        if p["open"]:
            body.append(svg.line(x, h - 2, x, h - 9, svg.INK, 0.9))
            body.append(svg.shape(f"{x:.2f},{h - 11:.2f} {x + 2:.2f},{h - 7:.2f} {x - 2:.2f},{h - 7:.2f}", svg.INK))
    if not points:
        body.append(svg.text((left + right) / 2, y(24) - 4, w("trop peu de jours"), anchor="middle", halo=True))
    body.append(svg.text(left, high - 1.5, w.day(first), size=6.8))
    body.append(svg.text(right, high - 1.5, w.day(last), anchor="end", size=6.8))
    values = [p["value"] for p in points]
    said = w("Aucune séance dont le retour est connu.")
    if values:
        said = w("Retour à l'habituel de {n} séances : médiane {middle} h, de {low} à {high} h.", n=len(values),
                 middle=median(values), low=min(values), high=max(values))  # fmt: skip
    return svg.picture(wide, high, body, said)


def halves(page: Json, axis: str, title: str, w: Words, size: tuple[float, float] = THIN) -> str:
    """The values of 28 days as dots, the mean of each half that is compared as a thick line."""
    wide, high = size
    found = page["four"][axis]
    points: list[Json] = found["points"]
    top: float = 10.0 if axis != "onset" else max([30.0, *(p["value"] for p in points)])
    first, last = _span(page)

    def y(value: float) -> float:
        return high - 3 - (high - 7) * min(value / top, 1)

    middle = wide / 2
    body = [
        svg.line(0, high - 1, wide, high - 1, svg.RULE2),
        svg.line(middle, 2, middle, high - 1, svg.RULE2, 0.6, "2 2"),
    ]
    for p in points:
        # A session without the usual pain has the minutes it lasted: at least so many, a ring.
        body.append(
            svg.dot(_x(p, first, last, 3, wide - 3), y(p["value"]), svg.PAPER if p.get("painless") else svg.INK3, 1.3)
        )
    parts = [(found["before"], 2.0, middle - 2), (found["now"], middle + 2, wide - 2)]
    body += [svg.line(a, y(v), b, y(v), svg.INK, 1.8) for v, a, b in parts if v is not None]
    if not points:
        body.append(svg.text(middle, high / 2, w("trop peu de jours"), anchor="middle", halo=True))
    known = [p["value"] for p in points]
    said = w("{what} : {n} jours connus sur {days}.", what=title, n=len(known), days=2 * HALF)
    if known:
        said += " " + w("Moyenne {mean}, de {low} à {high}.", mean=mean(known), low=min(known), high=max(known))
    return svg.picture(wide, high, body, said)


def _span(page: Json) -> tuple[date, date]:
    """The 28 days whose two halves are compared, up to the day of the page."""
    last = date.fromisoformat(page["days"][-1]["date"])
    return date.fromordinal(last.toordinal() - 2 * HALF + 1), last


def _x(point: Json, first: date, last: date, left: float, right: float) -> float:
    return left + (right - left) * (date.fromisoformat(point["date"]) - first).days / (last - first).days
