"""Values that can be and hardly are: asked about, and kept when the person says that they are right."""

from __future__ import annotations

from loadaid.intake.columns.column import Reading

ABSURD = {"session_minutes": 600.0, "load_kg": 300.0, "reps": 100.0, "sets": 50.0, "hold_s": 1800.0, "steps": 80_000.0}
LONGEST_HOLD, SHORTEST = 600.0, 2.0  # s, min


def unlikely(reading: Reading) -> None:
    """Values that can be and hardly are: kept when the person says that they are right."""
    name = reading.record.name
    limit = ABSURD.get(name)
    if limit is None:
        return
    if reading.per_set and name == "hold_s":  # a training app writes the minutes of a walk as the seconds of a set
        for i in [i for i, v in reading.values.items() if v > LONGEST_HOLD]:
            reading.tell("value-left-out", i, low=0, high=LONGEST_HOLD, unit="s")
            del reading.values[i]
    at = [i for i, v in reading.values.items() if isinstance(v, (int, float)) and v > limit]
    at += [i for i, more in reading.more.items() if any(m.get("reps", 0) > ABSURD["reps"] for m in more)]
    at += [i for i in _lone(reading) if i not in at] if name == "load_kg" else []
    short = [i for i, v in reading.values.items() if 0 < v < SHORTEST] if name == "session_minutes" else []
    at += short if 2 * len(short) < len(reading.values) else []  # a column of them is meant
    if at and (answer := reading.ask("unit:check", ("right", "leave"), at)) != "right":
        for i in at:
            reading.values.pop(i, None)
            for more in reading.more.get(i, ()):
                more.pop("reps", None)
            if answer == "leave":
                reading.tell("left-unknown", i)


def _lone(reading: Reading) -> list[int]:
    """Loads far from all others, as a lost or a misplaced decimal sign makes them: five times the next, or a tenth of it."""
    loads = sorted({v for v in reading.values.values() if v > 0})
    if len(loads) < 3:
        return []
    odd = {loads[-1]} if loads[-1] > 5 * loads[-2] else set()
    odd |= {loads[0]} if loads[0] * 10 < loads[1] else set()
    return [i for i, v in reading.values.items() if v in odd]
