"""The log folder in and out: `read` checks every cell and lists every problem, `write` writes whole files or none."""

from loadaid.logs.partition import Part, parts
from loadaid.logs.reading import read, read_some
from loadaid.logs.writing import write

__all__ = ["Part", "parts", "read", "read_some", "write"]
