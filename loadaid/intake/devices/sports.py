"""What a sport is called and which family of exercises it plainly belongs to."""

from __future__ import annotations

import re

# Whole words, as watches and their exports write them in English and French. What is in no list has no family: "other"
# would be a statement, and a wrong family would put a session into the wrong dose.
_STRENGTH = frozenset({"strength", "weight", "weights", "weightlifting", "musculation"})
_MOBILITY = frozenset({"yoga", "pilates", "stretching", "flexibility", "étirements", "étirement", "souplesse"})
_ENDURANCE = frozenset(
    {"running", "run", "jogging", "treadmill", "cycling", "biking", "bike", "ride", "swimming", "swim", "walking", "walk",
     "hiking", "hike", "rowing", "row", "rower", "elliptical", "course_à_pied", "vélo", "cyclisme", "natation", "marche",
     "randonnée", "aviron", "elliptique"}
)  # fmt: skip


def plain_words(name: str) -> str:
    """Give a sport's name in lower-case words: "open_water_swimming" and "OpenWaterSwimming" alike; "" without a letter.

    A version at the end ("surfing_v2") is no part of the name.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).casefold()
    words = re.sub(r"\s+v\d+$", "", words)
    return " ".join(words.split()) if any(c.isalpha() for c in words) else ""


def family(words: str) -> str | None:
    """Give the family of a sport in plain words; None where it is not plain."""
    found = set(re.split(r"[^\w]+", words.replace("course à pied", "course_à_pied")))
    if found & _MOBILITY:
        return "mobility"
    if found & _STRENGTH:
        return "strength"
    return "endurance" if found & _ENDURANCE else None
