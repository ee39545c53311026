"""Every number that decides something, once, with unit, source and reason. Changing a limit changes one line here.

Windows (14 days, 28 days, 7 of 14 ...) are part of the definition of a measure and stand beside its code;
what stands here can be set by a clinic or for one patient, within its bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loadaid.domain.errors import UsageError
from loadaid.domain.evidence import Limit
from loadaid.domain.sources import BY_ID as S
from loadaid.domain.words import N_

DEFAULTS = (
    # safety
    Limit("safety_yes", 1, "answers", S["ifompt-2020"], N_("un seul oui est regardé par un clinicien"), 1, 1),
    # how much must be logged
    Limit("pain_days_open", 5, "days of 7", S["heapy-2014"], N_("cinq notes donnent un niveau de la semaine fiable"), 3, 7),
    Limit("pain_days_reopen", 3, "days of 7", S["simulation-study"],
          N_("une fois le niveau habituel connu, trois saisies disent déjà quelque chose"), 2, 7),
    Limit("pain_days_close", 1, "days of 7", S["simulation-study"],
          N_("une semaine sans aucune saisie ; une ou deux disent encore quelque chose"), 0, 5),
    Limit("pain_days_close_14", 3, "days of 14", S["simulation-study"], N_("de même, sur deux semaines"), 2, 10),
    Limit("baseline_values", 7, "values", S["heapy-2014"], N_("un niveau habituel demande plus que les notes d'une semaine"), 5, 14),
    Limit("classed_sessions", 3, "sessions", S["judgement"], N_("deux séances peuvent toutes deux tenir au hasard"), 2, 8),
    Limit("backfill_hours", 48, "h", S["broderick-2008"], N_("le souvenir est bon un jour, et exagère après une semaine"), 24, 168),
    Limit("backfill_share", 0.5, "share", S["judgement"], N_("un journal surtout écrit de mémoire n'est pas un journal"), 0.2, 1),
    Limit("log_faults", 1, "faults", S["judgement"], N_("mêmes valeurs pendant deux semaines, ou journal écrit après coup"), 1, 1),
    # the response to a session
    Limit("rise_red", 2, "points", S["smith-2019"], N_("une hausse de 2 sur le niveau d'avant est la borne clinique usuelle"), 1, 4),
    Limit("over_usual_red", 2, "points", S["smith-2019"], N_("le niveau du lendemain doit lui-même sortir de l'ordinaire"), 1, 4),
    Limit("next_day_floor", 3, "points", S["thomee-1997"], N_("sous 3, la zone est tolérée quel que soit le niveau habituel"), 2, 5),
    Limit("rise_sd", 2, "own SD", S["simulation-headline"], N_("un journal agité demande une hausse plus grande que 2"), 0, 3),
    Limit("rise_amber", 1, "points", S["judgement"], N_("le plus petit pas de l'échelle"), 0.5, 2),
    Limit("settle_red", 24, "h", S["skou-roos-2017"], N_("retour au niveau habituel en un jour"), 12, 72),
    Limit("settle_amber", 2, "h", S["epf-crps"], N_("1 à 2 h qui s'apaisent restent praticables"), 1, 12),
    Limit("during_high", 5, "points", S["silbernagel-2007"], N_("jusqu'à 5 pendant l'exercice, sans effet défavorable"), 3, 8),
    Limit("during_amber", 3, "points", S["thomee-1997"], N_("3 à 5 est la zone acceptable"), 2, 5),
    Limit("during_rise", 2, "points", S["smith-2019"], N_("par rapport au niveau juste avant"), 1, 4),
    Limit("soreness_muscle", 3, "points", S["lumbar-doms-2019"],
          N_("le pic moyen de courbatures après un travail lombaire est de 3,8"), 2, 6),
    Limit("doms_spike", 5, "%", S["judgement"], N_("des courbatures supposent du nouveau ou du plus lourd"), 0, 20),
    Limit("red_sessions", 2, "of the last 3 sessions", S["simulation-stable"],
          N_("une réaction nette sur 12 tient au hasard dans la plupart des mois stables"), 1, 3),
    Limit("sleep_sessions", 1, "of the last 3 sessions", S["smith-2019"], N_("un exercice qui gêne le sommeil est à éviter"), 1, 3),
    Limit("scale_ceiling", 9, "points", S["judgement"], N_("au-dessus, une hausse de 2 ne se lit plus sur une échelle de 0 à 10"), 8, 10),
    # flare and level
    Limit("flare_days", 1, "of the last 3 days", S["costa-2019"], N_("une poussée est présente dès son premier jour complet"), 1, 1),
    Limit("flare_rise", 2, "points", S["suri-2011"], N_("les poussées montent de 2,7 en moyenne"), 1, 4),
    Limit("flare_sd", 2, "own SD", S["simulation-headline"], N_("1,5 se déclenche dans 9 à 14 % des mois stables, 2 dans 4 à 5 %"), 1, 3),
    Limit("flare_impact", 2, "points", S["costa-2019"], N_("une poussée gêne le quotidien, pas la douleur seule"), 1, 4),
    Limit("declared_impact", 1, "points", S["costa-2019"], N_("la parole du patient a besoin de peu d'autre chose"), 0, 3),
    Limit("declared_sd", 1, "own SD", S["simulation-study"],
          N_("du retentissement : dans un journal agité, un point est un jour ordinaire"), 0, 2),
    Limit("week_pain", 1.5, "points", S["simulation-stable"],
          N_("moyenne de 7 jours ; un changement de moins de 1,3 sur une semaine n'est pas lisible"), 1, 3),
    Limit("baseline_risen", 1.5, "points", S["judgement"], N_("une surcharge durable ne doit pas devenir le nouveau niveau habituel"), 1, 3),
    # how sure a slow change must be, and for how many days it must stand, before it moves the headline
    Limit("week_sure", 2.5, "standard errors", S["simulation-headline"], N_("de la moyenne de 7 jours par rapport au niveau habituel"), 0, 4),
    Limit("week_stands", 5, "days", S["simulation-headline"], N_("la moyenne d'une semaine passe et repasse 1,5"), 1, 7),
    Limit("worse_sure", 2.33, "standard errors", S["simulation-headline"], N_("de la différence de deux quinzaines"), 1.645, 4),
    Limit("worse_stands", 7, "days", S["simulation-headline"], N_("sans aucune réaction à côté"), 1, 14),
    Limit("risen_sure", 3, "standard errors", S["simulation-headline"], N_("le plus bas de 84 jours est bas aussi par hasard"), 0, 4),
    Limit("risen_stands", 14, "days", S["simulation-headline"], N_("une surcharge durable dure"), 1, 28),
    Limit("contrast_sure", 2.5, "standard errors", S["simulation-headline"], N_("de la différence entre matins"), 0, 4),
    Limit("contrast_stands", 3, "days", S["simulation-headline"], N_("comme pour la moyenne de la semaine"), 1, 7),
    # weak observations added up (domain/weights.py)
    Limit("probable", 0.7, "probability", S["simulation-study"],
          N_("trop rapide, ou contraintes du quotidien : moyenne de quelques jours"), 0.5, 0.95),
    Limit("probable_stands", 4, "days", S["simulation-study"], N_("dont on prend la moyenne : celle d'un jour est du bruit"), 1, 14),
    Limit("probable_cautious", 0.65, "probability", S["simulation-study"], N_("trop prudent : rien ne presse"), 0.5, 0.95),
    Limit("cautious_stands", 10, "days", S["simulation-study"], N_("dont on prend la moyenne"), 1, 21),
    Limit("likelier", 0.55, "share", S["simulation-study"], N_("une explication contre l'autre, une fois qu'il y a réaction"), 0.5, 0.95),
    Limit("sure", 0.85, "probability", S["simulation-study"], N_("de l'autre explication, devant laquelle une règle cède"), 0.6, 1),
    Limit("leave", 0.2, "probability", S["simulation-study"], N_("en dessous, une lecture probable prend fin"), 0.05, 0.6),
    Limit("evidence_needed", 1, "doublings", S["simulation-study"],
          N_("par la réaction, les symptômes ou les contraintes elles-mêmes"), 0, 4),
    Limit("say_probable", 0.75, "probability", S["simulation-study"],
          N_("dit « probable » : au moins autant sont justes (docs/validation.md)"), 0.6, 0.95),
    Limit("say_compatible", 0.5, "probability", S["simulation-study"], N_("dit « compatible » ; en dessous, nul ne peut trancher"), 0.3, 0.7),
    # dose
    Limit("spike", 10, "%", S["frandsen-2025"], N_("au-dessus de la plus forte dose des 30 derniers jours"), 5, 50),
    Limit("spike_strong", 30, "%", S["frandsen-2025"], N_("deuxième palier de la même étude"), 20, 100),
    Limit("reentry_14", 0.7, "x reference", S["lambeek-2007"],
          N_("l'activité graduée commence à 70 % ; le transposer est un choix raisonné"), 0.4, 1),
    Limit("reentry_28", 0.5, "x reference", S["judgement"], N_("absence deux fois plus longue, moitié de la référence"), 0.3, 1),
    Limit("dose_rise", 10, "%", S["etg-pain"], N_("dose moyenne de 14 jours par rapport aux 14 d'avant"), 5, 40),
    Limit("contrast", 1, "points", S["simulation-stable"],
          N_("matins après séance comparés aux autres : un vrai +1 est trouvé dans 90 %"), 0.5, 2),
    Limit("contrast_hint", 0.5, "points", S["simulation-stable"], N_("évocateur ; à tort dans 3 à 10 % des mois stables"), 0.3, 1),
    # too cautious
    Limit("growth_low", -10, "%", S["judgement"], N_("en dessous, la dose a baissé : c'est une autre question"), -30, 0),
    Limit("growth_high", 5, "%", S["acsm-2009"], N_("un pas de charge est de 2 à 10 %"), 0, 15),
    Limit("light_effort", 3, "RPE", S["acsm-2009"], N_("3 ou moins pendant des semaines est sous le seuil d'entraînement"), 1, 5),
    Limit("cautious_sessions", 6, "session days of 28", S["judgement"], N_("moins, c'est une autre question : la régularité"), 4, 12),
    Limit("calm_share", 0.8, "share of sessions not red", S["judgement"], N_("le dos supporte bien la dose actuelle"), 0.5, 1),
    Limit("fear_high", 7, "of 10", S["judgement"], N_("change l'ordre et les mots, jamais l'état"), 5, 10),
    # daily strain and recovery
    Limit("strain", 1, "own SD", S["blafoss-2023"], N_("direction étayée ; la limite est un choix raisonné"), 0.5, 3),
    Limit("strain_strong", 2, "own SD", S["judgement"], N_("deux fois le premier pas"), 1, 4),
    Limit("run_days", 3, "workdays in a row", S["blafoss-2023"], N_("c'est le troisième jour qui ajoute le plus"), 2, 7),
    Limit("sleep_drop", 1, "points", S["gerhart-2017"], N_("direction étayée ; le pas est un choix raisonné"), 0.5, 4),
    Limit("sleep_drop_strong", 2, "points", S["judgement"], N_("deux fois le premier pas"), 1, 6),
    Limit("fatigue_rise", 2, "points", S["judgement"], N_("nettement au-dessus de l'habituel du patient"), 1, 5),
    Limit("fatigue_high", 6, "points", S["judgement"], N_("et haut en soi"), 4, 9),
    Limit("recovery", 1, "own SD", S["gerhart-2017"], N_("direction étayée ; la limite est un choix raisonné"), 0.5, 3),
    # attribution and trajectory
    Limit("share", 0.6, "share", S["judgement"], N_("nettement plus de la moitié des observations"), 0.5, 0.9),
    Limit("points_needed", 3, "points", S["judgement"], N_("moins d'observations n'expliquent rien"), 2, 6),
    Limit("confidence", 1.645, "standard errors", S["parker-2011"], N_("5 % d'un seul côté (10 % des deux)"), 1, 2.6),
    Limit("pain_change", 1, "points", S["ostelo-2008"], N_("ou 30 %, le plus petit des deux, sur des moyennes de 14 jours"), 0.5, 2),
    Limit("pain_change_share", 0.3, "share", S["ostelo-2008"], N_("30 % du niveau d'avant"), 0.2, 0.5),
    Limit("impact_change", 1.5, "points", S["judgement"], N_("entre les changements minimaux de la douleur et de la fonction"), 0.5, 3),
    Limit("time_change", 0.25, "share", S["judgement"], N_("apparition et retour bougent d'un quart, avec un test de rang"), 0.1, 0.5),
    Limit("psfs_change", 1.3, "points", S["abbott-schmitt-2014"], N_("petit changement important de la moyenne"), 1, 3),
    Limit("psfs_change_strong", 2, "points", S["abbott-schmitt-2014"], N_("lisible entre deux dates séparées de 14 jours"), 1, 4),
    Limit("rmdq_change", 5, "points", S["ostelo-2008"], N_("changement minimal important"), 2, 8),
    Limit("quebec_change", 20, "points", S["ostelo-2008"], N_("changement minimal important"), 10, 30),
    Limit("maintenance_impact", 1, "points", S["judgement"],
          N_("peu de retentissement et une bonne fonction : c'est de l'entretien, pas de la prudence"), 0, 3),
    Limit("maintenance_psfs", 8.5, "points", S["judgement"], N_("de même"), 7, 10),
)  # fmt: skip

BY_ID = {limit.id: limit for limit in DEFAULTS}


@dataclass(frozen=True)
class Limits(Mapping[str, Any]):
    """The limits in force: the defaults with a clinic's or a patient's own values over them.

    Read as an attribute: `limits.rise_red`. An unknown name or a value out of bounds is a UsageError.
    """

    own: Mapping[str, Any]

    def __post_init__(self) -> None:
        for name, value in self.own.items():
            if name not in BY_ID:
                raise UsageError(f"unknown limit {name!r}; known: {', '.join(sorted(BY_ID))}")
            limit = BY_ID[name]
            if not limit.low <= value <= limit.high:
                raise UsageError(f"limit {name} = {value}: expected {limit.low:g} to {limit.high:g} {limit.unit}")

    def __getitem__(self, name: str) -> Any:
        return self.own[name] if name in self.own else BY_ID[name].value

    def __getattr__(self, name: str) -> Any:
        if name in BY_ID:
            return self[name]
        raise AttributeError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(BY_ID)

    def __len__(self) -> int:
        return len(BY_ID)
