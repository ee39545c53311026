"""The verbs of the command line. Each file loads what it needs when it runs, so that `--help` answers at once."""
