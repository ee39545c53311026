"""The workflow of a practice: what screens, command line and proofs call. It joins store, intake and engine."""
