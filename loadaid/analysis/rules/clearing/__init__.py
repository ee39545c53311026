"""What would clear a finding: the cells of the log that would have to read otherwise, and how.

The sentence beside a finding and the test that makes the change (tests/test_counterfactuals.py) both ask here, so that
they cannot disagree. Each function gives the ways to clear one rule; every way clears by itself.
"""
