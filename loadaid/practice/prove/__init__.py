"""Proofs on the real thing: each is a function that tries something many times and counts what came of it."""
