"""Marks the French sentences that stand beside a condition, so that the translator finds them."""


def N_(msgid: str) -> str:
    """The same text, marked for translation where it is written and translated where it is shown.

    Data such as a rule's sentences is built once for all languages: it holds French msgids, and the one who
    shows it calls `words(language)(msgid, **values)`.
    """
    return msgid
