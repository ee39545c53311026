"""Options to discuss, never orders: the clinician decides."""

from __future__ import annotations

from collections import Counter

import numpy as np

from loadaid.analysis.hold import FLARE_UNCLEAR, INSUFFICIENT, RED_FLAG, STRAIN_DRIVEN, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.response import AMBER, FINAL, GREEN, RED
from loadaid.analysis.rules.base import At
from loadaid.analysis.safety import EMERGENCY
from loadaid.analysis.trajectory import WORSE
from loadaid.analysis.workings import fear
from loadaid.domain.words import N_, Speaker

REDUCED = 0.9  # a session under 90 % of the one that was followed by a reaction counts as lowered (judgement)


def suggestions(at: At, headline: int, words: Speaker) -> list[dict[str, str]]:
    """At most two options for a headline, each {id, sentence}."""
    said = {
        RED_FLAG: _contact,
        INSUFFICIENT: _log_more,
        TOO_FAST: _reduce,
        STRAIN_DRIVEN: _ease_daily_life,
        FLARE_UNCLEAR: _hold_and_ask,
        TOO_CAUTIOUS: _progress,
    }.get(headline, _next_step)(at, words)
    return [{"id": id, "sentence": sentence} for id, sentence in said]


Said = list[tuple[str, str]]


def _contact(at: At, words: Speaker) -> Said:
    if at.w.safety.level[at.row, at.day] == EMERGENCY:
        return [("contact-emergency", words(N_("Avis médical immédiat : 15 ou 112 ; noter l'heure de l'appel.")))]
    return [("contact-doctor", words(N_("Contacter le médecin prescripteur avant de reprendre la progression.")))]


def _log_more(at: At, words: Speaker) -> Said:
    return [
        (
            "ask-first",
            words(
                N_(
                    "Demander comment se sont passés les jours non notés ; 3 saisies suffisent souvent pour rouvrir la lecture."
                )
            ),
        )
    ]


def _reduce(at: At, words: Speaker) -> Said:
    reds = [d for d in at.last_sessions() if at.is_red(d)]
    lowered = _lowered_since(at, reds)
    if lowered:
        return [("repeat-dose", words(
            N_("Dose déjà baissée le {day} : garder ce palier ; séances de vérification faites : {n} sur 2 ; revoir à la prochaine séance, au plus tard sous 7 jours."),
            day=words.day(at.calendar(lowered[0])), n=min(len(lowered), 2)))]  # fmt: skip
    said = [("reduce-dose", words(N_(
        "Revenir à la dernière dose tolérée (souvent −20 à −30 %) ou espacer les séances ; revoir après 2 séances, au plus tard sous 7 jours.")))]  # fmt: skip
    exercise = _most_often_before_a_reaction(at)
    if exercise:
        said.append(
            ("ask-first", words(N_("L'exercice le plus souvent suivi d'une réaction : {exercise}."), exercise=exercise))
        )
    return said


def _lowered_since(at: At, reds: list[int]) -> list[int]:
    """Session days after the last reaction whose dose is clearly below that session's; empty when none is."""
    if not reds:
        return []
    reference = at.value(at.w.load.dose, reds[-1])
    later = [d for d in at.where(at.w.panel.is_session, 21) if d > reds[-1]]
    doses = [(d, at.value(at.w.load.dose, d)) for d in later]
    return (
        [d for d, dose in doses if dose < REDUCED * reference]
        if all(dose < REDUCED * reference for _, dose in doses)
        else []
    )


def _most_often_before_a_reaction(at: At) -> str:
    """The exercise in most sessions of 28 days that were followed by a reaction; "" under two, or when all were."""
    sessions = at.where(at.w.panel.is_session, 28)
    reds = {d for d in sessions if at.is_red(d)}
    rows = at.w.panel.rows["sessions"]
    mine = rows.patient == at.row
    names, days = rows.frame["exercise"].to_numpy(dtype=object)[mine], rows.day[mine] - at.w.panel.start[at.row]
    done = {
        (str(n), int(d)) for n, d in zip(names, days, strict=True) if isinstance(n, str) and int(d) in set(sessions)
    }
    before = Counter(n for n, d in done if d in reds)
    of_all = Counter(n for n, _ in done)
    ranked = sorted(before, key=lambda n: (-before[n], before[n] - of_all[n], n))
    ranked.sort(key=lambda n: (-before[n] / of_all[n], -before[n], n))
    best = ranked[0] if ranked else ""
    told_apart = best and before[best] >= 2 and before[best] / of_all[best] > len(reds) / max(len(sessions), 1)
    return best if told_apart else ""


def _ease_daily_life(at: At, words: Speaker) -> Said:
    return [
        ("adjust-strain", words(N_("Discuter ce qui est modifiable : port de charges, pauses, horaires, sommeil."))),
        ("hold-dose", words(N_("Garder les séances à la même dose, sans descendre sous 70 %."))),
    ]


def _hold_and_ask(at: At, words: Speaker) -> Said:
    if at.w.states.settled[0, at.row, at.day]:
        return [("repeat-dose", words(N_("Reprendre au dernier palier bien toléré ; revoir après 2 séances.")))]
    return [
        ("hold-dose", words(N_(
            "Garder les séances ; alléger si besoin (repère 50–80 %), revenir à la dose habituelle dès que le retentissement baisse ; "
            "sauf si la charge vient de monter : revenir au palier précédent."))),
        ("ask-first", words(N_("Demander ce qui a changé ces derniers jours, et si la douleur est différente de d'habitude."))),
    ]  # fmt: skip


def _progress(at: At, words: Speaker) -> Said:
    if fear(at.w, at.row, at.day) >= at.w.limits.fear_high:
        return [("progress", words(N_(
            "Un petit palier choisi avec le patient (+5 à +10 % ou une tâche redoutée), fixe quel que soit le jour.")))]  # fmt: skip
    return [("progress", words(N_("Monter de 5 à 10 %, à dates fixes plutôt que selon la douleur.")))]


def _something_rises(at: At) -> bool:
    """A jump of the dose, a week above the usual level, or an axis getting worse: no moment for a step up."""
    spike, week = at.value(at.w.load.largest_spike), at.value(at.w.symptoms.week_rise)
    worse = at.w.trajectory.any(WORSE)[at.row, at.day]
    return bool(spike > at.w.limits.spike + 1e-9 or week >= at.w.limits.week_pain - 1e-9 or worse)


def _next_step(at: At, words: Speaker) -> Said:
    """In the zone: two calm sessions allow a step, two with a small reaction a small one, one clear reaction none."""
    sessions = at.last_sessions()[-2:]
    if _something_rises(at):
        return [("repeat-dose", words(N_("Garder la dose pour la prochaine séance.")))]
    classes = [
        int(at.w.response.class_after(min(at.day - d, FINAL), at.w.panel.is_session)[at.row, d]) for d in sessions
    ]
    if RED in classes[-1:]:
        return [("repeat-dose", words(N_("Refaire la même dose à la prochaine séance.")))]
    if classes == [GREEN, GREEN]:
        return [("progress", words(N_("Deux séances calmes : +5 à +10 %, un palier sur un seul exercice à la fois.")))]
    settles = [at.value(at.w.panel.session["settle"], d) for d in sessions]
    if classes == [AMBER, AMBER] and not np.isnan(settles).any() and settles[1] <= settles[0]:
        return [
            (
                "progress",
                words(N_("Deux séances légèrement réactives, sans retour plus long : +5 %, ou un seul paramètre.")),
            )
        ]
    return [("repeat-dose", words(N_("Garder la dose pour la prochaine séance.")))]
