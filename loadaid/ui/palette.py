"""The colours of the screen, light and dark, by name. The state colour is never the only sign of a state.

Every text colour has a contrast of 4.5:1 or more on paper, on surface and on its own tint.
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT = {
    "paper": "#FFFFFF", "surface": "#F5F6F7", "ink": "#16202A", "ink2": "#47535F", "ink3": "#5F6B77",
    "rule": "#DEE3E7", "rule2": "#B4BDC5", "dose": "#5A6E80", "hatch": "#C2C9D0", "hatchbg": "#F7F8F9",
    "action": "#1F3A4D",
    "red_flag": "#B5122F", "red_flag_tint": "#FCEEF0",
    "insufficient_data": "#5F6B77", "insufficient_data_tint": "#F5F6F7",
    "too_fast": "#B34700", "too_fast_tint": "#FDF3EB",
    "strain_driven": "#6A3BA5", "strain_driven_tint": "#F4F0FA",
    "flare_unclear": "#7D5800", "flare_unclear_tint": "#FFF6DF",
    "too_cautious": "#1F5DB8", "too_cautious_tint": "#EEF4FC",
    "in_zone": "#0A6F65", "in_zone_tint": "#ECF6F4",
    "band": "#DDF0EC", "bandedge": "#5FA79B", "flare": "#5E2708", "flare_ink": "#FFFFFF",
    "green": "#DDEFEA", "amber": "#EBC77A", "red": "#B45A10", "green_ink": "#16202A", "amber_ink": "#16202A", "red_ink": "#FFFFFF",
    "heat0": "#F1EEF6", "heat1": "#D3C7E6", "heat2": "#9E86C8", "heat3": "#5B3596",
}  # fmt: skip
DARK = {
    "paper": "#12171C", "surface": "#1B2229", "ink": "#E8EDF1", "ink2": "#B7C1CA", "ink3": "#98A4AF",
    "rule": "#2A333C", "rule2": "#4A5661", "dose": "#8399AD", "hatch": "#3A454F", "hatchbg": "#171D23",
    "action": "#9DB4C4",
    "red_flag": "#FF7A88", "red_flag_tint": "#2D191D",
    "insufficient_data": "#98A4AF", "insufficient_data_tint": "#1B2229",
    "too_fast": "#F5934A", "too_fast_tint": "#2A1E15",
    "strain_driven": "#BC9BF2", "strain_driven_tint": "#221D2D",
    "flare_unclear": "#F0BC45", "flare_unclear_tint": "#2A2413",
    "too_cautious": "#7DB0FA", "too_cautious_tint": "#17222F",
    "in_zone": "#46C2B1", "in_zone_tint": "#142724",
    "band": "#163A35", "bandedge": "#4C9C8F", "flare": "#FFD3AD", "flare_ink": "#12171C",
    "green": "#24584F", "amber": "#A88432", "red": "#E38A45", "green_ink": "#E8EDF1", "amber_ink": "#12171C", "red_ink": "#12171C",
    "heat0": "#1E1A28", "heat1": "#433363", "heat2": "#7B5CB3", "heat3": "#C9B1F7",
}  # fmt: skip


def palette(theme: str | None) -> Mapping[str, str]:
    """The colours of "dark", or the light ones for anything else."""
    return DARK if theme == "dark" else LIGHT


def css_variables(colours: Mapping[str, str]) -> str:
    """The colours as CSS variables: `--ink: #16202A; ...`, underscores written as hyphens."""
    return ":root{" + "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items()) + "}"
