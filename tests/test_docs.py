"""What is written about loadaid holds: the evidence page, the commands, the examples and the links."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from loadaid.__main__ import loadaid as command
from loadaid.analysis.rules import RULES
from loadaid.domain.errors import UsageError
from loadaid.domain.limits import DEFAULTS
from loadaid.domain.sources import ALL
from loadaid.locale import words
from loadaid.report.access import render as rights
from loadaid.report.evidence import render

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in (ROOT / "loadaid").rglob("*.py")
    if file.relative_to(ROOT).parts[1] != "ui" and "migrations" not in file.parts  # those are run by Alembic alone
)
UNREAD = {"fr": "de mémoire, à vérifier", "en": "from memory, to be checked"}


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_the_evidence_page_is_that_of_the_rules() -> None:
    page = read(ROOT / "docs" / "rules.md")
    assert page == render("en"), "write it again: python -m loadaid.report.evidence > docs/rules.md"


def test_the_page_of_rights_is_that_of_the_matrix() -> None:
    assert read(ROOT / "docs" / "access.md") == rights(), (
        "write it again: python -m loadaid.report.access > docs/access.md"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_is_on_the_page_with_its_limit_and_its_source(language: str) -> None:
    page, say = render(language), words(language)
    blocks = dict(re.findall(r"^### (\S+)\n\n(.+?)(?=\n\n##|\Z)", page, re.DOTALL | re.MULTILINE))
    for rule in RULES:
        block, limit = blocks[rule.id], rule.limit
        assert say(rule.question) in block
        assert f"**{say.number(limit.value, 3)}** {limit.unit} ({say(limit.why)}) `{limit.id}`" in block
        assert f"[{limit.source.citation}](#{limit.source.id})" in block
        assert "{" not in block


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_limit_and_source_is_on_the_page(language: str) -> None:
    page, say = render(language), words(language)
    for limit in DEFAULTS:
        assert f"| `{limit.id}` | **{say.number(limit.value, 3)}** {limit.unit} | {say(limit.why)} |" in page
    for source in ALL:
        block = page.split(f"### {source.id}\n", 1)[1].split("\n### ")[0]
        for said in (source.citation, say(source.population), say(source.shows), say(source.caveat), source.doi):
            assert said in block, source.id
        assert (UNREAD[language] in block) == (not source.read), source.id


def test_the_page_exists_in_two_languages_only() -> None:
    assert "Seuils" in render("fr")
    with pytest.raises(UsageError, match="'de' is not available"):
        render("de")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_named_in_a_page_exist(page: Path) -> None:
    verbs = set(re.findall(r"python -m loadaid ([a-z]+)", read(page)))
    shown = CliRunner().invoke(command, ["--help"]).output
    listed = set(re.findall(r"^  ([a-z]+)  ", shown, re.MULTILINE))
    assert verbs <= listed, f"{sorted(verbs - listed)} not in --help"
    for module in re.findall(r"python -m (loadaid\.[\w.]+)", read(page)):
        assert module in MODULES


def test_options_named_in_the_readme_exist() -> None:
    rows = re.findall(r"^\| `python -m loadaid (\w+)[^`]*` \| (.+) \|$", read(ROOT / "README.md"), re.MULTILINE)
    assert {verb for verb, _ in rows} >= {"review", "measures", "demo"}
    for verb, said in rows:
        shown = CliRunner().invoke(command, [verb, "--help"]).output
        for option in re.findall(r"--[a-z-]+", said):
            assert option in shown, f"{verb} {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_in_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.+?)^```", read(page), re.DOTALL | re.MULTILINE)
    for block in blocks:
        exec(compile(block, page.name, "exec"), inside)
    assert read(page).count("```python") == len(blocks)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    headings = {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif "://" not in target:
            assert (page.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_give_what_they_say(name: str) -> None:
    module: ModuleType = importlib.import_module(name)
    result = doctest.testmod(module)
    assert result.failed == 0


def test_docstring_examples_are_found() -> None:
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) >= 5
