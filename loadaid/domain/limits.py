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

DEFAULTS = (
    # safety
    Limit("safety_yes", 1, "answers", S["ifompt-2020"], "any one yes is looked at by a clinician", 1, 1),
    # how much must be logged
    Limit("pain_days_open", 5, "days of 7", S["heapy-2014"], "five ratings make a reliable weekly level", 3, 7),
    Limit("pain_days_reopen", 3, "days of 7", S["simulation-study"], "once the usual level is known, three entries say something", 2, 7),
    Limit("pain_days_close", 1, "days of 7", S["simulation-study"], "a week without any entry; one or two still say something", 0, 5),
    Limit("pain_days_close_14", 3, "days of 14", S["simulation-study"], "as above, over two weeks", 2, 10),
    Limit("baseline_values", 7, "values", S["heapy-2014"], "a usual level needs more than one week's rating", 5, 14),
    Limit("classed_sessions", 3, "sessions", S["judgement"], "two sessions can both be chance", 2, 8),
    Limit("backfill_hours", 48, "h", S["broderick-2008"], "recall is good for a day and inflated at a week", 24, 168),
    Limit("backfill_share", 0.5, "share", S["judgement"], "most of the diary from memory is not a diary", 0.2, 1),
    Limit("log_faults", 1, "faults", S["judgement"], "equal values for two weeks, or a diary written afterwards", 1, 1),
    # the response to a session
    Limit("rise_red", 2, "points", S["smith-2019"], "a rise of 2 over the level before is the usual clinical bound", 1, 4),
    Limit("over_usual_red", 2, "points", S["smith-2019"], "the level the next day must itself be unusual", 1, 4),
    Limit("next_day_floor", 3, "points", S["thomee-1997"], "under 3 is the safe band whatever the usual level", 2, 5),
    Limit("rise_sd", 2, "own SD", S["simulation-headline"], "a restless diary needs a larger rise than 2", 0, 3),
    Limit("rise_amber", 1, "points", S["judgement"], "the smallest step of the scale", 0.5, 2),
    Limit("settle_red", 24, "h", S["skou-roos-2017"], "back to the usual level within a day", 12, 72),
    Limit("settle_amber", 2, "h", S["epf-crps"], "1 to 2 h that settles is workable", 1, 12),
    Limit("during_high", 5, "points", S["silbernagel-2007"], "up to 5 during exercise went without harm", 3, 8),
    Limit("during_amber", 3, "points", S["thomee-1997"], "3 to 5 is the acceptable band", 2, 5),
    Limit("during_rise", 2, "points", S["smith-2019"], "over the level just before", 1, 4),
    Limit("soreness_muscle", 3, "points", S["lumbar-doms-2019"], "mean peak soreness after lumbar work is 3.8", 2, 6),
    Limit("doms_spike", 5, "%", S["judgement"], "soreness needs something new or heavier", 0, 20),
    Limit("red_sessions", 2, "of the last 3 sessions", S["simulation-stable"], "one red session in 12 is chance in most stable months", 1, 3),
    Limit("sleep_sessions", 1, "of the last 3 sessions", S["smith-2019"], "exercise that disturbs sleep is to be avoided", 1, 3),
    Limit("scale_ceiling", 9, "points", S["judgement"], "above it a rise of 2 cannot be told on a 0-10 scale", 8, 10),
    # flare and level
    Limit("flare_days", 1, "of the last 3 days", S["costa-2019"], "a flare is present from its first complete day", 1, 1),
    Limit("flare_rise", 2, "points", S["suri-2011"], "flares rise by 2.7 on average", 1, 4),
    Limit("flare_sd", 2, "own SD", S["simulation-headline"], "1.5 fires in 9 to 14 % of stable months, 2 in 4 to 5 %", 1, 3),
    Limit("flare_impact", 2, "points", S["costa-2019"], "a flare hinders daily life, not pain alone", 1, 4),
    Limit("declared_impact", 1, "points", S["costa-2019"], "the patient's own word needs little besides", 0, 3),
    Limit("declared_sd", 1, "own SD", S["simulation-study"], "of impact: in a restless diary one point is an ordinary day", 0, 2),
    Limit("week_pain", 1.5, "points", S["simulation-stable"], "7-day mean; a week's change under 1.3 is unreadable", 1, 3),
    Limit("baseline_risen", 1.5, "points", S["judgement"], "a lasting overload must not become the new usual level", 1, 3),
    # how sure a slow change must be, and for how many days it must stand, before it moves the headline
    Limit("week_sure", 2.5, "standard errors", S["simulation-headline"], "of the 7-day mean against the usual level", 0, 4),
    Limit("week_stands", 5, "days", S["simulation-headline"], "a week's mean wanders in and out of 1.5", 1, 7),
    Limit("worse_sure", 2.33, "standard errors", S["simulation-headline"], "of the difference of two fortnights", 1.645, 4),
    Limit("worse_stands", 7, "days", S["simulation-headline"], "without any reaction beside it", 1, 14),
    Limit("risen_sure", 3, "standard errors", S["simulation-headline"], "the lowest of 84 days is low by chance too", 0, 4),
    Limit("risen_stands", 14, "days", S["simulation-headline"], "a lasting overload lasts", 1, 28),
    Limit("contrast_sure", 2.5, "standard errors", S["simulation-headline"], "of the difference of mornings", 0, 4),
    Limit("contrast_stands", 3, "days", S["simulation-headline"], "as for the week's mean", 1, 7),
    # weak observations added up (domain/weights.py)
    Limit("probable", 0.7, "probability", S["simulation-study"], "too fast, or daily strain: mean of some days", 0.5, 0.95),
    Limit("probable_stands", 4, "days", S["simulation-study"], "of which the mean is taken: one day's is noise", 1, 14),
    Limit("probable_cautious", 0.65, "probability", S["simulation-study"], "too cautious: nothing presses", 0.5, 0.95),
    Limit("cautious_stands", 10, "days", S["simulation-study"], "of which the mean is taken", 1, 21),
    Limit("likelier", 0.55, "share", S["simulation-study"], "one explanation against the other, once a reaction is there", 0.5, 0.95),
    Limit("sure", 0.85, "probability", S["simulation-study"], "of the other explanation, over which a rule gives way", 0.6, 1),
    Limit("leave", 0.2, "probability", S["simulation-study"], "below it a probable headline ends", 0.05, 0.6),
    Limit("evidence_needed", 1, "doublings", S["simulation-study"], "by the response, the symptoms, or strain themselves", 0, 4),
    Limit("say_probable", 0.75, "probability", S["simulation-study"], "said as \"probable\": at least so many are right (docs/validation.md)", 0.6, 0.95),
    Limit("say_compatible", 0.5, "probability", S["simulation-study"], "said as \"compatible\"; below it nobody can tell", 0.3, 0.7),
    # dose
    Limit("spike", 10, "%", S["frandsen-2025"], "above the highest dose of the last 30 days", 5, 50),
    Limit("spike_strong", 30, "%", S["frandsen-2025"], "second step of the same study", 20, 100),
    Limit("reentry_14", 0.7, "x reference", S["lambeek-2007"], "graded activity starts at 70 %; carrying it over is a judgement", 0.4, 1),
    Limit("reentry_28", 0.5, "x reference", S["judgement"], "twice as long away, half the reference", 0.3, 1),
    Limit("dose_rise", 10, "%", S["etg-pain"], "mean dose of 14 days over the 14 before", 5, 40),
    Limit("contrast", 1, "points", S["simulation-stable"], "mornings after sessions against other mornings: a true +1 is found in 90 %", 0.5, 2),
    Limit("contrast_hint", 0.5, "points", S["simulation-stable"], "suggestive; false in 3 to 10 % of stable months", 0.3, 1),
    # too cautious
    Limit("growth_low", -10, "%", S["judgement"], "below it the dose fell: another story", -30, 0),
    Limit("growth_high", 5, "%", S["acsm-2009"], "a step of load is 2 to 10 %", 0, 15),
    Limit("light_effort", 3, "RPE", S["acsm-2009"], "3 or less for weeks is under a training stimulus", 1, 5),
    Limit("cautious_sessions", 6, "session days of 28", S["judgement"], "fewer is another question: regularity", 4, 12),
    Limit("calm_share", 0.8, "share of sessions not red", S["judgement"], "the back takes the present dose well", 0.5, 1),
    Limit("fear_high", 7, "of 10", S["judgement"], "changes the order and the wording, never the state", 5, 10),
    # daily strain and recovery
    Limit("strain", 1, "own SD", S["blafoss-2023"], "direction supported; the cut is a judgement", 0.5, 3),
    Limit("strain_strong", 2, "own SD", S["judgement"], "twice the first step", 1, 4),
    Limit("run_days", 3, "workdays in a row", S["blafoss-2023"], "the third day adds most", 2, 7),
    Limit("sleep_drop", 1, "points", S["gerhart-2017"], "direction supported; the step is a judgement", 0.5, 4),
    Limit("sleep_drop_strong", 2, "points", S["judgement"], "twice the first step", 1, 6),
    Limit("fatigue_rise", 2, "points", S["judgement"], "clearly over the patient's usual", 1, 5),
    Limit("fatigue_high", 6, "points", S["judgement"], "and high in itself", 4, 9),
    Limit("recovery", 1, "own SD", S["gerhart-2017"], "direction supported; the cut is a judgement", 0.5, 3),
    # attribution and trajectory
    Limit("share", 0.6, "share", S["judgement"], "clearly more than half of the observations", 0.5, 0.9),
    Limit("points_needed", 3, "points", S["judgement"], "fewer observations explain nothing", 2, 6),
    Limit("confidence", 1.645, "standard errors", S["parker-2011"], "one-sided 5 % (two-sided 10 %)", 1, 2.6),
    Limit("pain_change", 1, "points", S["ostelo-2008"], "or 30 %, whichever is smaller, on 14-day means", 0.5, 2),
    Limit("pain_change_share", 0.3, "share", S["ostelo-2008"], "30 % of the level before", 0.2, 0.5),
    Limit("impact_change", 1.5, "points", S["judgement"], "between the minimal changes of pain and function", 0.5, 3),
    Limit("time_change", 0.25, "share", S["judgement"], "onset and settling move by a quarter, with a rank test", 0.1, 0.5),
    Limit("psfs_change", 1.3, "points", S["abbott-schmitt-2014"], "small important change of the mean", 1, 3),
    Limit("psfs_change_strong", 2, "points", S["abbott-schmitt-2014"], "readable between two dates 14 days apart", 1, 4),
    Limit("rmdq_change", 5, "points", S["ostelo-2008"], "minimal important change", 2, 8),
    Limit("quebec_change", 20, "points", S["ostelo-2008"], "minimal important change", 10, 30),
    Limit("maintenance_impact", 1, "points", S["judgement"], "little impact and good function is upkeep, not caution", 0, 3),
    Limit("maintenance_psfs", 8.5, "points", S["judgement"], "as above", 7, 10),
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
