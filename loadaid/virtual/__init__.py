"""Virtual patients with a known truth: the demo clinic, and stable diaries to count false alarms on."""

from loadaid.virtual.clinic import clinic, clinic_with_truth
from loadaid.virtual.steady import stable

__all__ = ["clinic", "clinic_with_truth", "stable"]
