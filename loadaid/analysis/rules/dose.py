"""Dose, a progression that may be too cautious, daily strain and recovery."""

from __future__ import annotations

import numpy as np

from loadaid.analysis.caution import LEAST_EFFORTS, MONTH
from loadaid.analysis.load import HALF, KINDS
from loadaid.analysis.rules.base import At, Facts, Reading, Rule, above, at_least
from loadaid.analysis.rules.clearing import dose as clearing
from loadaid.analysis.rules.inputs import dose as seen
from loadaid.analysis.rules.inputs import strain
from loadaid.analysis.rules.inputs.sessions import one_answer
from loadaid.analysis.workings import Workings
from loadaid.domain.words import N_, Speaker

SERIES = {
    "none": N_("charge inconnue"),
    "external": N_("dose des exercices"),
    "load_au": N_("effort perçu × minutes"),
    "minutes": N_("minutes"),
}


def _spike_days(at: At) -> list[int]:
    spikes = at.w.load.spike[0][at.row]
    days = [d for d in range(max(at.day - HALF + 1, 0), at.day + 1) if not np.isnan(spikes[d])]
    return [max(days, key=lambda d: spikes[d])] if days else []


def _dose_facts(at: At, words: Speaker) -> Facts:
    return {"series": words(SERIES[KINDS[int(at.value(at.w.load.kind))]])}


def _spike_facts(at: At, words: Speaker) -> Facts:
    days = _spike_days(at)
    if not days:
        return _dose_facts(at, words)
    # With two series known the smaller spike counts, so the sentence names the series that gives it.
    return {"series": words(SERIES[KINDS[int(at.value(at.w.load.spike_series, days[0]))]])}


def _allowed_doses(at: At, words: Speaker) -> Facts:
    said = []
    for x in clearing.heavy_sessions(at):
        facts = {
            "day": words.day(at.calendar(x.day)),
            "series": words(SERIES[KINDS[x.series]]),
            "dose": words.number(x.dose, 0),
        }
        if x.part:
            said.append(
                words(N_("{day}, {series} : {allowed} ou moins (au lieu de {dose})"), **facts, allowed=x.allowed)
            )
        else:
            said.append(words(N_("{day}, {series} : moins d'exercices (au lieu de {dose})"), **facts))
    return {"allowed": ", ".join(said)}


def _stagnation(w: Workings) -> Reading:
    c = w.caution
    return Reading(c.growth, w.limits.growth_high, c.stagnant, c.growth_known)


def _effort(w: Workings) -> Reading:
    effort = w.caution.effort
    return Reading(effort, w.limits.light_effort, effort <= w.limits.light_effort + 1e-9, ~np.isnan(effort))


def _strain_facts(at: At, words: Speaker) -> Facts:
    said = []
    s = at.w.strain
    if at.value(s.long_run):
        said.append(words(N_("{n} jours de travail d'affilée"), n=int(at.value(s.run))))
    if at.value(s.unusual_lifting):
        said.append(words(N_("port de charges inhabituel")))
    if at.value(s.better_after_off):
        said.append(words(N_("mieux après deux jours sans travail, séances comprises")))
    return {"observed": words(N_(", dont {observed}"), observed=", ".join(said)) if said else ""}


def _recovery_facts(at: At, words: Speaker) -> Facts:
    said = []
    drop = at.value(at.w.strain.sleep_drop)
    if drop >= at.w.limits.sleep_drop - 1e-9:
        said.append(words(N_("sommeil {drop}/10 sous l'habituel"), drop=drop))
    if at.value(at.w.strain.tired):
        said.append(words(N_("fatigue élevée et inhabituelle")))
    return {"observed": words(N_(", dont {observed}"), observed=", ".join(said)) if said else ""}


def _logged(at: At, name: str, back: int) -> list[int]:
    return at.where(~np.isnan(getattr(at.w.strain, name)), back)


RULES = (
    Rule(
        "dose-spike", "dose", N_("Une séance récente dépasse-t-elle nettement les précédentes ?"),
        "spike", "%", lambda w: above(w.load.largest_spike[0], w.limits.spike),
        raised=N_("Séance du {days} : {measured} % au-dessus de la plus forte des 30 jours d'avant ({series}) ; repère {limit} %."),
        clear=N_("Plus forte séance de 14 jours : {measured} % par rapport à la plus forte d'avant ({series}) ; repère {limit} %."),
        cannot_tell=N_("Dose inconnue, ou moins de 3 séances avant pour comparer ({series})."),
        would_clear=N_("Si la dose était restée plus basse : {allowed}."),
        days=_spike_days, facts=_spike_facts, clears=clearing.lighter_sessions, names=_allowed_doses,
        recipe=seen.SPIKE, inputs=seen.spikes, lacks=seen.sessions_missing,
    ),
    Rule(
        "dose-growth", "dose", N_("La dose monte-t-elle vite sur deux semaines ?"),
        "dose_rise", "%", lambda w: above(w.load.rise[0], w.limits.dose_rise),
        raised=N_("Dose moyenne de 14 jours : {measured} % de plus que les 14 d'avant ({series}) ; repère {limit} %."),
        clear=N_("Dose moyenne de 14 jours : {measured} % par rapport aux 14 d'avant ({series}) ; repère {limit} %."),
        cannot_tell=N_("Il faut 10 jours connus (séance ou repos noté) dans chaque quinzaine ({series})."),
        would_clear=N_("Si la dose moyenne n'avait pas monté de plus de {limit} %."),
        days=lambda at: at.where(at.w.panel.is_session, HALF), facts=_dose_facts, clears=clearing.slower_growth,
        recipe=seen.GROWTH, inputs=seen.growth, lacks=seen.days_missing,
    ),
    Rule(
        "stagnation", "caution", N_("Les exercices sont-ils restés au même palier depuis 28 jours ?"),
        "growth_high", "%", _stagnation,
        raised=N_("Aucun exercice n'a monté de palier en 28 jours (plus grande variation : {measured} %)."),
        clear=N_("Un exercice au moins a changé de palier en 28 jours, ou est nouveau (plus grande variation : {measured} %)."),
        cannot_tell=N_("Dose des exercices inconnue sur l'une des deux quinzaines."),
        would_clear=N_("Si un exercice avait monté de plus de {limit} %, ou d'un palier."),
        days=lambda at: at.where(at.w.panel.is_session, MONTH), clears=clearing.one_step,
        recipe=seen.STAGNATION, inputs=seen.stagnation, lacks=one_answer,
    ),
    Rule(
        "low-effort", "caution", N_("L'effort perçu est-il léger depuis des semaines ?"),
        "light_effort", "RPE", _effort,
        raised=N_("Effort perçu médian {measured}/10 sur 28 jours (renforcement, endurance, fonctionnel) ; repère {limit}."),
        clear=N_("Effort perçu médian {measured}/10 sur 28 jours ; repère {limit}."),
        cannot_tell=N_("Il faut {needed} séances de renforcement, d'endurance ou fonctionnelles avec effort noté en 28 jours."),
        would_clear=N_("Si l'effort médian avait dépassé {limit}/10."),
        days=lambda at: at.where(~np.isnan(at.w.panel.session["rpe"]), MONTH),
        facts=lambda at, words: {"needed": LEAST_EFFORTS}, clears=clearing.more_effort,
        recipe=seen.LIGHT, inputs=seen.efforts, lacks=seen.efforts_missing,
    ),
    Rule(
        "daily-strain", "strain", N_("Les contraintes du quotidien dépassent-elles l'habituel ?"),
        "strain", "own SD", lambda w: at_least(w.strain.z_strain, w.limits.strain),
        raised=N_("Contraintes des derniers jours au-dessus de l'habituel : {measured} ET (écart-type){observed} ; seuil {limit}."),
        clear=N_("Contraintes des derniers jours par rapport à l'habituel : {measured} ET (écart-type){observed} ; seuil {limit}."),
        cannot_tell=N_("Travail, port de charges, postures et stress trop peu notés pour comparer à l'habituel."),
        would_clear=N_("Si les contraintes étaient restées à moins de {limit} ET au-dessus de l'habituel."),
        days=lambda at: _logged(at, "strain", 3), facts=_strain_facts, clears=clearing.less_strain,
        recipe=strain.STRAIN, inputs=strain.strained, lacks=strain.strain_missing,
    ),
    Rule(
        "recovery-debt", "strain", N_("Sommeil et repos sont-ils en dessous de l'habituel ?"),
        "recovery", "own SD", lambda w: at_least(w.strain.z_debt, w.limits.recovery),
        raised=N_("Manque de sommeil et de repos sur 3 jours, au-dessus de l'habituel : {measured} ET (écart-type){observed} ; seuil {limit}."),
        clear=N_("Manque de sommeil et de repos sur 3 jours, par rapport à l'habituel : {measured} ET (écart-type){observed} ; seuil {limit}."),
        cannot_tell=N_("Sommeil et fatigue trop peu notés pour comparer à l'habituel."),
        would_clear=N_("Si sommeil et fatigue étaient restés à moins de {limit} ET de l'habituel."),
        days=lambda at: _logged(at, "debt", 3), facts=_recovery_facts, clears=clearing.more_rest,
        recipe=strain.RECOVERY, inputs=strain.rested, lacks=strain.rest_missing,
    ),
)  # fmt: skip
