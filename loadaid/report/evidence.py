"""The evidence page: every rule, limit and source, drawn from the code that decides, so that it cannot disagree with it.

`python -m loadaid.report.evidence > docs/rules.md` writes the page of the repository; `... evidence fr` the French one.
"""

from __future__ import annotations

import sys
from string import Formatter

from loadaid.analysis.rules import RULES
from loadaid.analysis.rules.base import Rule
from loadaid.analysis.why import filled, limits_named
from loadaid.domain.evidence import Limit, Source
from loadaid.domain.limits import BY_ID, DEFAULTS
from loadaid.domain.sources import ALL
from loadaid.domain.weights import OBSERVATIONS, PRIOR, Observation
from loadaid.locale import Words, words

# Sources and limits are written in English, the language of the papers; what is said around them is in the reader's.
TEXTS = {
    "fr": {
        "title": "Règles, seuils et sources",
        "intro": "Chaque règle de la lecture, le seuil qui décide, d'où il vient, et ce qui lèverait le constat. Page écrite par "
        "`python -m loadaid.report.evidence fr` d'après le code qui décide : elle ne peut pas dire autre chose que lui. "
        "Les sources sont citées en anglais.",
        "strength": "Force d'une source : **A** essai, méta-analyse ou grande cohorte dans la bonne population ; **B** une bonne étude "
        "sur la lombalgie ou la douleur persistante ; **C** autre population ou preuve indirecte ; **D** avis d'experts ou "
        "jugement. « Jugement » : aucun nombre validé n'existe, la valeur est un choix annoncé.",
        "observations": "Observations",
        "weights": "Aucune valeur d'un journal ne parle seule. Chaque observation, moyenne d'une quinzaine comparée à l'habituel du "
        "patient, multiplie les chances d'une lecture contre « dans la zone » : **+1 les double, −1 les divise par deux**, par unité "
        "au-dessus de sa valeur habituelle dans la zone ; inconnue, elle ne change rien. Poids ajustés sur les patients virtuels "
        "(`python -m loadaid.validation.fit`) dans le sens que permet le modèle ; les chances de départ sont la dernière ligne.",
        "weight_columns": "| Observation | Bornes | Habituelle | Trop rapide | Trop prudent | Quotidien | Sommeil et repos | Pourquoi |",
        "start": "Au départ, tout étant habituel",
        "rules": "Règles", "limits": "Seuils", "sources": "Sources",
        "limit": "Seuil", "recipe": "Calcul", "raised": "Constat", "clear": "Sinon", "cannot_tell": "Sans données",
        "would_clear": "Ce qui le lèverait", "source": "Source", "own": "Valeur propre possible",
        "columns": "| Seuil | Valeur | Pourquoi | Valeur propre possible | Source |",
        "all_limits": "Tous les nombres qui décident. Un cabinet, ou un patient, peut avoir les siens entre les bornes.",
        "population": "Population", "shows": "Montre", "caveat": "Réserve", "strength_of": "force",
        "unread": "de mémoire, à vérifier", "and": "à", "colon": "\u00a0:",
    },
    "en": {
        "title": "Rules, limits and sources",
        "intro": "Every rule of the reading, the limit that decides, where it comes from, and what would clear the finding. Written by "
        "`python -m loadaid.report.evidence` from the code that decides, so that it cannot say anything else.",
        "strength": "Strength of a source: **A** trial, meta-analysis or large cohort in the right population; **B** one good study in "
        "low back or persistent pain; **C** other population or indirect; **D** expert consensus or judgement. "
        "\"Judgement\": no validated number exists, the value is a stated choice.",
        "observations": "Observations",
        "weights": "No value of a diary speaks alone. Each observation, a fortnight's mean against the patient's own usual, multiplies the "
        "odds of a reading against \"in the zone\": **+1 doubles them, −1 halves them**, for each unit above its usual value in the "
        "zone; unknown, it changes nothing. Weights fitted on the virtual patients (`python -m loadaid.validation.fit`), in the "
        "direction that the model allows; the odds to start from are the last line.",
        "weight_columns": "| Observation | Bounds | Usual | Too fast | Too cautious | Daily life | Sleep and rest | Why |",
        "start": "To start from, all being usual",
        "rules": "Rules", "limits": "Limits", "sources": "Sources",
        "limit": "Limit", "recipe": "How it is worked out", "raised": "Raised", "clear": "Otherwise", "cannot_tell": "Without data",
        "would_clear": "What would clear it", "source": "Source", "own": "Own value possible",
        "columns": "| Limit | Value | Why | Own value possible | Source |",
        "all_limits": "Every number that decides something. A clinic, or a patient, may have its own within the bounds.",
        "population": "Population", "shows": "Shows", "caveat": "Caveat", "strength_of": "strength",
        "unread": "from memory, to be checked", "and": "to", "colon": ":",
    },
}  # fmt: skip


def render(language: str) -> str:
    """The evidence page as Markdown, in "fr" or "en". Errors: UsageError for another language."""
    say, text = words(language), TEXTS[words(language).language]
    blocks = [f"# {text['title']}", text["intro"], text["strength"], f"## {text['rules']}"]
    blocks += [_rule(rule, say, text) for rule in RULES]
    blocks += [f"## {text['observations']}", text["weights"]]
    start = f"| {text['start']} | – | – | {' | '.join(_weight(x, say) for x in PRIOR)} | – |"
    blocks += [
        "\n".join([text["weight_columns"], "|---" * 8 + "|", *(_observation(o, say) for o in OBSERVATIONS), start])
    ]
    blocks += [f"## {text['limits']}", text["all_limits"]]
    blocks += ["\n".join([text["columns"], "|---|---|---|---|---|", *(_limit(x, say, text) for x in DEFAULTS)])]
    blocks += [f"## {text['sources']}", *(_source(source, say, text) for source in ALL)]
    return "\n\n".join(blocks) + "\n"


def _rule(rule: Rule, say: Words, text: dict[str, str]) -> str:
    limit, source = rule.limit, rule.limit.source
    lines = [
        f"### {rule.id}\n\n**{say(rule.question)}**\n",
        f"- {text['limit']}{text['colon']} {_value(limit, say)} ({say(limit.why)}) `{limit.id}`",
        f"- {text['recipe']}{text['colon']} {_recipe(rule, say)}",
        *(
            f"- {text[name]}{text['colon']} {_sentence(getattr(rule, name), limit, say)}"
            for name in ("raised", "clear", "cannot_tell", "would_clear")
        ),
        f"- {text['source']}{text['colon']} [{source.citation}](#{source.id}){_doi(source)}, {_standing(source, text)}. {say(source.shows)}",
    ]
    return "\n".join(lines)


def _sentence(msgid: str, limit: Limit, say: Words) -> str:
    """A rule's sentence with the limit filled in and an ellipsis for what only a patient's log can say."""
    names = {name for _, name, _, _ in Formatter().parse(msgid) if name}
    return say(msgid, **{name: limit.value if name == "limit" else "…" for name in names})


def _recipe(rule: Rule, say: Words) -> str:
    """How the measured number comes from the log, with the default limits."""
    values = {name: say.number(BY_ID[name].value, 3) for name in limits_named(rule)}
    return " ".join(filled(one, say, values) for one in (rule.recipe, *rule.terms))


def _observation(one: Observation, say: Words) -> str:
    says = " / ".join(say(phrase, **({"value": "…"} if "{value}" in phrase else {})) for phrase in one.says)
    bounds = f"{say.number(one.low)} – {say.number(one.high)}"
    weights = " | ".join(_weight(x, say) for x in one.weights)
    return f"| `{one.id}`: {says} | {bounds} ({one.unit}) | {say.number(one.usual, 2)} | {weights} | [{one.source.id}](#{one.source.id}) |"


def _weight(x: float, say: Words) -> str:
    return "–" if x == 0 else ("+" if x > 0 else "") + say.number(x)


def _limit(limit: Limit, say: Words, text: dict[str, str]) -> str:
    bounds = f"{say.number(limit.low, 3)} {text['and']} {say.number(limit.high, 3)}"
    own = "–" if limit.low == limit.high else bounds
    return (
        f"| `{limit.id}` | {_value(limit, say)} | {say(limit.why)} | {own} | [{limit.source.id}](#{limit.source.id}) |"
    )


def _source(source: Source, say: Words, text: dict[str, str]) -> str:
    return "\n".join([
        f"### {source.id}\n\n{source.citation}{_doi(source)}, {_standing(source, text)}.\n",
        f"- {text['population']}{text['colon']} {say(source.population)}",
        f"- {text['shows']}{text['colon']} {say(source.shows)}",
        f"- {text['caveat']}{text['colon']} {say(source.caveat)}",
    ])  # fmt: skip


def _value(limit: Limit, say: Words) -> str:
    return f"**{say.number(limit.value, 3)}** {limit.unit}"


def _doi(source: Source) -> str:
    return f", [doi:{source.doi}](https://doi.org/{source.doi})" if source.doi else ""


def _standing(source: Source, text: dict[str, str]) -> str:
    """Strength, and a plain mark on what was cited from memory."""
    return f"{text['strength_of']} {source.strength}" + ("" if source.read else f" (**{text['unread']}**)")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(render(sys.argv[1] if len(sys.argv) > 1 else "en"))
