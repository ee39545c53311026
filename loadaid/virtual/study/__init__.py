"""Virtual patients as a study: several mechanisms, many reporters, a truth for every day."""

from loadaid.virtual.study.study import MECHANISMS, UNTOUCHED, Study, study

__all__ = ["MECHANISMS", "UNTOUCHED", "Study", "study"]
