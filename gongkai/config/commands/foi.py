"""``gongkai foi replay EVENTS.json``: a request told as dated events; its state, clocks and lawful next moves."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gongkai.config.cli import DONE, FINDINGS, USAGE, prepare

MOST_BYTES = 5_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The question ``replay EVENTS.json [--json]``."""
    verbs = parser.add_subparsers(dest="question", required=True, metavar="问题")
    replay = verbs.add_parser("replay", help="按事件推算一件申请的状态、期限和下一步")
    replay.add_argument("events", metavar="事件文件", help="JSON 文件；- 表示标准输入")
    replay.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print the answer, in JSON or in words; 1 with the place of the first unlawful event, 2 for an unreadable document."""
    try:
        document = _document(options.events)
    except OSError as fault:
        return _refused(options, {"message": f"{options.events}：无法读取（{fault.strerror}）。"}, USAGE)
    except (ValueError, RecursionError):
        return _refused(options, {"message": f"{options.events}：不是可读的JSON（UTF-8）。"}, USAGE)
    prepare()
    from gongkai.answer.foi.replay import MalformedDocument, UnlawfulEvent, replay
    from gongkai.kernel.workdays.queries import current_calendar

    try:
        answer = replay(document, current_calendar())
    except UnlawfulEvent as refusal:
        error = {
            "event": refusal.place,
            "move": refusal.move,
            "state": refusal.state,
            "field": refusal.field,
            "message": refusal.message,
        }
        return _refused(options, error, FINDINGS)
    except MalformedDocument as refusal:
        return _refused(options, {"message": refusal.message}, USAGE)
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join(_words(answer)))
    return DONE


def _document(name: str) -> Any:
    data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else Path(name).read_bytes()
    if len(data) > MOST_BYTES:
        raise ValueError("too large")
    return json.loads(data.decode("utf-8-sig"))


def _refused(options: argparse.Namespace, error: dict[str, Any], code: int) -> int:
    if options.json:
        print(json.dumps({"error": error}, ensure_ascii=False))
    print(error["message"], file=sys.stderr)
    return code


def _words(answer: dict[str, Any]) -> list[str]:
    lines = [f"状态：{answer['state']['label']}"]
    for clock in answer["clocks"]:
        due = f"{clock['due_on']}届满" if clock["due_on"] else f"暂停，尚余{clock['remaining']}{clock['unit']}"
        late = "，已逾期" if clock["late"] else ""
        lines.append(f"{clock['label']}（{clock['status_label']}）：{due}{late}")
        lines += [f"  {sentence}" for sentence in clock["explanation"]]
    for letter in answer["letters"]:
        due = f"{letter['due_on']}届满" if letter["due_on"] else "尚未登记收到"
        lines.append(f"征求意见函{letter['letter']}（{letter['label']}）：{letter['opinion_label'] or due}")
    lines.append("下一步：" + ("、".join(move["label"] for move in answer["moves"]) or "没有"))
    lines.append("可选办理结果：" + ("、".join(one["label"] for one in answer["outcomes"]) or "没有"))
    return lines
