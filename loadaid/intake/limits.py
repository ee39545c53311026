"""How much of a file is taken at most. Judgements, to keep one file from holding up everyone; each is said when it is hit."""

from __future__ import annotations

MEGABYTE = 1_000_000

FILE_MB = 20  # some ten years of diary; checked before a byte is read
APPLE_ZIP_MB = 200  # Apple Health and account exports come as one archive; only what is used is read, as a stream
APPLE_XML_MB = 2_000
UNPACKED_MB = 50
ROWS = 20_000
COLUMNS = 200
LINE_CHARACTERS = 65_536
TEXT_CHARACTERS = 2_000
PROBLEMS = 2_000  # told one by one; further ones of a kind and column together
SECONDS = 22
APPLE_SECONDS = 60
MEMORY_MB = 1_000  # of address space, libraries included
RESULT_MB = 60
OUT_OF_MEMORY = 77  # how the child ends that needed more
