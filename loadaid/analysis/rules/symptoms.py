"""The response to sessions, flares, and the level of pain."""

from __future__ import annotations

import numpy as np

from loadaid.analysis.index import Floats
from loadaid.analysis.response import LAST, MONTH
from loadaid.analysis.rules.base import At, Facts, Reading, Rule, at_least
from loadaid.analysis.rules.clearing import symptoms as clearing
from loadaid.analysis.rules.inputs import sessions
from loadaid.analysis.rules.inputs import symptoms as seen
from loadaid.analysis.rules.inputs.cells import SCALE_TERM
from loadaid.analysis.windows import days_since, last_known, window_count
from loadaid.analysis.workings import Workings
from loadaid.domain.words import N_, Speaker

RECENT = 21


def _during(w: Workings) -> Reading:
    """The last session of 21 days whose pain during it is known."""
    s = w.panel.session
    known = ~np.isnan(s["during"])
    fresh = days_since(known) < RECENT
    usual = np.where(np.isnan(w.symptoms.average.level), w.symptoms.usual, w.symptoms.average.level)
    limit = np.maximum(w.limits.during_high, np.nan_to_num(usual, nan=-np.inf) + w.limits.over_usual_red)
    increment = s["during"] - s["before"]

    def of_last(x: Floats) -> Floats:
        return np.where(fresh, last_known(np.where(known, np.nan_to_num(x, nan=-99.0), np.nan)), np.nan)

    measured, bound, rose = of_last(s["during"]), of_last(limit), of_last(increment)
    raised = (measured > bound + 1e-9) & (rose >= w.limits.during_rise - 1e-9)
    # High pain whose level before is blank can be neither.
    can = ~np.isnan(measured) & ((rose > -99) | (measured <= bound + 1e-9)) & ~w.symptoms.saturated
    return Reading(measured, bound, raised & can, can)


def _during_facts(at: At, words: Speaker) -> Facts:
    days = at.last_during()
    before = at.value(at.w.panel.session["before"], days[0]) if days else np.nan
    return {"before": "" if np.isnan(before) else words(N_(", {before}/10 juste avant"), before=before)}


def _over_days(at: At) -> list[int]:
    """The mornings after the sessions that reach the limit and soreness does not explain; else after the closest one."""
    over = {d: at.value(at.w.response.over, d) for d in at.last_sessions() if not at.is_excused(d)}
    over = {d: x for d, x in over.items() if not np.isnan(x)}
    reached = [d for d, x in over.items() if x >= at.value(at.w.response.least, d) - 1e-9]
    closest = [max(over, key=lambda d: over[d])] if over else []
    return sorted({d + k for d in reached or closest for k in (0, 1)})


def _over_facts(at: At, words: Speaker) -> Facts:
    by_morning = at.value(at.w.symptoms.by_morning)
    return {"source": words(N_("au réveil")) if by_morning else words(N_("d'après les moyennes du jour"))}


def _allowed_next_days(at: At, words: Speaker) -> Facts:
    said = []
    for (_, d), value in clearing.next_days(at).items():
        day = words.day(at.calendar(d))
        if value < 0:  # a real 0 is the least a scale can say
            said.append(words(N_("{day} : aucune valeur n'aurait suffi"), day=day))
        else:
            said.append(words(N_("{day} : {value} ou moins"), day=day, value=value))
    return {"allowed": ", ".join(said)}


def _settle(w: Workings) -> Reading:
    hours = w.response.settle_last
    return Reading(hours, w.limits.settle_red, w.response.late_last, ~np.isnan(hours))


def _settle_facts(at: At, words: Speaker) -> Facts:
    hours = words.number(at.value(at.w.response.settle_last))
    if at.value(at.w.response.open_last):
        return {"hours": words(N_("plus de {hours} h, encore en cours"), hours=hours)}
    return {"hours": words(N_("{hours} h"), hours=hours)}


def _settle_days(at: At) -> list[int]:
    over = clearing.late_sessions(at)
    return over or [d for d in at.last_sessions() if not np.isnan(at.value(at.w.panel.session["settle"], d))]


def _repeated(w: Workings) -> Reading:
    reds = w.response.reds.astype(float)
    known = (w.response.taken >= LAST) | (reds >= w.limits.red_sessions)
    return at_least(np.where(known, reds, np.nan), w.limits.red_sessions)


def _flare(w: Workings) -> Reading:
    days = window_count(w.symptoms.flare_event, 3).astype(float)
    return Reading(days, w.limits.flare_days, w.symptoms.present, w.symptoms.present | w.symptoms.absent)


def _flare_facts(at: At, words: Speaker) -> Facts:
    events = at.where(at.w.symptoms.flare_event, 3)
    if not events:
        return {"when": "", "how": ""}
    older = max(events) == at.day - 2
    reach = max(int(at.value(at.w.symptoms.flare_reach, d)) for d in events)
    if any(at.value(at.w.symptoms.declared, d) for d in events):
        how = words(N_("déclarée par le patient, avec retentissement ou douleur au-dessus de l'habituel"))
    elif reach == 2:
        how = words(N_("trois jours de suite de douleur nettement au-dessus de l'habituel"))
    else:
        how = words(N_("deux jours de suite de douleur et de retentissement nettement au-dessus de l'habituel"))
    return {"when": words(N_("Poussée récente")) if older else words(N_("Poussée présente")), "how": how}


def _flare_days(at: At) -> list[int]:
    """The days that complete a flare and those it counts from."""
    events = at.where(at.w.symptoms.flare_event, 3)
    return sorted({d - k for d in events for k in range(int(at.value(at.w.symptoms.flare_reach, d)) + 1)})


def _week_facts(at: At, words: Speaker) -> Facts:
    return {"mean": at.value(at.w.symptoms.week_mean), "usual": at.value(at.w.symptoms.week_usual)}


RULES = (
    Rule(
        "during-session-pain", "response", N_("La douleur monte-t-elle fort pendant la séance ?"),
        "during_high", "points", _during,
        raised=N_("Pendant la séance ({days}) : {measured}/10{before} ; repère {limit}. Seule, cette douleur ne fait pas réduire."),
        clear=N_("Pendant la dernière séance ({days}) : {measured}/10{before} ; repère {limit}."),
        cannot_tell=N_("Douleur pendant la séance non notée depuis 21 jours, ou échelle saturée."),
        would_clear=N_("Si la douleur pendant la séance était restée à {bound} ou moins, ou à moins de {rise} points au-dessus d'avant."),
        days=At.last_during, facts=_during_facts, clears=clearing.less_during,
        names=lambda at, words: {
            "bound": words.number(clearing.during_bound(at), 2), "rise": words.number(at.w.limits.during_rise, 2)
        },
        recipe=seen.DURING_PAIN, terms=(SCALE_TERM,), inputs=seen.during, lacks=sessions.one_next_day,
    ),
    Rule(
        "next-morning-response", "response", N_("Le lendemain est-il nettement plus douloureux ?"),
        "rise_red", "points",
        lambda w: at_least(w.response.over_last, w.response.over_limit),
        raised=N_("Lendemain de séance au-dessus de la veille et du niveau habituel de {measured}/10, {source} ({days}) ; seuil {limit}."),
        clear=N_("Lendemains des dernières séances : au plus {measured}/10 au-dessus de la veille et du niveau habituel, {source} ; seuil {limit}."),
        cannot_tell=N_("Lendemains de séance non notés, ou échelle saturée."),
        would_clear=N_("Si le lendemain avait été noté : {allowed}."),
        days=_over_days, facts=_over_facts, clears=clearing.calmer_next_days, names=_allowed_next_days,
        recipe=sessions.NEXT_DAY, terms=(sessions.SCALE,), inputs=sessions.next_mornings, lacks=sessions.one_next_day,
    ),
    Rule(
        "settle-time", "response", N_("Le retour au niveau habituel dépasse-t-il un jour ?"),
        "settle_red", "h", _settle,
        raised=N_("Retour au niveau d'avant au-delà de {limit} h : {hours} ({days})."),
        clear=N_("Retour au niveau d'avant lors des dernières séances, au plus long : {hours} ; repère {limit} h."),
        cannot_tell=N_("Délai de retour au niveau d'avant non noté."),
        would_clear=N_("Si le retour avait pris {limit} h ou moins à chaque fois."),
        days=_settle_days, facts=_settle_facts, clears=clearing.sooner_settled,
        recipe=sessions.LATE, inputs=sessions.settling, lacks=sessions.one_answer,
    ),
    Rule(
        "sleep-after-session", "response", N_("La douleur de l'exercice gêne-t-elle le sommeil ?"),
        "sleep_sessions", "of the last 3 sessions",
        lambda w: at_least(
            np.where(w.response.sleep_known_last > 0, w.response.sleep_last.astype(float), np.nan), w.limits.sleep_sessions
        ),
        raised=N_("Sommeil gêné par la douleur de l'exercice après {measured} des 3 dernières séances ({days})."),
        clear=N_("Sommeil non gêné par l'exercice après les dernières séances."),
        cannot_tell=N_("Sommeil après les séances non renseigné."),
        would_clear=N_("Si l'exercice n'avait pas gêné le sommeil après la séance ({nights})."),
        days=clearing.disturbed_nights, clears=clearing.calm_nights,
        names=lambda at, words: {"nights": words.days(at.dates(clearing.nights_to_calm(at)))},
        recipe=sessions.NIGHTS, inputs=sessions.nights, lacks=sessions.one_answer,
    ),
    Rule(
        "repeated-red-sessions", "response", N_("Plusieurs séances récentes ont-elles été suivies d'une réaction nette ?"),
        "red_sessions", "of the last 3 sessions", _repeated,
        raised=N_("Dernières séances suivies d'une réaction nette : {measured} sur 3 ({days}) ; seuil {limit}."),
        clear=N_("Dernières séances suivies d'une réaction nette : {measured} sur 3 ; seuil {limit}."),
        cannot_tell=N_("Moins de 3 séances à réponse connue en 21 jours."),
        would_clear=N_("Si moins de {limit} des 3 dernières séances avaient été suivies d'une réaction nette."),
        days=lambda at: [d for d in at.last_sessions() if at.is_red(d)], clears=clearing.fewer_red,
        recipe=sessions.REDS, terms=(sessions.SCALE, sessions.IS_KNOWN, sessions.IS_RED),
        inputs=sessions.reds, lacks=sessions.sessions_to_three,
    ),
    Rule(
        "flare", "symptom", N_("Une poussée est-elle présente ?"),
        "flare_days", "of the last 3 days", _flare,
        raised=N_("{when} ({days}) : {how}."),
        clear=N_("Pas de poussée ces 3 derniers jours."),
        cannot_tell=N_("Moins de 2 jours connus sur les 3 derniers."),
        would_clear=N_("Après 3 jours sans nouveau jour de poussée : le {until}."),
        days=_flare_days, facts=_flare_facts, clears=clearing.calm_days,
        names=lambda at, words: {"until": words.day(at.calendar(clearing.flare_over(at)))},
        recipe=seen.FLARE, terms=(SCALE_TERM,), inputs=seen.flare, lacks=seen.flare_days_missing,
    ),
    Rule(
        "week-pain", "symptom", N_("La douleur de la semaine dépasse-t-elle le niveau habituel ?"),
        "week_pain", "points", lambda w: at_least(w.symptoms.week_rise, w.limits.week_pain),
        raised=N_("Moyenne de 7 jours {mean}/10, soit {measured} de plus que l'habituel ({usual}/10) ; seuil {limit}."),
        clear=N_("Moyenne de 7 jours {mean}/10, habituel {usual}/10 : écart {measured} ; seuil {limit}."),
        cannot_tell=N_("Moins de 5 jours de douleur sur 7, niveau habituel inconnu, ou échelle saturée."),
        would_clear=N_("Si la moyenne de 7 jours était restée sous {bound}/10."),
        days=lambda at: at.where(at.w.symptoms.pain_known, 7), facts=_week_facts, clears=clearing.calmer_week,
        names=lambda at, words: {"bound": words.number(clearing.week_bound(at), 2)},
        recipe=seen.WEEK, terms=(SCALE_TERM,), inputs=seen.week, lacks=seen.week_days_missing,
    ),
    Rule(
        "morning-contrast", "response", N_("Les matins après séance sont-ils plus douloureux que les autres ?"),
        "contrast", "points", lambda w: at_least(w.response.contrast[0], w.limits.contrast),
        raised=N_("Sur 28 jours, les matins après séance dépassent les autres de {measured}/10, à jours de travail comparables ; seuil {limit}."),
        clear=N_("Sur 28 jours, écart de {measured}/10 entre matins après séance et autres matins ; seuil {limit}."),
        cannot_tell=N_("Il faut 6 matins après séance et 6 après un repos noté, à jours de travail comparables."),
        would_clear=N_("Si l'écart moyen était resté sous {limit}/10."),
        days=lambda at: at.where(at.w.panel.is_session, MONTH), clears=clearing.mornings_alike,
        recipe=seen.CONTRAST, inputs=seen.contrast, lacks=seen.mornings_missing,
    ),
    Rule(
        "baseline-risen", "symptom", N_("Le niveau habituel a-t-il monté ces dernières semaines ?"),
        "baseline_risen", "points", lambda w: at_least(w.symptoms.risen, w.limits.baseline_risen),
        raised=N_("Le niveau habituel dépasse de {measured}/10 son plus bas des 84 derniers jours ; seuil {limit}."),
        clear=N_("Niveau habituel stable sur 84 jours : écart {measured}/10 ; seuil {limit}."),
        cannot_tell=N_("Niveau habituel inconnu."),
        would_clear=N_("Si le niveau habituel redescendait sous {bound}/10."),
        days=lambda at: [], clears=clearing.lower_usual,
        names=lambda at, words: {"bound": words.number(clearing.usual_bound(at), 2)},
        recipe=seen.RISEN, inputs=seen.risen, lacks=seen.values_missing,
    ),
)  # fmt: skip
