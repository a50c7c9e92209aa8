"""The search finds every exact occurrence, and nothing else; what was folded in the text was folded in the query."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.faces.search.embedded import EmbeddedEngine
from gongkai.faces.search.engine import Entry, Filters, IndexBusy, IndexFault, Order, batches
from gongkai.faces.search.normal import folded, stream
from gongkai.faces.search.query import parse
from gongkai.publish.library.archive import read_archive
from gongkai.publish.library.law import parse_law


def entry(key: int, title: str, *parts: str, **other) -> Entry:
    fields = {
        "organ": 1, "kind": "notice", "year": 2026, "current": True, "published": datetime(2026, 1, key % 27 + 1, tzinfo=UTC),
    } | other  # fmt: skip
    return Entry(key, title, parts, **fields)


@pytest.fixture
def engine(tmp_path):
    engine = EmbeddedEngine(tmp_path / "index")
    yield engine
    engine.close()


def filled(engine: EmbeddedEngine, *entries: Entry) -> EmbeddedEngine:
    engine.add(entries)
    engine.commit()
    return engine


def keys(engine: EmbeddedEngine, text: str, filters: Filters | None = None, **other) -> list[int]:
    results = engine.search(parse(text), filters or Filters(), **other)
    assert results.total >= len(results.hits)
    return [hit.key for hit in results.hits]


# -- every exact occurrence


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory):
    """Every ninth law, indexed, with its folded title and text."""
    engine = EmbeddedEngine(tmp_path_factory.mktemp("corpus"))
    laws = [parse_law(f.path, f.text) for f in list(read_archive(shared / "corpus" / "laws.tar.xz"))[::9]]
    for batch in batches((entry(n, law.title, law.text, kind=law.kind) for n, law in enumerate(laws)), 100):
        engine.add(batch)
        engine.commit()
    yield engine, [(stream(law.title), stream(law.text)) for law in laws], laws
    engine.close()


def test_phrases_of_the_corpus_are_counted_exactly(corpus):
    engine, texts, _ = corpus
    chance = random.Random(20)
    tried = 0
    while tried < 600:
        title, text = chance.choice(texts)
        source = title if tried % 10 == 0 else text
        length = min(chance.choice((1, 2, 3, 4, 5, 7, 11, 20, 45, 120)), len(source))
        start = chance.randrange(len(source) - length + 1)
        phrase = source[start : start + length]
        if '"' in phrase:
            continue
        tried += 1
        expected = sum(phrase in title or phrase in text for title, text in texts)
        assert engine.search(parse(f'"{phrase}"')).total == expected > 0, phrase


def test_phrases_across_the_paragraphs_of_the_corpus_are_found(corpus):
    engine, texts, laws = corpus
    chance = random.Random(21)
    for number in chance.sample(range(len(laws)), 80):
        text = laws[number].text
        end = chance.choice([place for place, character in enumerate(text) if character == "\n"])
        phrase = text[max(0, end - 5) : end + 6]
        if '"' in phrase:
            continue
        expected = sum(stream(phrase) in title or stream(phrase) in text for title, text in texts)
        assert engine.search(parse(f'"{phrase}"')).total == expected > 0, phrase


def test_words_are_found_wherever_their_characters_stand(corpus):
    engine, texts, _ = corpus
    for text in ("行政处罚", "政務公開", "安全生产 责任", "政府信息公开", "人民代表大会 决定 公布"):
        query = parse(text)
        expected = sum(all(word in title or word in text for word in query.words) for title, text in texts)
        assert engine.search(query).total == expected, text


_ALPHABET = "政务公开，。（一）\n\t\u3000 aB1２務𠮷"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(_ALPHABET, max_size=30), min_size=1, max_size=6), st.text(_ALPHABET, min_size=1, max_size=5))
def test_any_phrase_over_any_texts_is_counted_exactly(tmp_path_factory, texts, phrase):
    engine = EmbeddedEngine(tmp_path_factory.mktemp("any"))
    filled(engine, *(entry(n, "", text) for n, text in enumerate(texts)))
    wanted = stream(phrase)
    expected = sum(wanted in stream(text) for text in texts) if wanted else 0
    assert engine.search(parse(f'"{phrase}"')).total == expected
    engine.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"公开为常态、不公开为例外"', [1]),
        ('"公开为 常态"', [1]),
        ('"公开\n为常态"', [1]),
        ("“公开为常态”", [1]),
        ("「公開為常態」", [1]),
        ('"ＩＰＶ６改造"', [1]),
        ('"ipv6"', [1]),
        ('"𠮷"', [2]),
        ('"䶮𠮷村"', [2]),
        ('"吉"', []),
        ('"1213324件"', [2]),
        ('"１２１３３２４件"', [2]),
        ('"。"', [1]),
        ('"末尾开头"', []),
        ('"标题正文"', []),
        ('"公开公开"', []),
        ("", []),
        ("   ", []),
        ('""', []),
    ],
)
def test_phrases_are_found_as_they_stand(engine, query, found):
    filled(
        engine,
        entry(1, "一号", "坚持以公开为常\n\n　　态、不公开为例外。完成IPv6\u200b改造"),
        entry(2, "标题", "正文在䶮𠮷村,受理１２１３３２４件,末尾", "开头另有附件"),
    )
    assert keys(engine, query) == found


def test_a_title_hit_comes_first(engine):
    filled(engine, entry(1, "关于养犬的通知", "正文"), entry(2, "通知", "养犬管理" * 3), entry(3, "通知", "别的"))
    assert keys(engine, "养犬") == [1, 2]


@pytest.mark.parametrize(
    "typed", ["县政办发〔2026〕3号", "县政办发[2026]3号", "县政办发（2026）3号", "县政办发【2026】 3 号"]
)
def test_a_document_number_is_found_in_whatever_brackets(engine, typed):
    filled(
        engine,
        entry(1, "引用", "依照县政办发〔2026〕3号文件"),
        entry(2, "文件", "正文", numbers=("县政办发〔2026〕3号", "990000001/2026-00003")),
        entry(3, "文件", "正文", numbers=("县政办发〔2026〕13号",)),
        entry(4, "文件", "正文", numbers=("县政办发〔2026〕31号",)),
    )
    assert keys(engine, typed) == [2, 1]


def test_an_index_number_is_exact(engine):
    filled(
        engine,
        entry(1, "文件", "正文", numbers=("990000001/2026-00003",)),
        entry(2, "文件", "正文", numbers=("990000001/2026-00030",)),
    )
    assert keys(engine, "990000001/2026-00003") == [1]
    assert keys(engine, "９９００００００１／２０２６－００００３") == [1]
    assert keys(engine, "990000001/2026-0000") == []


# -- filters, order, pages


def test_filters_narrow_and_never_change_the_order(engine):
    filled(
        engine,
        entry(1, "供水", "供水", organ=1, kind="notice", year=2025, current=False),
        entry(2, "供水", "供水供水", organ=2, kind="rule", year=2026),
        entry(3, "停水", "供水", organ=2, kind="notice", year=2026),
    )
    assert keys(engine, "供水", Filters(organs=(2,))) == [key for key in keys(engine, "供水") if key != 1]
    assert keys(engine, "供水", Filters(kinds=("rule",))) == [2]
    assert keys(engine, "供水", Filters(years=(2025,))) == [1]
    assert set(keys(engine, "供水", Filters(current=True))) == {2, 3}
    assert keys(engine, "供水", Filters(current=False)) == [1]
    assert keys(engine, "供水", Filters(organs=(1, 2), kinds=("notice",), years=(2026,))) == [3]


def test_moments_are_from_until(engine):
    filled(engine, *(entry(day, "供水", "正文", published=datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 2, 3)))
    window = Filters(since=datetime(2026, 1, 2, tzinfo=UTC), until=datetime(2026, 1, 3, tzinfo=UTC))
    assert keys(engine, "供水", window) == [2]
    assert keys(engine, "供水", order=Order.NEWEST) == [3, 2, 1]
    assert keys(engine, "供水", order=Order.OLDEST) == [1, 2, 3]


def test_the_total_is_exact_on_every_page(engine):
    filled(engine, *(entry(n, f"通知{n}", "供水") for n in range(1, 58)))
    seen: list[int] = []
    for offset in range(0, 80, 20):
        results = engine.search(parse("供水"), order=Order.NEWEST, limit=20, offset=offset)
        assert results.total == 57
        seen += [hit.key for hit in results.hits]
    assert sorted(seen) == list(range(1, 58))
    assert engine.search(parse("供水"), limit=0).total == 57


# -- writing


def test_a_document_is_replaced_and_taken_out(engine):
    filled(engine, entry(1, "旧", "甲乙"), entry(2, "他", "甲乙"))
    filled(engine, entry(1, "新", "丙丁"))
    assert (keys(engine, '"甲乙"'), keys(engine, '"丙丁"')) == ([2], [1])
    engine.delete([1, 999])
    engine.commit()
    assert keys(engine, '"丙丁"') == []
    assert engine.count() == 1


def test_nothing_is_visible_before_the_commit(engine):
    engine.add([entry(1, "甲", "乙")])
    assert engine.count() == 0
    engine.close()
    assert engine.count() == 0


def test_a_second_writer_is_told_so_and_a_reader_sees_each_commit(engine, tmp_path):
    filled(engine, entry(1, "甲", "乙"))
    other = EmbeddedEngine(tmp_path / "index")
    with pytest.raises(IndexBusy, match="另一个进程"):
        other.add([entry(2, "甲", "乙")])
    assert other.count() == 1
    filled(engine, entry(2, "甲", "乙"))
    assert other.count() == 2
    engine.close()
    assert filled(other, entry(3, "甲", "乙")).count() == 3
    other.close()


def test_the_writer_of_a_killed_process_is_free_again(engine, tmp_path):
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom datetime import UTC, datetime\n"
        "from gongkai.faces.search.embedded import EmbeddedEngine\nfrom gongkai.faces.search.engine import Entry\n"
        "e = EmbeddedEngine(Path(sys.argv[1]))\n"
        "def put(n): e.add([Entry(n, '甲', ('乙',), 1, 'k', 2026, True, datetime(2026, 1, 1, tzinfo=UTC))])\n"
        "put(1); e.commit(); put(2); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "index")], check=False)
    assert done.returncode == -9
    assert filled(engine, entry(3, "甲", "乙")).count() == 2


def test_a_rebuild_takes_the_place_of_the_index_in_one_step(engine, tmp_path):
    filled(engine, entry(1, "旧", "甲"))
    reader = EmbeddedEngine(tmp_path / "index")
    assert reader.count() == 1
    with engine.rebuilding() as fresh:
        fresh.add([entry(2, "新", "甲"), entry(3, "新", "甲")])
        assert reader.count() == engine.count() == 1
    assert keys(engine, "甲") == keys(reader, "甲")
    assert set(keys(reader, "甲")) == {2, 3}
    assert filled(engine, entry(4, "后", "甲")).count() == 3
    assert [path.name for path in (tmp_path / "index").glob("generation-*")] == ["generation-2"]


def test_a_rebuild_that_fails_changes_nothing(engine, tmp_path):
    filled(engine, entry(1, "旧", "甲"))

    def interrupted() -> None:
        with engine.rebuilding() as fresh:
            fresh.add([entry(2, "新", "甲")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert keys(engine, "甲") == [1]
    assert len(list((tmp_path / "index").glob("generation-*"))) == 1


def test_an_index_of_another_layout_or_gone_wants_a_rebuild(engine, tmp_path):
    filled(engine, entry(1, "旧", "甲"))
    assert not engine.outdated()
    pointer = tmp_path / "index" / "current.json"
    text = pointer.read_text()
    pointer.write_text(text[:-3] + '!"}')  # another dictionary: still good to search
    assert engine.outdated()
    assert engine.count() == 1
    for other in (text.replace('"mark": "', '"mark": "99'), '{"generation": "generation-7"}'):
        engine.close()
        pointer.write_text(other)
        again = EmbeddedEngine(tmp_path / "index")
        assert again.count() == 0
        assert again.outdated()
        with again.rebuilding() as fresh:
            fresh.add([entry(1, "新", "甲")])
        assert not again.outdated()
        assert again.count() == 1


def test_a_damaged_index_is_a_sentence_and_a_rebuild_cures_it(engine, tmp_path):
    filled(engine, entry(1, "旧", "甲"))
    engine.close()
    (tmp_path / "index" / "generation-1" / "meta.json").write_text("{}")
    damaged = EmbeddedEngine(tmp_path / "index")
    with pytest.raises(IndexFault, match="重建"):
        damaged.search(parse("甲"))
    with damaged.rebuilding() as fresh:
        fresh.add([entry(1, "新", "甲")])
    assert keys(damaged, "甲") == [1]


# -- folding


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(folded(text)) == len(text)
    assert stream(folded(text)) == stream(text) == stream(stream(text))
    assert folded(folded(text)) == folded(text)


def test_a_text_in_traditional_is_folded_like_one_in_simplified():
    traditional = (
        "政務公開為常態，國務院辦公廳關於規範政府資訊公開平臺有關事項的通知，臺灣、髮廊、乾燥、複議、徵收、餘額"
    )
    assert stream(traditional).startswith("政务公开为常态,国务院办公厅关于规范政府资讯公开平台有关事项的通知")
    assert stream("⼀〇Ａｂ１（）：\ue000\ufeff葛\U000e0100") == "一〇ab1():葛"
