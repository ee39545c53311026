"""A whole cohort as one table: every patient on every day, part by part, in one process or on several."""
