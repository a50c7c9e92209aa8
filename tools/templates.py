"""Template lint: what a page of the house may not contain, told as ``file:line: rule: cure``.

Run without arguments it reads every template of the faces; with paths, only those. Exit 1 when something was found.
One line is excused by a comment on it or on the line above, with the rule's first words and a reason:
``{# lint off: post form without csrf_token: the gallery sends nothing #}``.
"""

from __future__ import annotations

import os
import posixpath
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FACES = ROOT / "gongkai" / "faces"

# Whose templates a face may extend and include, besides its own.
MAY_USE = {"portal": {"design"}, "desk": {"design"}, "search": {"design"}, "design": set[str]()}

# Elements that fetch something, and the attribute that says what.
_ASSETS = {
    "script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
    "object": "data", "embed": "src", "use": "href", "image": "href", "track": "src",
}  # fmt: skip
_LINKS = ("href", "src", "action", "formaction", "xlink:href", "data")
_DOES = {"extends": "extends", "include": "includes"}
_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
_DATA_BLOCKS = {"application/json", "application/ld+json"}  # no browser runs them

_OFF = re.compile(r"\{#\s*lint off:\s*([^:#]+?)\s*:\s*[^#\s][^#]*#\}")
_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
_TOKEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
_MARK = re.compile("\ue000(\\d+)\ue001")
_EMPTY_WORD = re.compile(r"(?<![\w.-])(?:null|None|undefined)(?![\w.-])")
_EMPTY_LITERAL = re.compile(r"""(["'])(?:null|None|undefined)\1""")


class Finding(NamedTuple):
    """One thing to change: the line, the rule broken, what to do instead."""

    line: int
    rule: str
    cure: str


class _Field(NamedTuple):
    line: int
    tag: str
    id: str


@dataclass
class _Block:
    """An open {% if %} or {% for %}: ``branch`` counts its else, elif and empty."""

    number: int
    name: str
    argument: str
    branch: int = 0


@dataclass
class _Page:
    """What is gathered while reading, judged at the end of the file."""

    labels: set[str] = field(default_factory=set)
    fields: list[_Field] = field(default_factory=list)
    ids: dict[str, list[tuple[int, tuple[tuple[int, int], ...]]]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Reads HTML in which every template token was replaced by a mark, and keeps track of branches and loops."""

    def __init__(self, tokens: list[str], holds_csrf: Callable[[str], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens = tokens
        self.holds_csrf = holds_csrf
        self.found: list[Finding] = []
        self.page = _Page()
        self.blocks: list[_Block] = []
        self.opened = 0
        self.inside_label = 0
        self.raw = ""
        self.form: tuple[int, bool] | None = None  # line and whether the token was seen

    def say(self, rule: str, cure: str, line: int | None = None) -> None:
        self.found.append(Finding(line or self.getpos()[0], rule, cure))

    def written(self, text: str) -> str:
        """The text with its template tokens put back."""
        return _MARK.sub(lambda mark: self.tokens[int(mark[1])], text)

    def pass_tokens(self, text: str) -> None:
        """Follow {% if %}, {% for %} and the like, and notice a csrf token."""
        for mark in _MARK.finditer(text):
            token = self.tokens[int(mark[1])]
            if not token.startswith("{%"):
                continue
            name, _, argument = token[2:-2].strip().partition(" ")
            if name in {"if", "ifchanged", "for"}:
                self.opened += 1
                self.blocks.append(_Block(self.opened, name, argument))
            elif name in {"elif", "else", "empty"} and self.blocks:
                self.blocks[-1].branch += 1
            elif name in {"endif", "endifchanged", "endfor"} and self.blocks:
                self.blocks.pop()
            elif self.form and (name == "csrf_token" or (name == "include" and self.holds_csrf(argument))):
                self.form = (self.form[0], True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, str] = {}
        for name, value in attrs:
            self.pass_tokens(name)
            if not _MARK.search(name):
                values[name] = (value or "").strip()
                if name == "id":
                    self.note_id(values["id"])
            self.pass_tokens(value or "")
        unknown = any(_MARK.search(name) and self._fills(name) for name, _ in attrs)
        self.inline(tag, values)
        self.links(tag, values)
        self.access(tag, values, unknown=unknown)
        if tag in {"script", "style"}:
            self.raw = tag
        if tag == "label":
            self.inside_label += 1
        if tag == "form" and values.get("method", "").lower() == "post":
            self.form = (self.getpos()[0], False)

    def _fills(self, name: str) -> bool:
        """Does this token write attributes that cannot be seen here?"""
        written = self.written(name)
        return written.startswith(("{{", "{% include"))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.raw = ""
        elif tag == "label":
            self.inside_label = max(0, self.inside_label - 1)
        elif tag == "form" and self.form:
            line, seen = self.form
            self.form = None
            if not seen:
                self.say("post form without csrf_token", "put {% csrf_token %} into the form", line)

    def handle_data(self, data: str) -> None:
        self.pass_tokens(data)
        if not self.raw:
            self.words(data)

    def handle_comment(self, data: str) -> None:
        self.pass_tokens(data)

    def words(self, text: str) -> None:
        for match in _EMPTY_WORD.finditer(_MARK.sub(" ", text)):
            line = self.getpos()[0] + text[: match.start()].count("\n")
            self.say(f"prints “{match[0]}”", "say in words that it is not known, or leave the line out", line)

    def note_id(self, value: str) -> None:
        if not value:
            return
        here = tuple((block.number, block.branch) for block in self.blocks)
        line = self.getpos()[0]
        written = self.written(value)
        for other, there in self.page.ids.setdefault(written, []):
            if not any(number == n and branch != b for number, branch in here for n, b in there):
                self.say(f"id “{written}” is used twice (line {other})", "give each element its own id")
                break
        self.page.ids[written].append((line, here))
        loops = [i for i, block in enumerate(self.blocks) if block.name == "for" and block.branch == 0]
        if loops and not _MARK.search(value):
            guards = [block.argument for block in self.blocks[loops[-1] :] if block.name == "if"]
            if not any("forloop.first" in guard or "forloop.last" in guard for guard in guards):
                self.say(f"id “{written}” is repeated by the loop", "add {{ forloop.counter }} or a key to the id")

    def inline(self, tag: str, values: dict[str, str]) -> None:
        nonce = "nonce" in values and "csp_nonce" in self.written(values["nonce"])
        if "style" in values:
            self.say("style attribute", "use a class of the design sheets; the security policy drops inline styles")
        if tag == "style" and not nonce:
            self.say("<style> element", 'put the rules into a style sheet, or add nonce="{{ csp_nonce }}" on the desk')
        if tag == "script" and "src" not in values and not nonce and values.get("type") not in _DATA_BLOCKS:
            self.say("inline <script>", 'put it into a file, or add nonce="{{ csp_nonce }}" on the desk')
        for name in values:
            if re.fullmatch(r"on[a-z]+|hx-on.*", name):
                self.say(f"event handler {name}", "listen in a script file; the security policy forbids handlers")

    def links(self, tag: str, values: dict[str, str]) -> None:
        for name in _LINKS:
            if re.match(r"\s*(?:javascript|vbscript)\s*:", values.get(name, ""), re.IGNORECASE):
                self.say(f"{name} with a script", "use a button and a script file, or a real address")
        if tag == "a" and "href" in values and values["href"] in {"", "#"}:
            self.say('href="#"', "link to something, or use a button")
        rel = values.get("rel", "").lower().split()
        if values.get("target", "").lower() == "_blank" and not {"noopener", "noreferrer"} & set(rel):
            self.say("target=_blank without rel", 'add rel="noopener"')
        asset = values.get(_ASSETS.get(tag, ""), "")
        fetched = tag != "link" or not {"canonical", "alternate", "license", "author", "help"} & set(rel)
        outside = [url for url in (asset, *values.get("srcset", "").split(",")) if re.match(r"\s*(?:https?:)?//", url)]
        if outside and fetched:
            self.say(f"<{tag}> from another host", "ship the file under static/ and use {% static %}")

    def access(self, tag: str, values: dict[str, str], *, unknown: bool) -> None:
        if tag == "img" and "alt" not in values and not unknown:
            self.say("img without alt", 'describe it, or alt="" when it is decoration')
        if tag == "label" and values.get("for"):
            self.page.labels.add(self.written(values["for"]))
        if tag in {"input", "select", "textarea"} and values.get("type", "").lower() not in _NO_LABEL:
            named = any(values.get(name) for name in ("aria-label", "aria-labelledby"))
            if not (named or unknown or self.inside_label):
                self.page.fields.append(_Field(self.getpos()[0], tag, self.written(values.get("id", ""))))
        if re.fullmatch(r"\+?0*[1-9]\d*", values.get("tabindex", "")):
            self.say("positive tabindex", "order the elements instead; use 0 or -1")
        for name in ("alt", "title", "content", "value", "placeholder", "aria-label"):
            if _EMPTY_WORD.fullmatch(values.get(name, "")):
                self.say(f"{name}=“{values[name]}”", "leave the attribute out when nothing is known")

    def finish(self) -> list[Finding]:
        self.close()
        for missed in self.page.fields:
            if not missed.id or missed.id not in self.page.labels:
                self.say(f"{missed.tag} without label", 'add <label for="its id">, or aria-label', missed.line)
        if self.form and not self.form[1]:
            self.say("post form without csrf_token", "put {% csrf_token %} into the form and close it", self.form[0])
        return sorted(self.found)


def lint(source: str, name: str, read: Callable[[str], str | None] = lambda _: None) -> list[Finding]:
    """What is wrong with a template, by line; ``name`` is its loader's name ("portal/home.html").

    ``read(name)`` gives the source of an included template (None: not there): its csrf token counts too.
    """
    excused = [(n, match[1]) for n, text in enumerate(source.splitlines(), 1) for match in _OFF.finditer(text)]
    source = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    tokens: list[str] = []

    def mark(match: re.Match[str]) -> str:
        tokens.append(match[0])
        sign = f"\ue000{len(tokens) - 1}\ue001"
        return f" {sign} " if match[0].startswith("{%") else sign

    def holds_csrf(argument: str) -> bool:
        other = _literal(argument)
        return other is not None and "csrf_token" in (read(_joined(name, other)) or "")

    reader = _Reader(tokens, holds_csrf)
    reader.feed(_TOKEN.sub(mark, source))
    found = [*reader.finish(), *_tokens(source, name)]
    for line, rule in excused:
        kept = [one for one in found if not (one.rule.startswith(rule) and one.line in {line, line + 1})]
        if len(kept) == len(found):
            kept.append(Finding(line, f"lint off: {rule}", "nothing is found here any more; take the comment out"))
        found = kept
    return sorted(found)


def _tokens(source: str, name: str) -> Iterator[Finding]:
    """Rules about the template language itself."""
    face = name.partition("/")[0]
    for number, text in enumerate(source.splitlines(), start=1):
        for match in _TOKEN.finditer(text):
            if match[0].startswith("{{") and _EMPTY_LITERAL.search(match[0]):
                yield Finding(number, "prints “null” or “None”", "give the filter a Chinese word instead")
            verb, _, argument = match[0][2:-2].strip().partition(" ")
            other = _literal(argument) if match[0].startswith("{%") and verb in {"extends", "include"} else None
            if other is None or face not in MAY_USE:
                continue
            owner = _joined(name, other).partition("/")[0]
            if owner != face and owner not in MAY_USE[face]:
                allowed = " and ".join(f"{one}/" for one in sorted({face, *MAY_USE[face]}))
                yield Finding(
                    number, f"{_DOES[verb]} {other} of another face", f"{face} uses only {allowed}; move it to design/"
                )


def _literal(argument: str) -> str | None:
    match = re.match(r"""(["'])(.+?)\1""", argument.strip())
    return match[2] if match else None


def _joined(name: str, other: str) -> str:
    """The loader's name of a template that is named relative to another."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), other)) if other.startswith(".") else other


def compiled(source: str, path: Path, name: str) -> Iterator[Finding]:
    """What Django itself says: syntax, unknown tags and filters, templates named but not there. Needs Django set up."""
    from django.template import Engine, Origin, Template, TemplateDoesNotExist, TemplateSyntaxError

    engine = Engine.get_default()
    try:
        Template(source, Origin(str(path), name), name, engine)
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        line = getattr(getattr(error, "token", None), "lineno", None) or 1
        yield Finding(line, "does not compile", str(error))
    clean = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    for number, text in enumerate(clean.splitlines(), start=1):
        for match in re.finditer(r"\{%\s*(extends|include)\s+(.*?)%\}", text):
            if (other := _literal(match[2])) is not None:
                try:
                    engine.find_template(_joined(name, other))
                except TemplateDoesNotExist:
                    yield Finding(
                        number, f"{_DOES[match[1]]} {other}, which does not exist", "name a template that is there"
                    )
                except TemplateSyntaxError:
                    continue  # told where that template is read


def templates_of(faces: Path = FACES) -> list[Path]:
    """Every template of every face, sorted."""
    return sorted(faces.glob("*/templates/**/*.html"))


def name_of(path: Path) -> str:
    """The loader's name: what follows the folder ``templates``."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def findings_in(path: Path) -> list[Finding]:
    """Everything found in one file (Django is set up)."""
    source, name = path.read_text(encoding="utf-8"), name_of(path)
    face = path.parts[len(path.parts) - path.parts[::-1].index("templates") - 2]
    found = lint(source, name, _read)
    if (
        face in MAY_USE
        and not name.startswith(f"{face}/")
        and name not in {"404.html", "403.html", "500.html", "400.html"}
    ):
        found.append(Finding(1, "lies outside its face's folder", f"move it to templates/{face}/"))
    return sorted([*found, *compiled(source, path, name)])


def _read(name: str) -> str | None:
    for folder in FACES.glob("*/templates"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    return None


def main(arguments: list[str]) -> int:
    """Lint the paths given, or all; the number of findings decides the exit code."""
    with tempfile.TemporaryDirectory() as data:
        os.environ["GONGKAI_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        paths = [Path(one).resolve() for one in arguments] or templates_of()
        count = 0
        for path in paths:
            for finding in findings_in(path):
                count += 1
                shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
                print(f"{shown}:{finding.line}: {finding.rule}: {finding.cure}")
        print(f"{len(paths)} templates, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
