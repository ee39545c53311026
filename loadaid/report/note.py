"""The reading as six lines of plain text, to be pasted into any record."""

from __future__ import annotations

from datetime import date

from loadaid.locale import Words
from loadaid.report import parts
from loadaid.report.terms import ACTIONS, SAFETY, Json, a_week, dose_next, legible

MOST = 4  # exercises told


def note(result: Json, page: Json, words: Words, decision: Json | None = None) -> str:
    """Six lines: reading, why, safety and responses, numbers, options, decision. No line ever is empty."""
    w, told = words, parts.worded(result, page, words)
    found, responses = told["verdict"], told["responses"]
    day = date.fromisoformat(result["as_of"])
    rows = [row[0] for row in found["rows"]]
    why = [text for text in (*found["contact"], found["suspended"], found["sentence"], *rows) if text]
    answered = ", ".join(f"{c['label']} {c['n']}" for c in responses["classes"])
    numbers = [
        f"{n['title']} {n['value']}{n['unit']}" + (f" ({n['lines'][0]})" if n["value"] == "–" else "")
        for n in told["six"]
    ]
    options = [legible(s["sentence"], 300) for s in result["suggestions"]]
    lines = [
        w("{day} : {label}, {since}. Règles {v}.", day=w.day(day, long=True), label=found["label"], since=found["since"],
          v=result["ruleset"]),
        w("Pourquoi : {why}", why=" ".join(why) or found["label"]),
        w("{safety}. Réaction aux séances : {answered} ({known}).", safety=w(SAFETY[result["axes"]["safety"]]),
          answered=answered, known=responses["caption"]),
        w("Chiffres : {numbers}.", numbers=w(" ; ").join(numbers)),
        w("À discuter : {options}", options=" ".join(options) or w("Rien de particulier.")),
        _decision(decision, w),
    ]  # fmt: skip
    return "\n".join(lines)


def _decision(decision: Json | None, w: Words) -> str:
    if decision is None:
        return w("Décision : non enregistrée.")
    told = [f"{legible(one['exercise'], 60)} {dose_next(w, one)}" for one in (decision.get("next") or [])[:MOST]]
    if decision.get("sessions_a_week") is not None:
        told.append(a_week(w, decision["sessions_a_week"]))
    if decision.get("reason"):
        told.append(w("Motif : {reason}", reason=legible(decision["reason"], 300)))
    action = w(ACTIONS[decision["action"]]) if decision.get("action") in ACTIONS else "–"
    said = w(" ; ").join([action, *told])
    return w(
        "Décision : {said} ({by}, {at}).",
        said=said,
        by=legible(decision.get("by") or "–"),
        at=legible(decision.get("at") or "–"),
    )
