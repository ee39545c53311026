"""The days as tiles and the legend of the chart, as texts and codes of signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from loadaid.locale import Words
from loadaid.report.terms import UP, Json

SIGNS = ("session", "hollow", "rest", "hatch", "band", "after", "other", "up", "usual", "planned", "heat")


def tiles(page: Json, w: Words) -> dict[str, Any]:
    """Letters of the weekdays from the first day shown, and one tile a day: {state, day, dose, pain, up, said}.

    state: session, hollow (dose not known), rest, hatch (nothing noted), noted (symptoms only), "" outside the log.
    said: the tile in words.
    """
    shown: list[Json] = page["days"]
    letters = w("L M M J V S D").split()
    start = date.fromisoformat(shown[0]["date"]).weekday()
    found = []
    for before, day in zip([{}, *shown], shown, strict=False):
        when = date.fromisoformat(day["date"])
        named = day is shown[0] or when.day == 1 or when.weekday() == start
        found.append({
            "state": _state(day), "day": f"{when.day}/{when.month}" if named else str(when.day),
            "dose": "" if day["dose"] is None or day["state"] != "session" else w.number(day["dose"], 0),
            "pain": "" if day["pain"] is None else w.number(day["pain"]), "up": before.get("response") in UP,
        })  # fmt: skip
    return {
        "title": w("Jours"),
        "hint": w(
            "■ séance et dose, – repos noté, hachuré : non renseigné ; à droite, douleur ; ▲ réaction ou poussée"
        ),
        "letters": [letters[(start + k) % 7] for k in range(7)],
        "days": found,
    }


def _state(day: Json) -> str:
    if day["state"] == "session":
        return "hollow" if day["dose"] is None else "session"
    if day["state"] == "not_logged":
        return "noted" if day["entry"] else "hatch"
    return str(day["state"])


def legend(w: Words) -> list[dict[str, str]]:
    """The signs of the chart, each with its word."""
    said = {
        "session": w("séance"), "hollow": w("dose inconnue"), "rest": w("repos noté"), "hatch": w("non renseigné"),
        "band": w("déjà toléré"), "after": w("lendemain de séance"), "other": w("autre jour"),
        "up": w("réaction ou poussée"), "usual": w("habituel"), "planned": w("prévu"), "heat": w("inhabituel"),
    }  # fmt: skip
    return [{"sign": sign, "text": said[sign]} for sign in SIGNS]
