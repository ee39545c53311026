"""A kit for an agreement study: blind sheets of real fortnights, labels read back, agreement with loadaid's reading."""
