"""Reads every export of a record with pandas and DuckDB; run by scripts/test-exports.

Tables are checked against the columns that docs/exports.md names, against the record's JSON Lines, and against one another.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet

PROGRAM, RECORD, FOLDER = sys.argv[1], sys.argv[2], Path(sys.argv[3])
DOCS = Path("docs/exports.md").read_text(encoding="utf-8")

KEYS = {
    "events": ["id"],
    "event_sides": ["event_id", "side", "position"],
    "event_pairs": ["number"],
    "event_sources": ["event_id", "report_id"],
    "event_evidence": ["event_id", "position"],
    "actors": ["id"],
    "tenures": ["state", "office", "person", "first", "last"],
    "statements": ["id"],
    "statement_evidence": ["statement_id", "position"],
    "findings": ["id"],
    "finding_evidence": ["finding_id", "position"],
    "reports": ["id"],
    "dyad_days": ["day", "source_state", "target_state"],
}

JOINS = [
    ("event_sides", "event_id", "events"),
    ("event_sides", "actor_id", "actors"),
    ("event_pairs", "event_id", "events"),
    ("event_pairs", "source_actor_id", "actors"),
    ("event_pairs", "target_actor_id", "actors"),
    ("event_sources", "event_id", "events"),
    ("event_sources", "report_id", "reports"),
    ("event_sources", "copy_of", "reports"),
    ("event_evidence", "event_id", "events"),
    ("event_evidence", "report_id", "reports"),
    ("events", "part_of", "events"),
    ("statements", "report_id", "reports"),
    ("statements", "speaker_actor_id", "actors"),
    ("statements", "event_id", "events"),
    ("statement_evidence", "statement_id", "statements"),
    ("statement_evidence", "report_id", "reports"),
    ("finding_evidence", "finding_id", "findings"),
    ("finding_evidence", "report_id", "reports"),
    ("reports", "copy_of", "reports"),
]

ARROW = {"text": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
DUCKDB = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}

POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|\
Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|\
Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|\
GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version""".split("|")

ICEWS = """Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|Target Sectors|\
Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude""".split("|")

ACTOR = """Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code""".split()
GEO = "Type Fullname CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
GDELT = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split()
    + [f"Actor{n}{part}" for n in (1, 2) for part in ACTOR]
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    + [f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in GEO]
    + ["DATEADDED", "SOURCEURL"]
)

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def export(*args):
    return subprocess.run([PROGRAM, "export", "-r", RECORD, *args], check=True, capture_output=True).stdout


def documented(table):
    """The columns of a table and their types, as the docs have them."""
    section = re.search(rf"^## {table}\n(.*?)(?=^## |^# |\Z)", DOCS, re.S | re.M).group(1)
    return dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", section, re.M))


def read_csv(path, **options):
    """A table, with only the empty cell missing."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""], **options)


def tables():
    """Every table from Parquet, after it was held against CSV and JSON Lines, in pandas and in DuckDB."""
    for form in ("parquet", "csv", "jsonl"):
        export("--format", form, "-o", f"{FOLDER}/{form}/")
    read = {}
    for table in KEYS:
        columns = documented(table)
        parquet, csv = FOLDER / "parquet" / f"{table}.parquet", FOLDER / "csv" / f"{table}.csv"
        schema = pyarrow.parquet.read_schema(parquet)
        check({f.name: str(f.type) for f in schema} == {c: ARROW[t] for c, t in columns.items()}, f"{table}: Arrow types {schema}")
        frame = pd.read_parquet(parquet)
        read[table] = frame

        lines = [json.loads(line) for line in open(FOLDER / "jsonl" / f"{table}.jsonl", encoding="utf-8")]
        check(len(lines) == len(frame), f"{table}: {len(lines)} JSON lines, {len(frame)} rows of Parquet")

        kinds = {"text": "string", "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "string"}
        plain = read_csv(csv, dtype={c: kinds[t] for c, t in columns.items()})
        check(list(plain.columns) == list(columns), f"{table}: CSV has {list(plain.columns)}")
        for column, kind in columns.items():
            if kind == "date":
                plain[column] = pd.to_datetime(plain[column], format="%Y-%m-%d").dt.date
            same = [pd.isna(a) == pd.isna(b) and (pd.isna(a) or a == b) for a, b in zip(plain[column], frame[column], strict=True)]
            check(all(same), f"{table}.{column}: CSV and Parquet differ in {same.count(False)} rows")

        described = duckdb.sql(f"DESCRIBE SELECT * FROM '{parquet}'").fetchall()
        check({row[0]: row[1] for row in described} == {c: DUCKDB[t] for c, t in columns.items()}, f"{table}: DuckDB {described}")
        # No name needs quoting.
        duckdb.sql(f"SELECT {', '.join(columns)} FROM '{parquet}'").fetchall()
        # What DuckDB makes of the CSV, told the types, is what stands in Parquet.
        types = ", ".join(f"'{c}': '{DUCKDB[t]}'" for c, t in columns.items())
        from_csv = f"SELECT * FROM read_csv('{csv}', header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{types}}})"
        differing = duckdb.sql(
            f"SELECT count(*) FROM ((FROM '{parquet}' EXCEPT ALL ({from_csv})) UNION ALL (({from_csv}) EXCEPT ALL FROM '{parquet}'))"
        ).fetchall()[0][0]
        check(differing == 0, f"{table}: DuckDB finds {differing} rows that differ between CSV and Parquet")
        # And it finds out by itself how the CSV is written.
        sniffed = duckdb.sql(f"SELECT count(*) FROM read_csv('{csv}', all_varchar = true, header = true)").fetchall()[0][0]
        check(sniffed == len(frame), f"{table}: DuckDB reads {sniffed} rows of {len(frame)} from CSV")

        repeated = frame.duplicated(KEYS[table]).sum()
        check(repeated == 0, f"{table}: {repeated} rows repeat {KEYS[table]}")
        text = frame[[c for c, t in columns.items() if t == "text" and (table, c) != ("reports", "text")]]
        stray = text.apply(lambda cells: cells.dropna().str.contains(r"[\x00-\x1f\x7f-\x9f]")).any(axis=None)
        check(not stray, f"{table}: stray control characters")
    return read


def joins(read):
    for table, column, other in JOINS:
        key = KEYS[other][0]
        alone = duckdb.sql(
            f"SELECT count(*) FROM '{FOLDER}/parquet/{table}.parquet' a ANTI JOIN '{FOLDER}/parquet/{other}.parquet' b "
            f"ON a.{column} = b.{key} WHERE a.{column} IS NOT NULL"
        ).fetchall()[0][0]
        check(alone == 0, f"{table}.{column}: {alone} rows join nothing in {other}")
        in_pandas = set(read[table][column].dropna()) - set(read[other][key])
        check(not in_pandas, f"{table}.{column}: {in_pandas} not in {other}")


def meanings(read):
    """Figures of one table against another's."""
    events, sources, days = read["events"], read["event_sources"], read["dyad_days"]
    counted = sources.groupby("event_id").size().reindex(events["id"]).to_numpy()
    check((counted == events["reports"].to_numpy()).all(), "event_sources: as many rows as events.reports")
    nested = {event["id"]: event for event in map(json.loads, open(FOLDER / "jsonl/events.jsonl", encoding="utf-8"))}
    for event in events.itertuples():
        date = nested[event.id]["date"] or {"begin": None, "end": None}
        shown = [str(day) if pd.notna(day) else None for day in (event.date_begin, event.date_end)]
        check(shown == [date["begin"], date["end"]], f"events {event.id}: {shown} is not {date}")
    text = dict(zip(read["reports"]["id"], read["reports"]["text"]))
    for table in ("event_evidence", "statement_evidence", "finding_evidence"):
        for row in read[table].itertuples():
            words = re.sub(r"[\n\t]", " ", text[row.report_id][row.char_start : row.char_end])
            check(words == row.text, f"{table}: {row.text!r} is not where it says")
    quads = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
    check((days[quads].sum(axis=1) == days["events"]).all(), "dyad_days: quad classes add up to events")
    check((days["goldstein_mean"].isna() == (days["events"] == 0)).all(), "dyad_days: a mean where there are events")
    mean = (days["goldstein_sum"] / days["events"])[days["events"] > 0]
    check(((mean - days["goldstein_mean"].dropna()).abs() < 1e-9).all(), "dyad_days: mean is sum by events")
    # The same counted anew from the other tables.
    anew = duckdb.sql(
        f"""
        WITH sided AS (
            SELECT DISTINCT e.id, p.source_state a, p.target_state b,
                   CASE WHEN e.date_begin = e.date_end THEN e.date_begin END AS day, e.goldstein
            FROM '{FOLDER}/parquet/events.parquet' e JOIN '{FOLDER}/parquet/event_pairs.parquet' p ON p.event_id = e.id
            WHERE e.status IN ('happened', 'ongoing') AND NOT e.said_only AND p.source_state <> p.target_state
              AND p.source_state NOT IN ('IGO', 'UNO', 'NGO', 'ISM', 'IMG', 'MNC')
              AND p.target_state NOT IN ('IGO', 'UNO', 'NGO', 'ISM', 'IMG', 'MNC'))
        SELECT day, a, b, count(*) AS events, round(sum(goldstein), 1) AS goldstein FROM sided GROUP BY ALL"""
    )
    shown = duckdb.sql(
        f"SELECT day, source_state, target_state, events, goldstein_sum FROM '{FOLDER}/parquet/dyad_days.parquet' WHERE events > 0"
    )
    check(sorted(map(str, anew.fetchall())) == sorted(map(str, shown.fetchall())), "dyad_days: as counted from events and event_pairs")


def layouts(read):
    happened = read["events"][read["events"]["status"].isin(["happened", "ongoing"])]
    exact = set(happened.loc[happened["date_begin"] == happened["date_end"], "id"])
    pairs = read["event_pairs"][read["event_pairs"]["event_id"].isin(happened["id"])]
    for form in ("polecat", "icews", "gdelt"):
        (FOLDER / form).write_bytes(export("--format", form))
    for form, columns in (("polecat", POLECAT), ("icews", ICEWS), ("gdelt", GDELT)):
        encoding = "latin-1" if form == "icews" else "utf-8"
        lines = (FOLDER / form).read_text(encoding=encoding).split("\n")
        check(lines.pop() == "", f"{form}: ends with a line end")
        check(all(line.count("\t") == len(columns) - 1 for line in lines), f"{form}: {len(columns)} cells a line")
        if form != "gdelt":
            check(lines.pop(0).split("\t") == columns, f"{form}: columns")
        rows = len(happened) if form == "polecat" else len(pairs)
        check(len(lines) == rows, f"{form}: {len(lines)} lines for {rows}")
        # A reader's own defaults, quoting included, must do.
        header = dict(names=columns, header=None) if form == "gdelt" else {}
        frame = pd.read_csv(FOLDER / form, sep="\t", encoding=encoding, dtype=str, **header)
        check(frame.shape == (rows, len(columns)), f"{form}: pandas reads {frame.shape}")
        named = "header = false, names = [" + ", ".join(f"'{c}'" for c in columns) + "]" if form == "gdelt" else "header = true"
        relation = duckdb.sql(f"SELECT * FROM read_csv('{FOLDER}/{form}', delim = '\t', {named}, encoding = '{encoding}', all_varchar = true)")
        check((relation.columns, len(relation.fetchall())) == (columns, rows), f"{form}: DuckDB reads {len(relation.fetchall())} rows")
        check(frame[columns[0]].is_unique, f"{form}: {columns[0]} repeats")
        if form == "polecat":
            dated = set(frame.loc[frame["Event Date"].notna(), "Event ID"])
            check(set(frame["Event ID"]) == set(happened["id"]), "polecat: ids are the record's")
            check(set(frame["Quad Code"]) <= {f"{a} {b}" for a in ("VERBAL", "MATERIAL") for b in ("COOPERATION", "CONFLICT")}, "polecat: quads")
            check(frame["Intensity"].dropna().astype(float).abs().le(10).all(), "polecat: intensity")
            check(all(cell != "" for line in lines for cell in line.split("\t")), "polecat: None, not nothing")
            pd.to_datetime(frame["Event Date"], format="%Y-%m-%d")
            pd.to_datetime(frame["Publication Date"], format="%Y-%m-%d")
        else:
            numbers = dict(zip(pairs["number"], pairs["event_id"]))
            ids = frame[columns[0]].astype("int64")
            check(set(ids) == set(numbers), f"{form}: ids are event_pairs.number")
            check(ids.between(1, 2**53 - 1).all(), f"{form}: ids fit a double")
            day = "Event Date" if form == "icews" else "SQLDATE"
            dated = {numbers[n] for n in ids[frame[day].notna()]}
            pd.to_datetime(frame[day], format="%Y-%m-%d" if form == "icews" else "%Y%m%d")
        check(dated == exact, f"{form}: events known to the day have a day, and no others")
        if form == "icews":
            check(frame["CAMEO Code"].str.fullmatch(r"\d{2,4}").all(), "icews: codes")
            check(frame["Intensity"].astype(float).abs().le(10).all(), "icews: intensity")
        if form == "gdelt":
            check((frame["EventCode"].str[:3] == frame["EventBaseCode"]).all(), "gdelt: base code")
            check((frame["EventCode"].str[:2] == frame["EventRootCode"]).all(), "gdelt: root code")
            check(frame["QuadClass"].isin(list("1234")).all(), "gdelt: quad class")
            check(frame["AvgTone"].isna().all(), "gdelt: tone is not known")
            check(frame["ActionGeo_CountryCode"].dropna().str.fullmatch("[A-Z]{2}").all(), "gdelt: FIPS")
            check(frame["MonthYear"].dropna().str.fullmatch(r"\d{6}").all(), "gdelt: month")


def twice():
    for form in ("csv", "parquet", "polecat", "icews", "gdelt"):
        check(export("--format", form) == export("--format", form), f"{form}: other bytes the second time")


read = tables()
joins(read)
meanings(read)
layouts(read)
twice()
for failure in failures[:40]:
    print(f"FAILED: {failure}")
print(f"{len(KEYS)} tables and 3 layouts of {len(read['events'])} events: {len(failures)} failures")
sys.exit(bool(failures))
