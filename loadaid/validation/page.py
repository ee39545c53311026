"""The validation page: first what it is not, then what was asked, how well it was answered, and how to ask again."""

from __future__ import annotations

from collections.abc import Sequence

from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.validation import figures, tables
from loadaid.validation.blocks import Block, Code, Heading, Items, Text
from loadaid.validation.made import Run
from loadaid.validation.readers import LOADAID, NAMES, NEVER, TODAY
from loadaid.validation.run import APART, TUNED, Validation
from loadaid.validation.targets import MET, MISSED, RATE, SHARE, TARGETS, UNSURE, best_today, value
from loadaid.validation.wording import FORMS, listed, of_what

NOT_CLINICAL = N_(
    "Ceci n'est pas une validation clinique. Les patients sont virtuels : leur douleur, leurs séances et leur quotidien sortent "
    "d'équations que nous avons écrites. Un bon résultat montre que loadaid retrouve ce que ces équations contiennent, non qu'il a "
    "raison devant un patient. Des cas écrits à la main ne le montrent pas davantage."
)
TESTED = (
    N_("Des suivis de quelques semaines, avec séances, douleur, sommeil et contraintes du quotidien, notés comme les patients notent : "
       "nombres entiers, cases vides, jours oubliés, poussées parfois tues, parfois dites pour peu."),
    N_("Trois mécanismes différents pour la réaction du corps, sur lesquels les règles ont été ajustées ; et un quatrième, écrit à "
       "part, sur lequel rien n'a été ajusté. C'est lui qui dit le mieux ce qui tient ailleurs."),
    N_("Des jours où un seul état est vrai depuis dix jours ou plus : dans la zone, trop rapide, trop prudent, contraintes du "
       "quotidien, sommeil et repos. Les jours ambigus, fréquents en pratique, ne comptent pas ici."),
    N_("Les mêmes relevés, les mêmes jours, lus par loadaid et par les règles en usage. « Données insuffisantes » compte comme une erreur."),
)  # fmt: skip
UNKNOWN = (
    N_("Si un vrai patient réagit comme l'un de ces mécanismes. Personne ne l'a montré, pour aucun d'eux."),
    N_("Si des physiothérapeutes liraient ces relevés de la même façon. Il faut pour cela une étude d'accord, à l'aveugle."),
    N_("Si lire ces relevés change une décision, et si ce changement aide un patient. Il faut pour cela un essai."),
    N_("Ce que vaut la lecture hors de la lombalgie, avant la cinquième semaine de suivi, ou chez qui note autrement que prévu ici."),
)  # fmt: skip
HOW_READ = N_(
    "Les règles de charge comptent un jour sans saisie comme un jour sans charge : c'est leur définition. Là où une publication laisse une "
    "taille ouverte, ou qu'une case est vide, nous avons pris ce qui sert la règle : une séance de charge inconnue a la charge moyenne "
    "des précédentes. Aucune ne parle du quotidien : la part de ces jours leur est perdue d'avance dans l'exactitude à quatre états ; "
    "« trop rapide contre le reste » les compare sur ce qu'elles promettent."
)


def page(v: Validation, run: Run, w: Words) -> list[Block]:
    """The whole page."""
    return [
        Heading(w("Validation sur patients virtuels"), 1),
        Text(w(NOT_CLINICAL)),
        Heading(w("Ce qui a été éprouvé")), Items([w(text) for text in TESTED]),
        Heading(w("Ce que cela vaut")), *_summary(v, w),
        Heading(w("Ce que l'on ne sait pas")), Items([w(text) for text in UNKNOWN]),
        Heading(w("Les résultats et les objectifs")), tables.results(v, w),
        Text(w("Entre parenthèses, l'intervalle à 95 % : les patients sont tirés de nouveau au sort, chacun avec tous ses jours. "
               "L'exactitude équilibrée est la moyenne des parts de jours reconnus, chaque état comptant autant. Un mois a 30 jours. "
               "Les objectifs sont notre jugement : personne n'a montré ce qu'il faut à un cabinet.")),
        Heading(w("Mieux que quoi ?")),
        figures.by_reader(v, w, "accuracy", w("Exactitude équilibrée"), "balanced_accuracy", SHARE),
        tables.readers(v, w, TUNED), tables.readers(v, w, APART), Text(w(HOW_READ)),
        Items([of_what(w, w(NAMES[key]), w(form)) for key, form in FORMS.items()]),
        Heading(w("Quand la lecture devient plus difficile")),
        *(figures.broken_down(v, w, by) for by in ("missing", "noise")),
        tables.classes(v, w),
        Heading(w("En combien de jours")),
        Text(w("Un épisode compte dès que l'état dure 7 jours ; il est manqué si la bonne lecture ne vient pas tant qu'il dure. Une "
               "règle qui alerte souvent paraît rapide : lire ces courbes avec les fausses alertes.")),
        *(figures.delay_curves(v, w, state) for state in ("too_fast", "strain_driven", "too_cautious")),
        Heading(w("Fausses alertes et travail qu'elles donnent")),
        figures.by_reader(v, w, "false-alarms", w("Fausses alertes par patient et par mois dans la zone"), "false_alarms", RATE),
        figures.by_reader(v, w, "flags", w("Alertes nouvelles par semaine, pour 60 patients"), "flags_a_week", RATE),
        figures.by_reader(v, w, "standing", w("Alertes en cours un jour donné, pour 60 patients"), "standing_alarms", RATE),
        Heading(w("Quand loadaid dit « probable »")), figures.calibration(v, w), tables.probable(v, w),
        Heading(w("Les erreurs, une par une")), figures.confusion(v, w),
        *(tables.confusion(v, w, reader, group) for reader, group in ((LOADAID, TUNED), (LOADAID, APART), (best_today(v), TUNED))),
        Heading(w("Refaire ce calcul")), Code(run.command), Items(_repeat(v, run, w)),
    ]  # fmt: skip


def short(v: Validation, run: Run, w: Words) -> list[Block]:
    """What a terminal shows."""
    return [
        Text(w(NOT_CLINICAL)),
        tables.results(v, w),
        tables.readers(v, w, TUNED, 4),
        tables.readers(v, w, APART, 4),
        Text(""),
        Items(_repeat(v, run, w)),
    ]


def _summary(v: Validation, w: Words) -> list[Block]:
    """Good and bad, in words, before any number."""
    better = w(
        "Sur ces relevés, loadaid donne la bonne lecture plus souvent que chacune des règles en usage, au-delà du hasard du tirage."
    )
    same = w("Sur ces relevés, loadaid n'a pas montré qu'il lit mieux que la meilleure des règles en usage.")
    margin = next(target for target in TARGETS if target.score == "margin")
    here, apart = ({t: t.standing(value(v, t, group)) for t in TARGETS} for group in (TUNED, APART))
    lists = (
        (w("Objectifs atteints"), [t for t in TARGETS if here[t] == MET]),
        (w("Atteints, mais le hasard du tirage peut l'expliquer"), [t for t in TARGETS if here[t] == UNSURE]),
        (w("Objectifs non atteints"), [t for t in TARGETS if here[t] == MISSED]),
        (w("Non atteints sur le quatrième mécanisme"), [t for t in TARGETS if apart[t] == MISSED]),
    )  # fmt: skip
    each = [of_what(w, title, listed(w, [w(t.name) for t in found]) if found else w("aucun")) for title, found in lists]
    rivals = (
        (w("Donnent moins de fausses alertes que loadaid"), _below_ours(v, "false_alarms")),
        (w("Reconnaissent plus tôt que loadaid un épisode trop rapide"), _below_ours(v, "median_delay", "too_fast")),
    )  # fmt: skip
    each += [of_what(w, title, listed(w, [w(NAMES[r]) for r in found])) for title, found in rivals if found]
    return [Text(better if value(v, margin)[1] > 0 else same), Items(each)]


def _below_ours(v: Validation, score: str, of: str = "") -> list[str]:
    """The rules of today with a lower, hence better, score than loadaid's."""
    ours = v.value(score, of)[0]
    return [reader for reader in TODAY if reader != NEVER and v.value(score, of, reader)[0] < ours]


def _repeat(v: Validation, run: Run, w: Words) -> Sequence[str]:
    return [
        w(
            "loadaid {version}, règles {ruleset}, tirage {seed}",
            version=run.version,
            ruleset=run.ruleset,
            seed=str(v.seed),
        ),
        w("Machine : {machine}", machine=run.machine),
        w("Durée : {seconds} s", seconds=w.number(run.seconds, 0)),
        w("Commande : {command}", command=run.command),
    ]
