"""No committed file tells where it was made: no package host, no download address, no path of somebody's machine."""

from __future__ import annotations

import pytest

from tools.check import committed, traces

HOST = "files." + "python" + "hosted.org"
LINES = [
    ("package registry", "see https://" + "pypi" + ".org/project/x/"),
    ("package registry", HOST),
    ("package registry", '<script src="//cdn.' + "jsdelivr" + '.net/a.js">'),
    ("package index option", "--extra-index" + "-url $INDEX"),
    ("package index option", "--index" + "-url=http" + "://mirror/simple"),
    ("download address", "curl -O https:" + "//example.com/a/b-1.0.tar" + ".gz"),
    ("download address", "x @ https:" + "//example.com/x-1.0-py3-none-any" + ".whl"),
    ("absolute path", "open('/" + "home/someone/data')"),
    ("absolute path", "cd /" + "work/main"),
    ("absolute path", '"/' + 'tmp/scratch"'),
    ("absolute path", "C:" + "\\Users\\someone"),
]


@pytest.mark.parametrize(("kind", "line"), LINES, ids=[kind for kind, _ in LINES])
def test_a_trace_is_found(kind: str, line: str):
    found = list(traces([("a.txt", f"first\n{line}\n")]))
    assert (found[0].line, found[0].kind) == (2, kind)


@pytest.mark.parametrize(
    "line",
    [
        "uv pip compile --no-emit-index-url requirements.in",
        "https://www.gov.cn/zhengce/content/2019-04/15/content_5382991.htm",
        "path('homework/', view), path('/desk/work/', view)",
        "tmp_path / 'a.zip'",
        "$(DATA)/" + "tmp/x ${HOME}/" + "work/a ./" + "home/x ~/" + "work/y",
    ],
)
def test_an_innocent_line_is_left_alone(line: str):
    assert list(traces([("a.txt", line)])) == []


def test_no_file_of_the_tree_tells_where_it_was_made():
    assert list(traces(committed())) == []
