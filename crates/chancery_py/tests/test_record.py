"""Record: the tables of the program, through Python."""

import csv
import datetime
import io
import json
import subprocess

import chancery
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

TABLES = [
    "events",
    "event_sides",
    "event_pairs",
    "event_sources",
    "event_evidence",
    "actors",
    "tenures",
    "statements",
    "statement_evidence",
    "findings",
    "finding_evidence",
    "reports",
    "dyad_days",
]

REPORTS = [
    {"id": "a", "date": "2025-03-04", "text": "Canada sanctioned Russia on Monday."},
    {"id": "b", "date": "2025-03-05", "text": "Russia condemned Canada on Tuesday."},
]


def words(value):
    """A cell as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def as_csv(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def same(table, rows):
    """Whether a table holds what CSV has, cell for cell."""
    assert [{name: words(cell) for name, cell in row.items()} for row in table] == rows
    assert not rows or list(rows[0]) == table.columns


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_what_the_program_exports(program, record, name):
    exported = run(program, "export", "-r", record.path, "--format", "csv", "--table", name)
    same(record.table(name), as_csv(exported))


def test_parquet_has_the_same_types(program, record, tmp_path):
    run(program, "export", "-r", record.path, "--format", "parquet", "-o", f"{tmp_path}/")
    for name in TABLES:
        exported = parquet.read_table(tmp_path / f"{name}.parquet")
        table = pa.table(record.table(name))
        assert table.schema.types == exported.schema.types and table.equals(exported), name


def test_the_index_is_the_programs(program, record):
    for by in ["month", "quarter", "year"]:
        printed = run(program, "index", "Canada", "China", "-r", record.path, "--by", by, "--csv")
        same(record.index("Canada", "China", by=by), as_csv(printed))
    index = record.index("Canada", "China", since="2025", until=datetime.date(2025, 12, 31))
    assert index["period"] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert isinstance(index["mean"][3], float) and index["begin"][0] == datetime.date(2025, 1, 1)


def test_the_timeline_is_the_programs(program, record):
    printed = run(program, "timeline", "-r", record.path, "--between", "Canada", "China", "--since", "2025", "--json")
    events = json.loads(printed)["events"]
    timeline = record.timeline("Canada", "China", since=2025)
    assert len(events) > 10 and timeline["id"] == [event["id"] for event in events]
    assert timeline.columns == record.events().columns
    visits = record.timeline("Canada", "China", kinds="visit", statuses=["happened", "planned"])
    assert 0 < len(visits) < len(timeline)


def test_statements_and_offices_are_the_programs(program, record):
    printed = run(program, "statements", "-r", record.path, "--by", "China", "--kind", "request", "--json")
    statements = [statement["id"] for statement in json.loads(printed)["statements"]]
    assert statements and record.statements(by="China", kinds="requests")["id"] == statements
    printed = run(program, "offices", "Canada", "-r", record.path, "--json")
    offices = json.loads(printed)["offices"]
    persons = [tenure["person"] for office in offices for tenure in office["tenures"]]
    assert persons and record.offices("Canada")["person"] == persons
    assert len(record.offices()) == len(record.table("tenures"))


def test_the_comparison_is_the_programs(program, record):
    reports = record.events()["independent"]
    event = record.events()["id"][reports.index(max(reports))]
    compared = json.loads(run(program, "compare", event, "-r", record.path, "--json"))
    table = record.compare(event)
    assert table["point"][-1] == len(compared["points"])
    told = [
        (point["heading"], point["standing"], column["doc"])
        for point in compared["points"]
        for column, account in zip(compared["columns"], point["accounts"])
        if account
    ]
    assert list(zip(table["heading"], table["standing"], table["report_id"])) == told
    assert set(record.compare(event, only="differs")["standing"]) <= {"differs", "contradicts"}


def test_two_reports_are_compared_over_the_event_that_both_tell(record):
    told = {}
    for source in record.sources():
        told.setdefault(source["event_id"], []).append(source["report_id"])
    shared = [reports[:2] for reports in told.values() if len(reports) > 1]
    once = next(pair for pair in shared if sum(set(pair) <= set(reports) for reports in told.values()) == 1)
    compared = record.compare(*once)
    assert set(compared["report_id"]) <= set(once) and set(compared["column"]) <= {"A", "B"}
    with pytest.raises(chancery.NotFoundError, match="no report"):
        record.compare("nowhere", once[0])


def test_tables_are_read_by_others(record):
    events = record.events()
    assert pl.DataFrame(events).schema["date_begin"] == pl.Date
    assert pa.table(events).num_rows == len(events) == len(events.to_pandas())
    assert len(pd.DataFrame(events.to_dicts())) == len(events)
    counted = duckdb.sql("select count(*) from events where status = 'happened'").fetchall()
    assert counted == [(events["status"].count("happened"),)]


def test_show_is_the_programs(program, record):
    event = record.events()["id"][0]
    assert record.show(event) == json.loads(run(program, "show", event, "-r", record.path, "--json"))
    with pytest.raises(chancery.NotFoundError):
        record.show("nobody of that name")


def test_reports_are_built_from_memory_as_from_files(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(report) + "\n" for report in REPORTS), encoding="utf-8")
    expected = pa.table(chancery.Record.build(path).events())
    assert expected.num_rows == 2
    for source in (REPORTS, pa.Table.from_pylist(REPORTS), pl.DataFrame(REPORTS), [path], str(path), iter(REPORTS)):
        assert pa.table(chancery.Record.build(source).events()).equals(expected)


def test_a_record_on_disk_grows_and_is_opened_again(tmp_path):
    path = tmp_path / "r.chancery"
    first = chancery.Record.build(REPORTS[:1], path)
    second = chancery.Record.build(REPORTS[1:], path)
    assert (len(first.events()), len(second.events())) == (1, 2)
    assert second.built["new"] == 1 and chancery.Record.open(path).built is None
    assert pa.table(chancery.Record.open(path).events()).equals(pa.table(second.events()))
    assert len(chancery.Record.open(path, as_of=1).events()) == 1
    assert len(chancery.Record.build([], path, remove="a").events()) == 1
    assert "2 events from 2 reports" in repr(second)


def test_what_is_skipped_is_named():
    built = chancery.Record.build([REPORTS[0], None, {"title": "no text"}]).built
    assert (built["new"], built["skipped"], len(built["skips"])) == (1, 2, 2)


def test_progress_is_told_and_its_error_handed_on(examples):
    told = []
    chancery.Record.build(examples, progress=lambda *step: told.append(step))
    assert told[0][0] == "reading" and told[-1] == ("linking", 0, None)
    assert all(done <= total for stage, done, total in told if total is not None)

    def fails(*step):
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        chancery.Record.build(examples, progress=fails)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda r: r.timeline("Canada"), chancery.InputError, "two sides"),
        (lambda r: r.timeline("Canda", "China"), chancery.NotFoundError, "did you mean Canada"),
        (lambda r: r.timeline(kinds="foo"), chancery.InputError, "the types"),
        (lambda r: r.timeline(since=2026, until="2025"), chancery.InputError, "after"),
        (lambda r: r.timeline(since="soon"), chancery.InputError, "soon"),
        (lambda r: r.index("Canada", "China", by="fortnight"), chancery.InputError, "quarter"),
        (lambda r: r.index("Canada", "China", by="day", since="0001"), chancery.InputError, "longer"),
        (lambda r: r.offices("Mark Carney"), chancery.InputError, "no state"),
        (lambda r: r.compare("e-nothing"), chancery.NotFoundError, "no event"),
        (lambda r: r.table("people"), chancery.InputError, "the tables"),
        (lambda r: chancery.Record.open("nowhere.chancery"), chancery.RecordError, "make one"),
        (lambda r: chancery.Record.open(__file__), chancery.RecordError, "not a chancery record"),
        (lambda r: chancery.Record.build("nowhere"), chancery.InputError, "check the path"),
        (lambda r: chancery.Record.build([__file__, REPORTS[0]]), chancery.InputError, "paths and reports"),
        (lambda r: chancery.Record.build(REPORTS, corrections="nowhere"), chancery.InputError, "corrections"),
        (lambda r: chancery.Record.build(REPORTS, remove=["c"]), chancery.Error, "c"),
    ],
)
def test_errors_say_what_to_do(record, call, error, says):
    with pytest.raises(error, match=says):
        call(record)
    assert issubclass(error, chancery.Error)
