"""The headline in words, and what a reader should know about the log."""

from __future__ import annotations

from typing import Any

import numpy as np

from loadaid.analysis.certainty import speaking_for
from loadaid.analysis.hold import FLARE_UNCLEAR, IN_ZONE, INSUFFICIENT, RED_FLAG, STRAIN_DRIVEN, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.rules.base import At
from loadaid.analysis.trajectory import IMPROVED, STABLE, WORSE
from loadaid.domain.words import N_, Speaker

LABELS = {
    RED_FLAG: N_("Drapeau rouge : avis médical"),
    INSUFFICIENT: N_("Données insuffisantes"),
    TOO_FAST: N_("Progression trop rapide"),
    STRAIN_DRIVEN: N_("Contraintes du quotidien, sommeil et repos"),
    FLARE_UNCLEAR: N_("Réaction à éclaircir"),
    TOO_CAUTIOUS: N_("Marge de progression"),
    IN_ZONE: N_("Dans la zone"),
}
NO_REACTION = N_("À éclaircir")
SUSPENDED_SENTENCE = N_("Lecture de la charge suspendue : la réponse de sécurité passe d'abord.")
GAINS = {
    "function": N_("fonction en progrès"),
    "impact": N_("moins de retentissement"),
    "recovery": N_("retour à l'habituel plus rapide"),
    "onset": N_("douleur plus tardive"),
    "intensity": N_("douleur moins forte"),
}
LOSSES = {
    "intensity": N_("douleur plus forte"),
    "impact": N_("retentissement plus fort"),
    "function": N_("fonction en baisse"),
}
REASONS = {  # which findings explain a headline, most telling first
    TOO_FAST: (
        "repeated-red-sessions",
        "next-morning-response",
        "flare",
        "dose-spike",
        "morning-contrast",
        "settle-time",
    ),
    STRAIN_DRIVEN: ("daily-strain", "recovery-debt", "flare", "week-pain"),
    FLARE_UNCLEAR: ("flare", "week-pain", "repeated-red-sessions", "baseline-risen"),
    TOO_CAUTIOUS: ("stagnation", "low-effort"),
    RED_FLAG: ("safety-emergency", "safety-urgent"),
    INSUFFICIENT: ("enough-pain-days", "enough-baseline", "enough-responses", "log-quality"),
}
OWN_REASONS = {  # findings that say why it is this headline and no other; before them go no observations, after them all
    TOO_FAST: ("repeated-red-sessions", "next-morning-response"),
    STRAIN_DRIVEN: ("daily-strain", "recovery-debt"),
}
WINDOW = 28
PLAN_FOLLOWED = 0.8  # share of the planned sessions (judgement)


def headline_label(at: At, headline: int, words: Speaker) -> str:
    """The few words shown largest."""
    if headline == FLARE_UNCLEAR and (_settled(at) or not at.w.states.reaction[0, at.row, at.day]):
        return words(NO_REACTION)
    gains = _gains(at)
    if (
        headline == IN_ZONE
        and gains
        and _direction(at, "intensity") == STABLE
        and not at.w.trajectory.any(WORSE)[at.row, at.day]
    ):
        return words(N_("Dans la zone : douleur stable, {gain}"), gain=words(GAINS[gains[0]]))
    return words(LABELS[headline])


def headline_sentence(
    at: At, headline: int, findings: list[dict[str, Any]], sure: dict[str, Any] | None, words: Speaker
) -> str:
    """One sentence a physiotherapist can check: the most telling finding, with its numbers and days."""
    if headline == IN_ZONE:
        return _in_zone(at, words)
    place = (0, at.row, at.day)
    seen = speaking_for(headline, sure["observations"]) if sure else []
    seen = seen if len(seen) > 1 else []  # one sign points no way
    if at.w.states.raw[place] != headline and not at.w.states.reaction[place] and not seen:
        since = at.calendar(int(at.w.states.since[0, at.row, at.day]))
        return words(
            N_("Lecture gardée depuis le {day} : il faut deux jours notés sans réaction pour en changer."),
            day=words.day(since),
        )  # fmt: skip
    if headline == FLARE_UNCLEAR and _settled(at):
        reds = [d for d in at.last_sessions() if at.is_red(d)]
        return words(
            N_("Réaction après les dernières séances ({days}), retombée depuis ; aucune séance ne dit encore comment la reprise est tolérée."),
            days=words.days(at.dates(reds)),
        )  # fmt: skip
    raised = {f["rule"]: f["sentence"] for f in findings if f["state"] == "raised"}
    if headline == TOO_CAUTIOUS and (days := unchanged_plan_days(at)):
        return words(
            N_("Programme inchangé depuis {n} jours et suivi, bien toléré : c'est le plan qui attend, pas le patient."),
            n=days,
        )
    own = [raised[rule] for rule in OWN_REASONS.get(headline, REASONS[headline]) if rule in raised]
    if own:
        return str(own[0])
    if seen:
        return words(N_("Plusieurs observations vont dans le même sens : {seen}."), seen=words(N_(" ; ")).join(seen))
    said = [raised[rule] for rule in REASONS[headline] if rule in raised]
    if said:
        return str(said[0])
    if headline == INSUFFICIENT:
        return words(
            N_(
                "Douleur en haut de l'échelle : la suite se lit sur le retentissement, la fonction et le délai de retour."
            )
        )
    return _unclear(at, words)


def unchanged_plan_days(at: At) -> int:
    """Days since the plan last changed when that is 28 or more and the sessions planned were done; else 0."""
    rows = at.w.panel.rows["plan"]
    mine = (rows.patient == at.row) & (rows.day <= at.w.panel.start[at.row] + at.day)
    if not mine.any():
        return 0
    days = int(at.w.panel.start[at.row] + at.day - rows.day[mine].max())
    a_week = rows.values("per_week")[mine & (rows.day == rows.day[mine].max())]
    planned = 4 * np.nanmax(a_week) if not np.isnan(a_week).all() else np.inf
    done = len(at.where(at.w.panel.is_session, WINDOW))
    # An exercise taken off the plan is kept at 0 a week: of that nobody can say that it was followed.
    return days if days >= WINDOW and planned > 0 and done >= PLAN_FOLLOWED * planned else 0


def _unclear(at: At, words: Speaker) -> str:
    """Without a reaction: what is getting worse."""
    worse = [words(LOSSES[a]) for a in LOSSES if at.w.trajectory.direction[a][at.row, at.day] == WORSE]
    if worse:
        return words(N_("Pas de réaction nette, mais sur deux semaines : {worse}."), worse=", ".join(worse))
    reds, classed = at.value(at.w.response.red_28), at.value(at.w.response.classed_28)
    return words(
        N_("Séances suivies d'une réaction nette en 28 jours : {reds} sur {n}."), reds=int(reds), n=int(classed)
    )


def _settled(at: At) -> bool:
    return bool(at.w.states.settled[0, at.row, at.day])


def _direction(at: At, axis: str) -> int:
    return int(at.w.trajectory.direction[axis][at.row, at.day])


def _gains(at: At) -> list[str]:
    return [axis for axis in GAINS if _direction(at, axis) == IMPROVED]


def _in_zone(at: At, words: Speaker) -> str:
    w, place = at.w, (at.row, at.day)
    gains = _gains(at)
    if gains and w.response.reds[place] == 0:
        said = ", ".join(words(GAINS[axis]) for axis in gains)
        return words(N_("Pas de réaction nette après les dernières séances ; {gains}."), gains=said)
    calm, classed = w.response.classed_28[place] - w.response.red_28[place], w.response.classed_28[place]
    if w.symptoms.absent[place]:
        return words(
            N_("Séances sans réaction nette en 28 jours : {settled} sur {n} ; pas de poussée."),
            settled=int(calm), n=int(classed),
        )  # fmt: skip
    return words(N_("Séances sans réaction nette en 28 jours : {settled} sur {n}."), settled=int(calm), n=int(classed))


def notices(at: At, words: Speaker) -> list[str]:
    """What never decides anything by itself, but changes how a log is read."""
    d = at.w.panel.daily
    said = []
    medication = len(at.where(d["rescue_medication"] == 1, WINDOW))
    if medication >= 10:
        said.append(words(N_("Médicament de secours {n} jours sur 28."), n=medication))
    with np.errstate(invalid="ignore"):
        hindered = at.where(d["impact"] >= d["pain_average"] + 3, WINDOW)
        if len(hindered) >= 3:
            said.append(
                words(N_("Retentissement nettement au-dessus de la douleur {n} jours sur 28."), n=len(hindered))
            )
    cancelled = at.where(at.w.panel.session["cancelled"] == 1, WINDOW)
    if len(cancelled) >= 3:
        said.append(words(N_("{n} séances annulées en 28 jours."), n=len(cancelled)))
    if contradictions := at.where(d["contradiction"] == 1, WINDOW):
        said.append(words(N_("Séance faite un jour noté « sans exercice » ({days}) : la séance est gardée."),
                          days=words.days(at.dates(contradictions))))  # fmt: skip
    if at.w.symptoms.saturated[at.row, at.day]:
        said.append(words(N_("Échelle saturée : habituel {usual}/10, une hausse de 2 points ne peut plus se voir."),
                          usual=at.value(at.w.symptoms.usual)))  # fmt: skip
    if at.w.safety.notice[:, at.row, at.day].any():
        said.append(words(N_("Réponse de sécurité déjà relue, répétée sans changement.")))
    year = at.w.person.birth_year[at.row]
    onset = at.w.person.onset_day[at.row]
    if not np.isnan(year) and not np.isnan(onset):
        age = 1970 + onset / 365.2425 - year
        if age < 20 or age > 55:
            said.append(words(N_("Début de l'épisode avant 20 ans ou après 55 ans (repère HAS).")))
    return said
