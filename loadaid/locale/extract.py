"""Finds the sentences to translate. Babel's own reader of Python misses what stands inside an f-string."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import IO, Any

from loadaid.locale import LANGUAGES

Found = tuple[int, str, tuple[str | None, ...], list[str]]


def sentences(file: IO[bytes], keywords: Collection[str], comment_tags: object, options: Any) -> Iterator[Found]:
    """Every call of a keyword with a written-out text, as (line, keyword, texts, no comments): a Babel extraction method.

    `words("fr")` asks for a language and is left out.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = tuple(
                a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args
            )
            if name in keywords and texts and texts[0] is not None and texts[0] not in LANGUAGES:
                yield node.lineno, name, texts, []
