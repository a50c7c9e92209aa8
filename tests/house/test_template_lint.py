"""The template lint finds what it promises to find, at the right line, and leaves good templates alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import templates

BAD = [
    ("style attribute", '<p style="color:red">红</p>'),
    ("<style> element", "<style>p{}</style>"),
    ("<style> element", '<style nonce="abc">p{}</style>'),
    ("inline <script>", "<script>alert(1)</script>"),
    ("inline <script>", '<script type="module">let a</script>'),
    ("event handler onclick", '<button onclick="go()">去</button>'),
    ("event handler onclick", '<button {% if a %}onclick="go()"{% endif %}>去</button>'),
    ("event handler hx-on:click", '<button hx-on:click="go()">去</button>'),
    ("href with a script", '<a href=" JavaScript:go()">去</a>'),
    ("formaction with a script", '<button formaction="javascript:go()">去</button>'),
    ("target=_blank without rel", '<a href="/x/" target="_blank">新窗口</a>'),
    ("img without alt", '<img src="/static/a.png">'),
    ("input without label", '<input name="q">'),
    ("input without label", '<label>查</label><input name="q" id="q">'),
    ("input without label", '<label for="p">查</label><input name="q" id="q">'),
    ("select without label", '<select name="q" id="q"><option>甲</option></select>'),
    ("textarea without label", '<textarea name="q" aria-label=""></textarea>'),
    ("<script> from another host", '<script src="https://cdn.example.com/a.js"></script>'),
    ("<img> from another host", '<img src="//example.com/a.png" alt="">'),
    ("<img> from another host", '<img src="/a.png" srcset="/a.png 1x, https://example.com/b.png 2x" alt="">'),
    ("<link> from another host", '<link rel="stylesheet" href="http://example.com/a.css">'),
    ("post form without csrf_token", '<form method="post"><button>送</button></form>'),
    ("post form without csrf_token", '<form method="POST"><button>送</button>'),
    ("post form without csrf_token", '<form method="post"></form>{% csrf_token %}'),
    ("prints “None”", "<td>None</td>"),
    ("prints “null”", "<td>值：null</td>"),
    ("prints “null” or “None”", '<td>{{ value|default:"None" }}</td>'),
    ("content=“null”", '<meta name="keywords" content="null">'),
    ('href="#"', '<a href="#">上</a>'),
    ("positive tabindex", '<div tabindex="2">甲</div>'),
    ("extends desk/base.html of another face", '{% extends "desk/base.html" %}'),
    ("includes search/box.html of another face", "{% include 'search/box.html' with a=1 %}"),
    ("includes ../desk/box.html of another face", "{% include '../desk/box.html' %}"),
    ("id “a” is used twice (line 1)", '<p id="a"></p><p id="a"></p>'),
    ("id “a{{ x }}” is used twice (line 1)", '<p id="a{{ x }}"></p><p id="a{{ x }}"></p>'),
    ("id “a” is used twice (line 1)", '{% if x %}<p id="a"></p>{% endif %}{% if y %}<p id="a"></p>{% endif %}'),
    ("id “a” is repeated by the loop", '{% for x in xs %}<p id="a"></p>{% endfor %}'),
    ("lint off: img without alt", "{# lint off: img without alt: it was so once #}<p>甲</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source"), BAD, ids=[source for _, source in BAD])
def test_a_bad_fragment_is_found(rule: str, source: str):
    assert [finding.rule for finding in templates.lint(source, "portal/page.html")] == [rule]


GOOD = [
    '<p class="warning">红</p>',
    '<style nonce="{{ csp_nonce }}">p{}</style>',
    '<script nonce="{{ csp_nonce }}">let a = null</script>',
    '<script src="{% static "a.js" %}" defer></script>',
    '<script type="application/ld+json">{"a": null}</script>',
    '<a href="https://www.gov.cn/" target="_blank" rel="noopener">国务院</a>',
    '<link rel="canonical" href="https://example.gov.cn/a/">',
    '<img src="{% static "a.png" %}" alt="">',
    '<label for="q">查</label><input name="q" id="q">',
    '<label for="q-{{ row.id }}">查</label><input id="q-{{ row.id }}">',
    '<input id="q"><label for="q">查</label>',
    '<label>查<input name="q"></label>',
    '<input name="q" aria-label="查找">',
    '<input type="hidden" name="a"><input type="submit" value="送">',
    "{{ form.title }}",
    "<input {{ attributes }}>",
    '<form method="post">{% csrf_token %}</form>',
    '<form method="post">{% include "portal/fields.html" %}</form>',
    '<form method="get"><button>查</button></form>',
    '<a href="#main">到正文</a>',
    '<div tabindex="-1" id="main"></div>',
    '{% extends "portal/base.html" %}',
    '{% include "design/button.html" %}',
    "{% include './row.html' %}",
    "{% extends base %}",
    '{% if x %}<p id="a"></p>{% elif y %}<p id="a"></p>{% else %}<p id="a"></p>{% endif %}',
    '{% for x in xs %}<p id="b"></p>{% empty %}<p id="a"></p>{% endfor %}'.replace('id="b"', 'id="b{{ x }}"'),
    '{% for x in xs %}{% if forloop.first %}<p id="a"></p>{% endif %}{% endfor %}',
    '<p {% if a %}id="x" {% else %}id="x" {% endif %}>甲</p>',
    '{# <p style="a"> #}{% comment %}\n<p onclick="x">\n{% endcomment %}',
    "{# lint off: img without alt: a test of the reader #}\n<img>",
    "<p>nullable 与 Nonesuch 不是空值，{{ row.None_left }}</p>",
    '<option value="{{ x }}"{% if x == y %} selected{% endif %}>甲</option>',
]


@pytest.mark.parametrize("source", GOOD)
def test_a_good_fragment_is_left_alone(source: str):
    included = {"portal/fields.html": "{% csrf_token %}{{ form }}"}
    assert templates.lint(source, "portal/page.html", included.get) == []


def test_the_line_is_the_line_in_the_file():
    source = "{% load x %}\n{# one\n two #}\n<p>{% if a\n%}</p>\n<p>\n  None\n</p>\n<img\n  src='a'>\n"
    assert [(one.line, one.rule) for one in templates.lint(source, "desk/a.html")] == [
        (7, "prints “None”"),
        (9, "img without alt"),
    ]


@pytest.mark.parametrize(
    ("face", "other", "allowed"),
    [
        ("portal", "design", True), ("desk", "design", True), ("portal", "desk", False), ("desk", "portal", False),
        ("design", "portal", False), ("search", "desk", False),
    ],
)  # fmt: skip
def test_faces_share_nothing_but_the_design(face: str, other: str, allowed: bool):
    assert (templates.lint(f'{{% extends "{other}/base.html" %}}', f"{face}/a.html") == []) is allowed


def test_a_template_that_does_not_compile_or_names_a_missing_one_is_found(tmp_path: Path):
    folder = tmp_path / "portal" / "templates" / "portal"
    folder.mkdir(parents=True)
    for name, source, rule in (
        ("a.html", "<p>\n{% nonsense %}", "does not compile"),
        ("b.html", '{% include "portal/nowhere.html" %}', "includes portal/nowhere.html, which does not exist"),
        ("c.html", "{{ value|nofilter }}", "does not compile"),
    ):
        (folder / name).write_text(source, encoding="utf-8")
        assert [finding.rule for finding in templates.findings_in(folder / name)] == [rule]
    (folder.parent / "stray.html").write_text("<p>甲</p>", encoding="utf-8")
    assert [one.rule for one in templates.findings_in(folder.parent / "stray.html")] == [
        "lies outside its face's folder"
    ]


@pytest.mark.parametrize("path", templates.templates_of(), ids=templates.name_of)
def test_every_template_of_the_house_is_clean(path: Path):
    assert templates.findings_in(path) == []
