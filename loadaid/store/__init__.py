"""The clinic's database: every read and every write goes through an actor."""
