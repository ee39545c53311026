"""Lines of a text file with more or fewer cells than there are titles."""

from __future__ import annotations

from itertools import pairwise

from loadaid.intake.cells.numbers import Number, number
from loadaid.intake.cells.spelling import shown, tidy
from loadaid.intake.model import FileReading, FileRefused, Line, Problem
from loadaid.intake.tables.blocks import Block, is_empty, text_of


def check_widths(block: Block, result: FileReading) -> None:
    """Lines with more or fewer cells than titles are refused; when most are, the file is, because everything shifted."""
    titles = block.width
    odd: list[tuple[Line, int]] = []
    for line in block.lines:
        filled = len(line.cells)
        while filled > titles and is_empty(line.cells[filled - 1]):
            filled -= 1
        if filled != titles:
            odd.append((line, filled))
    longer = [(line, n) for line, n in odd if n > titles]
    if longer and len(longer) * 2 > len(block.lines):
        line, cells = longer[0]
        code = "comma-clash" if _split_decimals(line) else "every-row-shifted"
        raise FileRefused(code, sheet=block.sheet, row=line.number, titles=titles, cells=cells)
    for line, cells in odd:
        facts = {"titles": titles, "cells": cells}
        result.set_aside[(block.sheet, line.number)] = "refused"
        text = shown(" ".join(text_of(c) for c in line.cells[titles:]) if cells > titles else text_of(line.cells[-1]))
        result.problems.append(Problem("wrong-cell-count", "refused", block.sheet, line.number, None, text, facts))


def _split_decimals(line: Line) -> bool:
    """Two whole numbers side by side where a decimal comma may have been taken for a separator."""
    texts = [tidy(text_of(c)) for c in line.cells]
    return any(
        isinstance(a := number(x), Number)
        and isinstance(b := number(y), Number)
        and a.value == int(a.value)
        and 0 <= b.value <= 99
        and len(y) <= 2
        for x, y in pairwise(texts)
    )
