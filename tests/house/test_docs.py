"""The documents say what the code does: verbs, words, settings, numbers, links and decisions are held against it.

What is made from the code (a table of numbers, a list of tests) is written by ``python -m tests.house.test_docs``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.metadata
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gongkai.config import cli
from gongkai.kernel.vocabulary import Term

from .code import ROOT, files, module_of, shown, tree

DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
CURE = "run: .venv/bin/python -m tests.house.test_docs"


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# -- what is made from the code


def numbers_table() -> str:
    from gongkai.kernel.organizations.queries import numbers

    rows = [
        f"| `{n.code}` | {n.label} | {n.words(n.default)} | {n.floor}–{n.ceiling} | {n.source} |"
        for n in sorted(numbers(), key=lambda n: n.code)
    ]
    return "\n".join(["| code | what | default | bounds | source |", "| --- | --- | --- | --- | --- |", *rows])


def law_tests() -> str:
    rows = []
    for path in sorted((ROOT / "tests" / "law").glob("test_*.py")):
        opening = (ast.get_docstring(tree(path)) or "").splitlines()
        assert opening, f"{shown(path)} opens with the requirement that it proves"
        rows.append(f"- [{path.name}](../{shown(path)}): {opening[0]}")
    return "\n".join(rows)


def decisions_list() -> str:
    return "\n".join(
        f"- [{path.name[:4]}]({path.name}) {text(path).splitlines()[0].removeprefix('# ')}" for path in decision_pages()
    )


BLOCKS = [
    (DOCS / "law.md", "numbers", numbers_table),
    (DOCS / "law.md", "law tests", law_tests),
    (DOCS / "decisions" / "README.md", "decisions", decisions_list),
]


def _block(name: str) -> re.Pattern[str]:
    return re.compile(f"(<!-- {name}: begin -->\n)(.*?)\n?(<!-- {name}: end -->)", re.DOTALL)


@pytest.mark.parametrize(("page", "name", "make"), BLOCKS, ids=[name for _, name, _ in BLOCKS])
def test_what_is_made_from_the_code_is_up_to_date(page, name, make):
    found = _block(name).search(text(page))
    assert found, f"{shown(page)} has lost its block “{name}”"
    assert found[2] == make(), CURE


# -- the command line

_CLI = DOCS / "cli.md"


def sections(page: Path) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text(page), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options_of(verb: str) -> set[str]:
    def walk(parser: argparse.ArgumentParser) -> Iterator[str]:
        for action in parser._actions:
            yield from action.option_strings
            if isinstance(action, argparse._SubParsersAction):
                for name, sub in action.choices.items():
                    yield name
                    yield from walk(sub)

    parser = argparse.ArgumentParser()
    importlib.import_module(f"gongkai.config.commands.{cli.VERBS[verb][0]}").arguments(parser)
    return set(walk(parser)) - {"-h", "--help"}


def test_every_verb_is_documented_and_no_other():
    documented = [title.removeprefix("gongkai ") for title in sections(_CLI) if title.startswith("gongkai ")]
    assert documented == list(dict.fromkeys(documented))
    assert set(documented) == set(cli.VERBS)


@pytest.mark.parametrize("verb", list(cli.VERBS))
def test_the_arguments_of_a_verb_are_documented_and_no_other(verb: str):
    section = sections(_CLI)[f"gongkai {verb}"]
    usage = re.search(rf"`gongkai {verb}\b[^`]*`", section)
    assert usage, f"the section of {verb} begins with its usage"
    real = options_of(verb)
    assert {option for option in real if not re.search(rf"(?<![\w-]){option}(?![\w-])", usage[0])} == set()
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section))
    assert told - real - {"--help"} == set()


def test_the_exit_codes_are_those_of_the_code():
    rows = re.findall(r"^\| (\d) \| (\w+) ", sections(_CLI)["Exit codes"], re.MULTILINE)
    assert {word: int(code) for code, word in rows} == {
        "done": cli.DONE, "findings": cli.FINDINGS, "usage": cli.USAGE, "failure": cli.FAILURE,
    }  # fmt: skip


_EXAMPLES = re.findall(r"^\$ gongkai ((?:workdays|screen) .*)\n(.*)$", text(_CLI), re.MULTILINE)


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "answer"), _EXAMPLES, ids=[command for command, _ in _EXAMPLES])
def test_an_example_answers_what_the_page_shows(command, answer, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for content, name in re.findall(r"^\$ printf '(.*)\\n' > (\S+)$", text(_CLI), re.MULTILINE):
        Path(name).write_text(content + "\n", encoding="utf-8")
    code = cli.main(shlex.split(command))
    assert json.loads(capsys.readouterr().out) == json.loads(answer)
    assert code == (cli.FINDINGS if command.startswith("screen") else cli.DONE)


# -- words


def glossary() -> list[tuple[str, str, list[str]]]:
    """Rows as (Chinese, English, names in the code)."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.*?) \| ", text(DOCS / "glossary.md"), re.MULTILINE)
    return [(zh, en, re.findall(r"`([^`]+)`", code)) for zh, en, code in rows if zh not in {"中文", "---"}]


def members() -> dict[str, str]:
    """``records.Attribute.OPEN`` → its Chinese label, for every Term that a ``terms.py`` holds."""
    modules = {module_of(path) for path in files() if path.name == "terms.py"}
    for name in modules:
        importlib.import_module(name)
    found: dict[str, str] = {}
    waiting = list(Term.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__ in modules:
            room = kind.__module__.split(".")[-2]
            found |= {f"{room}.{kind.__name__}.{member.name}": member.label for member in kind}
    return found


def kinds() -> dict[str, str]:
    """``kind notice`` → its Chinese label, for every kind of record."""
    modules: list[ModuleType] = [
        importlib.import_module(module_of(path))
        for path in (*files("gongkai/publish"), *files("gongkai/oversee"))
        if path.name == "kinds.py"
    ]
    return {f"kind {kind.code}": kind.label for module in modules for kind in module.KINDS}


def test_every_term_and_kind_is_in_the_glossary_under_its_label():
    real = members() | kinds()
    assert len(real) > 100
    told = {name: zh for zh, _, names in glossary() for name in names}
    missing = {name: label for name, label in real.items() if told.get(name) != label}
    assert missing == {}, "add rows to docs/glossary.md: | 中文 | English | `room.Class.MEMBER` | note |"
    assert set(told) - set(real) == set(), "the glossary names what the code does not have"


def test_one_english_word_for_one_chinese_term():
    rows = glossary()
    assert [zh for zh, n in Counter(zh for zh, _, _ in rows).items() if n > 1] == []
    assert [en for en, n in Counter(en.casefold() for _, en, _ in rows).items() if n > 1] == []


# -- links, settings, verbs of make


def links(page: Path) -> Iterator[str]:
    prose = re.sub(r"^```.*?^```", "", text(page), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            yield target.partition("#")[0]


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_link_leads_somewhere(page: Path):
    assert [target for target in links(page) if target and not (page.parent / target).resolve().exists()] == []


def test_what_the_law_page_names_stands_in_the_file_it_names():
    lost = []
    for target, names in re.findall(r"\]\(([^)]+)\)((?:,? `[^`]+`)+)", text(DOCS / "law.md")):
        content = text((DOCS / target).resolve())
        lost += [(target, name) for name in re.findall(r"`([^`]+)`", names) if name.rpartition(".")[2] not in content]
    assert lost == []


def test_every_setting_of_the_environment_is_in_the_readme():
    read = {
        name
        for path in files()
        for name in re.findall(r"environ(?:\.get|\.setdefault)?[\[(]\s*\"(GONGKAI_\w+)\"", text(path))
    }
    assert len(read) > 10
    assert read - set(re.findall(r"`(GONGKAI_\w+)`", text(ROOT / "README.md"))) == set()


def test_the_first_two_commands_of_the_readme_are_make_demo_and_make_test():
    commands = [line for block in re.findall(r"^```sh\n(.*?)^```", text(ROOT / "README.md"), re.DOTALL | re.MULTILINE)
                for line in block.splitlines()]  # fmt: skip
    assert commands[:2] == ["make demo", "make test"]


def test_every_verb_of_make_is_in_the_readme_and_every_one_that_a_page_names_exists():
    verbs = set(re.findall(r"^([a-z-]+):.*##", text(ROOT / "Makefile"), re.MULTILINE))
    told = set(re.findall(r"^\| `make ([a-z-]+)` \|", text(ROOT / "README.md"), re.MULTILINE))
    assert verbs - told - {"help"} == set()  # help is what `make` alone does
    named = {verb for page in pages() for verb in re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text(page), re.MULTILINE)}
    assert named - verbs == set()


def test_the_pictures_are_small():
    assert {path.name: path.stat().st_size for path in PICTURES.glob("*.png") if path.stat().st_size > 300_000} == {}


# -- decisions


def decision_pages() -> list[Path]:
    return sorted((DOCS / "decisions").glob("[0-9]*.md"))


def required() -> list[str]:
    """The packages of requirements.in, by name."""
    lines = (line.partition("#")[0].strip() for line in text(ROOT / "requirements.in").splitlines())
    return [re.split(r"[\s~=<>!\[;]", line)[0].lower() for line in lines if line]


def licence(name: str) -> str:
    """What the installed metadata of a package say about its licence, in one line."""
    about = importlib.metadata.metadata(name)
    expression = about["License-Expression"]
    if expression:
        return expression
    classifiers = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or () if one.startswith("License ::")
    ]
    return next(
        (one for one in classifiers if one != "OSI Approved"), (about["License"] or "").strip().partition("\n")[0]
    )


def test_every_dependency_has_a_page_and_none_that_is_gone_keeps_one():
    packages = {path.name[5:-3] for path in decision_pages() if "**Licence.**" in text(path)}
    assert packages == set(required()), "docs/decisions/NNNN-name.md: Saves, Instead, Licence, Note"


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in decision_pages()] == list(range(1, len(decision_pages()) + 1))


@pytest.mark.parametrize("name", required())
def test_a_page_says_what_a_package_saves_what_would_replace_it_and_its_licence(name: str):
    page = text(next(path for path in decision_pages() if path.name[5:-3] == name))
    assert page.startswith(f"# {name}\n")
    assert all(f"\n**{word}.** " in page for word in ("Saves", "Instead"))
    assert f"\n**Licence.** {licence(name)}." in page


_STRICT = re.compile(r"\bA?GPL|(?<!Lesser )\bGeneral Public License|Affero")


@pytest.mark.parametrize(
    "line", ["GPL-3.0-or-later", "AGPL-3.0", "GNU General Public License v2 (GPLv2)", "GNU Affero"]
)
def test_a_strict_licence_would_be_found(line: str):
    assert _STRICT.search(line)


def test_nothing_that_runs_is_under_gpl_or_agpl():
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)==", text(ROOT / "requirements.txt"), re.MULTILINE)
    assert len(pinned) >= len(required())
    found = {}
    for name in pinned:
        try:
            found[name] = licence(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # pinned for another system
    assert {name: line for name, line in found.items() if _STRICT.search(line)} == {}
    assert [name for name, line in found.items() if not line] == [], "a package that names no licence"


if __name__ == "__main__":
    import os
    import tempfile

    os.environ.setdefault("GONGKAI_DATA", tempfile.mkdtemp())
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    import django

    django.setup()
    for _page, _name, _make in BLOCKS:
        _parts = _block(_name).split(text(_page))
        _parts[2] = f"{_make()}\n"
        _page.write_text("".join(_parts), encoding="utf-8")
