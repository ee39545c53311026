"""The words of the field: records, evidence, limits, findings, errors. Standard library only."""
