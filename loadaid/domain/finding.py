"""The three answers of a rule."""

from __future__ import annotations

CANNOT_TELL, CLEAR, RAISED = range(3)
STATES = ("cannot_tell", "clear", "raised")
RULESET = "2.0.0"
SCHEMA = "loadaid/review/1"
