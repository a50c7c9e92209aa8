"""``gongkai screen FILE…``: personal data and classification marks in files, without taking them in."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gongkai.config.cli import DONE, FAILURE, FINDINGS, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE… [--json]."""
    parser.add_argument("files", nargs="+", metavar="文件", type=Path)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """One file gives one object {findings: [{start, end, type, action}]}, several a list; 1 when something must be masked."""
    prepare()
    from gongkai.kernel.records.queries.words import active_words
    from gongkai.kernel.screening import reading
    from gongkai.kernel.screening.scan import scan, screen_json

    words = active_words()
    answers, must = [], False
    for path in options.files:
        try:
            data = path.read_bytes()
        except OSError as fault:
            print(f"{path}: 无法读取（{fault.strerror}）。", file=sys.stderr)
            return FAILURE
        passages = reading.read(data, path.name)
        answer: dict[str, object]
        if len(passages) == 1:
            answer = dict(screen_json(passages[0].text, words))
        else:
            answer = {
                "findings": [
                    {
                        "place": passage.place,
                        "start": h.start,
                        "end": h.end,
                        "type": str(h.type),
                        "action": str(h.action),
                    }
                    for passage in passages
                    for h in scan(passage.text, words)
                ]
            }
        if len(options.files) > 1:
            answer["file"] = str(path)
        answers.append(answer)
        findings: list[dict[str, object]] = answer["findings"]  # type: ignore[assignment]
        must = must or any(f["action"] == "must_mask" for f in findings)
        if not options.json:
            print(f"{path.name}: {len(findings)}处")
            for found in findings:
                print(f"  {found.get('place', '')} {found['start']}–{found['end']} {found['type']} {found['action']}")
    if options.json:
        print(json.dumps(answers[0] if len(answers) == 1 else answers, ensure_ascii=False))
    return FINDINGS if must else DONE
