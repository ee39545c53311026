"""A study read by everyone: what was true of each day, what each reader said, and the days on which it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.analysis.attribution import NO_DRIVER
from loadaid.analysis.certainty import chance
from loadaid.analysis.hold import HEADLINES, IN_ZONE, INSUFFICIENT, STRAIN_DRIVEN, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.index import to_number
from loadaid.analysis.review import review
from loadaid.analysis.windows import Bools, Floats, Ints
from loadaid.validation.readers import readings
from loadaid.virtual.study import Study
from loadaid.virtual.study.study import END
from loadaid.virtual.study.truth import STATES

WARM = 28  # days before which nothing is counted: there is no usual level yet
FIRST_DAY, SETTLED, EVERY = 35, 10, 7  # from the 36th day on, once a clear state has lasted 10 days, then 17, 24 ...
RIGHT = {"in_zone": IN_ZONE, "too_fast": TOO_FAST, "too_cautious": TOO_CAUTIOUS,
         "strain": STRAIN_DRIVEN, "recovery": STRAIN_DRIVEN}  # fmt: skip
NOISE, MISSING = (1.0, 1.25), (0.2, 0.3, 0.4)


@dataclass(frozen=True)
class Evaluation:
    """(patients, days) of a study. truth: codes of STATES. right: the headline that fits it, -1 when no single one does.

    asked: the days on which readers are judged. headline: of each reader, codes of HEADLINES. driver: of loadaid, codes
    of DRIVERS. probability: that loadaid gives to the headline it shows, NaN when it gives none; at `probable` or above
    it says so. people: one row per patient, with their mechanism, reporter, noise and missing as classes.
    """

    people: pd.DataFrame
    truth: Ints
    right: Ints
    asked: Bools
    headline: dict[str, Ints]
    driver: Ints
    probability: Floats
    probable: float

    def rows(self) -> pd.DataFrame:
        """One row per patient and day on which readers are judged: patient_id, day, truth, headline of each reader."""
        patient, day = np.nonzero(self.asked)
        said = {key: np.array(HEADLINES)[grid[patient, day]] for key, grid in self.headline.items()}
        truth = np.array(STATES)[self.truth[patient, day]]
        return pd.DataFrame(
            {"patient_id": self.people["patient_id"].to_numpy()[patient], "day": day, "truth": truth, **said}
        )


def evaluation(study: Study) -> Evaluation:
    """Have everyone read a study."""
    count = len(study.people)
    days = len(study.days) // count
    truth = study.days["state"].map(STATES.index).to_numpy(dtype=np.int64).reshape(count, days)
    age = study.days["age"].to_numpy(dtype=np.int64).reshape(count, days)
    right = np.array([RIGHT.get(name, -1) for name in STATES])[truth]
    settled = (age >= SETTLED) & ((age - SETTLED) % EVERY == 0)
    clear = (right >= 0) | (truth == STATES.index("mixed"))
    asked = settled & clear & (np.arange(days) >= FIRST_DAY)

    made = review(study.log, as_of=END)
    place = {name: k for k, name in enumerate(study.people["patient_id"])}
    first = to_number(END) - days + 1
    headline: dict[str, Ints] = {}
    driver, probability = np.full(truth.shape, NO_DRIVER), np.full(truth.shape, np.nan)
    probable = 1.0
    for block in range(len(made.places)):
        w = made.workings(block)[0]
        rows = np.array([place[name] for name in w.panel.ids])
        begin = w.panel.start - first

        def put(grid: NDArray[Any], target: NDArray[Any], rows: Ints = rows, begin: Ints = begin) -> None:
            """From a patient's first logged day to the calendar of the study."""
            for row, shift, values in zip(rows, begin, grid, strict=True):
                target[row, shift:] = values[: days - shift]

        for reader, said in readings(w).items():
            put(said, headline.setdefault(reader, np.full(truth.shape, INSUFFICIENT)))
        put(made.numbers[block].driver[0], driver)
        put(chance(w, w.states.headline[0]), probability)
        probable = w.limits.say_probable
    return Evaluation(_classes(study), truth, right, asked, headline, driver, probability, probable)


def _classes(study: Study) -> pd.DataFrame:
    """Who the patients are; missing: share of days without a daily row, as counted in the log."""
    people = study.people
    days = len(study.days) // len(people)
    written = study.log.daily["patient_id"].value_counts().reindex(people["patient_id"], fill_value=0).to_numpy()
    missing = 1 - written / days
    noise_names = ("<1.0", "1.0-1.25", ">1.25")
    missing_names = ("<20%", "20-30%", "30-40%", ">40%")
    return people.assign(
        noise=np.array(noise_names)[np.digitize(people["sd"], NOISE)],
        missing=np.array(missing_names)[np.digitize(missing, MISSING)],
    )
