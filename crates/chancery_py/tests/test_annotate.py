"""annotate: what may be given, what comes out, and what goes on meanwhile."""

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time

import chancery
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

CONDEMNED = "Norvia’s foreign ministry condemned Japan on Monday."
TEXT = "China condemned Japan on Monday."
REPORT = {"id": "n1", "text": TEXT, "date": "2025-03-04", "title": "A rebuke", "source": "Norvia Post"}
LONG = TEXT + " The two sides will meet in Arvik on 9 May 2025. " * 200


def types(documents):
    return [[event["type"] for event in document["events"]] for document in documents]


@pytest.mark.parametrize(
    "source",
    [
        TEXT,
        [TEXT],
        (TEXT,),
        iter([TEXT]),
        {"text": TEXT},
        [{"text": TEXT}],
        pa.table({"text": [TEXT]}),
        pa.table({"text": pa.array([TEXT], pa.large_string())}),
        pa.table({"text": pa.array([TEXT]).dictionary_encode()}),
        pa.record_batch({"text": [TEXT]}),
        pa.table({"text": [TEXT]}).to_reader(),
        pa.chunked_array([[TEXT]]),
        pl.DataFrame({"text": [TEXT]}),
        pl.DataFrame({"text": [TEXT]}).cast(pl.Categorical),
        pl.Series([TEXT]),
        pd.DataFrame({"text": [TEXT]}),
        pd.Series([TEXT]),
        duckdb.sql(f"select '{TEXT}' as text"),
    ],
    ids=lambda source: type(source).__module__ + "." + type(source).__name__,
)
def test_texts_dictionaries_and_tables_are_read(source):
    assert types(chancery.annotate(source)) == [["ACCUSE"]]


def test_the_same_fields_are_read_from_dictionaries_and_tables():
    expected = chancery.annotate([REPORT])[0]
    assert expected["published"]["date"] == "2025-03-04"
    assert expected["title"] == "A rebuke"
    typed = {**REPORT, "date": datetime.date(2025, 3, 4)}
    for source in ([typed], pa.Table.from_pylist([typed]), pl.DataFrame([typed]), pd.DataFrame([typed])):
        assert chancery.annotate(source)[0] == expected
    moments = pa.table({**{name: [REPORT[name]] for name in REPORT}, "date": [datetime.datetime(2025, 3, 4, 23, 0)]})
    assert chancery.annotate(moments)[0]["published"]["date"] == "2025-03-04"


def test_it_comes_out_as_arrow():
    documents = chancery.annotate([REPORT, None])
    table = pa.table(documents)
    assert table.schema.field("annotation").type == pa.string()
    assert table.schema.field("published").type == pa.date32()
    assert table["published"].to_pylist() == [datetime.date(2025, 3, 4), None]
    assert json.loads(table["annotation"][0].as_py()) == documents[0]
    assert pl.DataFrame(documents)["events"].to_list() == [1, None]
    assert duckdb.sql("select count(*) from documents where error is null").fetchall() == [(1,)]
    assert documents.to_pandas()["id"].tolist() == ["n1", "row:2"]
    assert documents.columns[0] == "id" and documents.types["events"] == "integer"
    assert pa.schema(documents).names == documents.columns
    empty = pa.table(chancery.annotate([]))
    assert (empty.num_rows, empty.schema) == (0, table.schema)


def test_a_bad_report_has_its_error_and_the_others_go_on():
    bad = ["", None, 3.5, float("nan"), b"bytes", {"id": "x", "title": "no text"}, "half \ud800", {"text": b"\xff"}, [TEXT]]
    documents = chancery.annotate([TEXT, *bad, REPORT])
    assert [len(document) == 2 and bool(document["error"]) for document in documents] == [False, *[True] * len(bad), False]
    assert documents[6]["id"] == "x"
    assert "half a surrogate" in documents["error"][7]
    assert "UTF-8" in documents["error"][8]
    assert documents["annotation"][1] is None


def test_odd_values_do_no_harm():
    odd = {"text": TEXT, "date": pd.NaT, "id": 10**30, "url": True, "source": {"name": "Post"}, 7: "x", "title": object()}
    odd["deep"] = odd["deeper"] = []
    odd["deep"].append(odd["deep"])
    document = chancery.annotate([odd])[0]
    assert document["id"] == str(10**30) and document["source"] == "Post" and "error" not in document


@pytest.mark.parametrize("source", [3, object(), pa.table({"x": [1]}), pa.table({"text": [[1]]}), pd.DataFrame({"x": []})])
def test_what_is_no_report_is_refused(source):
    with pytest.raises(chancery.InputError, match="text"):
        chancery.annotate(source)


def test_an_error_of_the_source_is_handed_on():
    def fails():
        yield TEXT
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        chancery.annotate(fails())


def test_columns_and_verbatim():
    table = pa.table({"BodyText": ["  " + TEXT + "\n\n"], "text": ["another"]})
    options = {"columns": {"text": "bodytext"}, "verbatim": True}
    assert chancery.annotate(table, **options)[0]["text"] == "  " + TEXT + "\n\n"
    with pytest.raises(chancery.InputError, match="the fields: id, text"):
        chancery.annotate(table, columns={"words": "text"})
    assert "error" in chancery.annotate([LONG], max_report_size=100)[0] or len(LONG) > 100


def test_offsets_count_characters():
    document = chancery.annotate(["🕊 " + CONDEMNED])[0]
    token = document["tokens"][1]
    assert document["text"][token["start"] : token["end"]] == "Norvia’s"[: token["end"] - token["start"]]


def test_threads_do_not_show():
    texts = [f"{TEXT} It was visit number {n}." for n in range(1200)]
    one, two = chancery.annotate(texts), chancery.annotate(texts, threads=2)
    assert pa.table(one).equals(pa.table(two))
    assert one["id"][-1] == "row:1200"


def test_it_gives_what_the_program_gives(program, examples):
    paths = sorted(examples.glob("*/*.jsonl"))
    out = subprocess.run([program, "annotate", *paths], capture_output=True, text=True, check=True).stdout
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert [document for document in chancery.annotate(rows)] == [json.loads(line) for line in out.splitlines()]


def test_claims_are_a_table_of_their_own():
    text = "🕊 Japan’s foreign minister said that China had detained two Japanese citizens. Canada sanctioned Russia."
    documents = chancery.annotate(["", {"id": "n1", "text": text, "date": "2025-03-04"}])
    claims = documents.events()
    events = documents[1]["events"]
    assert len(events) >= 2 and claims["report_id"] == ["n1"] * len(events)
    for claim, event in zip(claims, events):
        actors = [documents[1]["actors"][party["actor"]] for party in event["source"]]
        assert claim["type"] == event["type"] and claim["cameo"] == event["cameo"]
        assert claim["source"] == "; ".join(actor["name"] for actor in actors)
        assert claim["text"] == text[claim["char_start"] : claim["char_end"]]
        assert claim["said_only"] == ("said_by" in event)
        assert str(claim["date_begin"]) == str(event["date"]["begin"])
    assert any(claims["said_only"]) and "Japan" in " ".join(filter(None, claims["said_by"]))
    assert len(chancery.annotate([""]).events()) == 0


def test_rows_are_asked_for_by_number_and_columns_by_name():
    documents = chancery.annotate([TEXT, CONDEMNED])
    assert documents[-1] == list(documents)[1]
    assert documents["id"] == ["row:1", "row:2"]
    with pytest.raises(IndexError):
        documents[2]
    with pytest.raises(KeyError, match="the columns: id"):
        documents["nothing"]
    assert documents.to_dicts()[0]["id"] == "row:1"
    assert "2 rows" in repr(documents) and "<table>" in documents._repr_html_()


def test_other_threads_go_on_meanwhile():
    ticks = []
    over = threading.Event()

    def tick():
        while not over.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    other = threading.Thread(target=tick)
    other.start()
    began = time.monotonic()
    chancery.annotate([LONG] * 20)
    ended = time.monotonic()
    over.set()
    other.join()
    during = [tick for tick in ticks if began < tick < ended]
    assert ended - began > 0.05 and len(during) > 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_process_may_fork_between_calls():
    expected = chancery.annotate([TEXT])["annotation"]
    chancery.annotate([TEXT] * 4, threads=2)
    child = os.fork()
    if child == 0:
        os._exit(0 if chancery.annotate([TEXT])["annotation"] == expected else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads can't be counted here")
def test_threads_end_with_the_call():
    code = (
        "import os, time, chancery\n"
        "count = lambda: len(os.listdir('/proc/self/task'))\n"
        "before = count()\n"
        "chancery.annotate(['China condemned Japan.'] * 50, threads=3)\n"
        # The system takes a moment to clear one away that has ended.
        "until = time.monotonic() + 5\n"
        "while count() > before and time.monotonic() < until: time.sleep(0.01)\n"
        "assert count() == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(os.name == "nt", reason="signals are others here")
def test_ctrl_c_ends_it():
    code = "import chancery; print('ready', flush=True); chancery.annotate(['China condemned Japan on Monday.'] * 5_000_000)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in process.communicate(timeout=20)[1]


def test_one_hash_names_what_decides():
    assert len(chancery.knowledge_hash()) == 48 and chancery.knowledge_hash() == chancery.knowledge_hash()
