"""The mechanism: dose against capacity, what the next mornings feel, how capacity adapts. No curve is drawn.

A session's demand is its dose over the capacity left by strain and short sleep. A demand near 1 trains: capacity grows
over the day itself and the two that follow, less and less towards a ceiling, and wanes without training. A demand above
TOLERATED irritates: pain rises on the next mornings, more so in a sensitised patient, and sensitises. The constants are
judgements that give diaries like those of practice; they are not estimates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.virtual.chance import Chance, Flags, Numbers
from loadaid.virtual.life import Life
from loadaid.virtual.people import People

UNTRAINED = 0.68  # demand up to which nothing adapts
TOLERATED = 1.1  # demand up to which the next morning is as usual
IRRITATION = 6.0  # points on the next morning for each unit of demand above that
MORNINGS = (1.0, 0.5, 0.2)  # share of it on the first, second and third morning
MOST = 4.2  # points a reaction can add
ADAPTS = (0.5, 0.3, 0.2)  # share of the training effect on the day and the two after
FULLY_GAINED = 1.0  # share of the first capacity after which pain and function gain no more
WANES = 0.002  # share of the gained capacity lost per day
FLARE_FROM, FLARE_UNTIL = 2.2, 1.3  # points above usual at which a flare begins, and below which it ends
SURGE_START, SURGE_STEP = 1.45, 1.1  # a surge begins with a jump, then each session is that much heavier ...
SURGE_UNTIL = 2.0  # ... until the mornings hurt by that many points


@dataclass(frozen=True)
class Body:
    """Patients x days. dose, planned: 1 = the first dose. ratio: demand of that day's session, NaN without one.

    capacity: in first doses. response: points the last sessions add this morning. excess: points that sessions, strain
    and sleep add this evening. usual: own level of pain without them. gained: growth of capacity, 0 to 1.
    """

    session: Flags
    cancelled: Flags
    dose: Numbers
    planned: Numbers
    ratio: Numbers
    capacity: Numbers
    response: Numbers
    excess: Numbers
    from_strain: Numbers
    from_sleep: Numbers
    usual: Numbers
    gained: Numbers
    flare: Flags


def body(who: People, days: Life, luck: Chance, trains: Flags) -> Body:
    """Lives the days of a block of patients one after another; trains: the patient's usual session days."""
    patients, length = trains.shape
    growth = who.of_story("growth")
    from_strain = np.minimum(who.of_story("strain")[:, None] * days.strain_above, 4)
    from_sleep = np.minimum(who.of_story("sleep")[:, None] * days.sleep_below, 4)
    able = np.clip(1 - 0.04 * days.strain_above - 0.04 * days.sleep_below, 0.6, 1)
    due = trains & days.followed & ~days.holiday & ~days.ill
    session = due & (luck.even["skip"] > 0.08)
    cancelled = due & ~session & (luck.even["skip"] < 0.04)

    dose, planned, ratio = np.ones(trains.shape), np.ones(trains.shape), np.full(trains.shape, np.nan)
    capacity, gained, usual, excess = (np.empty(trains.shape) for _ in range(4))
    flare = np.zeros(trains.shape, bool)
    response, growing = np.zeros((patients, length + 3)), np.zeros((patients, length + 2))

    able_to, step, push = who.capacity.copy(), np.ones(patients), np.ones(patients)
    sensitised, recent, last_demand, in_flare = np.zeros(patients), np.zeros(patients), np.zeros(patients), flare[:, 0]
    for day in range(length):
        after_surge = day > 0 and days.surge[:, day - 1] & ~days.surge[:, day]
        after_holiday = day > 0 and days.holiday[:, day - 1] & ~days.holiday[:, day]
        bad = recent > 1
        new_week = (day > who.begin) & ((day - who.begin) % 7 == 0) & ~days.holiday[:, day] & ~days.deload[:, day]
        room = np.clip((1.05 - last_demand) / 0.15, 0, 1.3)  # the dose follows what the last session felt like
        step = step * (1 + growth * room * (new_week & ~bad & ~days.surge[:, day]))
        step = step * np.where(after_holiday, 0.7, 1) * np.where(after_surge, 0.85, 1)
        push = np.where(days.surge[:, day], np.maximum(push, SURGE_START), 1)
        lighter = bad & (growth > 0) & ~days.surge[:, day] & (luck.even["lighten"][:, day] < 0.6)
        planned[:, day] = step
        dose[:, day] = step * push * np.where(days.deload[:, day], 0.7, 1) * np.where(lighter, 0.8, 1)

        hurries = session[:, day] & days.surge[:, day] & (response[:, day] < SURGE_UNTIL)
        push = np.where(hurries, push * SURGE_STEP, push)

        demand = np.where(session[:, day], dose[:, day] / (able_to * able[:, day]), 0)
        last_demand = np.where(session[:, day], demand, last_demand)
        ratio[session[:, day], day] = demand[session[:, day]]
        irritation = IRRITATION * np.maximum(0, demand - TOLERATED) * (1 + 0.5 * sensitised)
        irritation = np.minimum(irritation * np.exp(0.25 * luck.bell["response"][:, day]), MOST)
        for morning, share in enumerate(MORNINGS, start=1):
            response[:, day + morning] += share * irritation
        trained = np.clip((demand - UNTRAINED) / 0.3, 0, 1) - np.clip((demand - 1.2) / 0.4, 0, 1.3)
        for later, share in enumerate(ADAPTS):
            growing[:, day + later] += share * trained

        today = np.minimum(response[:, day], MOST)
        excess[:, day] = np.minimum(today + from_strain[:, day] + from_sleep[:, day], 5)
        in_flare = (excess[:, day] > FLARE_FROM) | (in_flare & (excess[:, day] > FLARE_UNTIL))
        flare[:, day] = in_flare
        sensitised = np.clip(0.95 * sensitised + 0.03 * excess[:, day], 0, 1)
        recent = recent + (excess[:, day] - recent) / 7
        capacity[:, day] = able_to
        gained[:, day] = np.clip((able_to / who.capacity - 1) / FULLY_GAINED, 0, 1)
        usual[:, day] = who.pain - who.of_story("pain_gain") * gained[:, day] + 0.4 * sensitised
        able_to = able_to + able_to * who.gain * (1 - able_to / who.ceiling) * growing[:, day]
        able_to = able_to - WANES * (able_to - 0.9 * who.capacity) * days.followed[:, day]

    return Body(
        session, cancelled, dose, planned, ratio, capacity, np.minimum(response[:, :length], MOST), excess,
        from_strain, from_sleep, usual, gained, flare,
    )  # fmt: skip
