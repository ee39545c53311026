"""`python -m loadaid.intake.templates FOLDER` writes every template, French and English, into FOLDER/fr and FOLDER/en."""

from __future__ import annotations

import sys
from pathlib import Path

from loadaid.intake.templates.files import templates

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m loadaid.intake.templates FOLDER")
    for name, content in templates().items():
        path = Path(sys.argv[1], name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path)
