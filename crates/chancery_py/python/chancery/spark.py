"""Chancery on a cluster that runs Spark 4: reports annotated and linked where they lie.

``annotate`` codes the rows of a DataFrame one by one; ``link`` makes of what it gave the record, as :func:`chancery.Record.build`
does on one machine: the same functions in Rust, each over the rows of one key, so that the result is the same to the letter
however the rows are spread. Python only routes rows.

>>> from chancery import spark as chancery_spark                                    # doctest: +SKIP
>>> annotated = chancery_spark.annotate(session.read.parquet("articles"))           # doctest: +SKIP
>>> chancery_spark.link(annotated, folder="hdfs:///work").events.show()             # doctest: +SKIP

Every executor must have the package as the driver has it; where one has another version, or other lexicons, patterns and
models, the job ends and says so. No thread outlives a call in the workers, and a task uses one core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import chancery
from chancery import _native

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from pyspark.sql import DataFrame, SparkSession  # type: ignore[import-not-found,import-untyped,unused-ignore]

__all__ = ["Linked", "annotate", "link"]

#: What ``annotate`` gives.
ANNOTATED = "id string, error string, annotation string"
#: The rows that pass between steps.
ROWS = "channel string, key int, data string"
#: What a table of the record is: rows of JSON (``docs/schema.md``).
TABLE = "json string"
#: Rows leave in batches of so many bytes, far below what Spark can take (64 MiB).
BATCH = 16 << 20
#: So many reports are annotated at once.
AT_ONCE = 64

Identity = tuple[str, str]


def annotate(
    articles: DataFrame, *, columns: Mapping[str, str] | None = None, verbatim: bool = False, tokens: bool = False
) -> DataFrame:
    """Annotates the rows of a DataFrame: ``id``, ``error`` and ``annotation``, a document as JSON (``docs/schema.md``).

    ``articles`` has a column ``text`` or ``html``, and where they are known ``id``, ``title``, ``date``, ``url``, ``source`` and
    ``language``; ``columns`` says which column holds a field under another name. A row that can't be read gets its ``error``,
    and the others go on. Documents come without tokens, which linking does not read, unless they are asked for.
    """
    driver, named = _identity(), dict(columns or {})

    def work(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        _agree(driver)
        for batch in batches:
            for start in range(0, batch.num_rows, AT_ONCE):
                some = batch.slice(start, AT_ONCE)
                yield from _batches(_annotated(some, named, verbatim, tokens), ["id", "error", "annotation"])

    return articles.mapInArrow(work, ANNOTATED)


def _annotated(
    batch: pyarrow.RecordBatch, columns: dict[str, str], verbatim: bool, tokens: bool
) -> Iterator[tuple[Any, ...]]:
    table = chancery.annotate(batch, columns=columns, verbatim=verbatim)
    for row in zip(table["id"], table["error"], table["annotation"], strict=True):
        name, error, annotation = row
        if annotation is not None and not tokens:
            annotation = _native.without_tokens(annotation)
        yield name, error, annotation


class Linked:
    """The record of annotated documents: five DataFrames, each a column ``json`` of rows as ``docs/schema.md`` has them."""

    events: DataFrame
    tenures: DataFrame
    findings: DataFrame
    statements: DataFrame
    reports: DataFrame

    def __init__(self, rows: dict[str, DataFrame]) -> None:
        self._rows = rows
        for name, channel in zip(_TABLES, _native.link_channels(), strict=True):
            setattr(self, name, rows[channel].mapInArrow(_rows_of_table, TABLE))

    def record(self) -> str:
        """The whole record in its order, gathered on the driver, as one object of JSON: for results that fit there."""
        rows = [(channel, row.data) for channel, frame in self._rows.items() for row in frame.collect()]
        return _native.link_gather(rows)


_TABLES = ["events", "tenures", "findings", "statements", "reports"]


def link(annotated: DataFrame, *, keys: int | None = None, folder: str | None = None) -> Linked:
    """Links annotated documents, as ``annotate`` gives them: one ``groupBy(key).applyInArrow`` for each step.

    ``keys`` is over how many keys the rows of a step are spread; it shows in no result. What a step gives is kept in ``folder``,
    which all executors see, as Parquet; without one in the executors' own storage, which a lost executor takes with it.
    """
    session, driver = annotated.sparkSession, _identity()
    keys = keys or 4 * _cores(session)

    def read(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        _agree(driver)
        for batch in batches:
            yield from _batches(_native.link_read(batch.column(0).to_pylist(), keys), ["channel", "key", "data"])

    documents = annotated.where("annotation is not null").select("annotation")
    given = {"read": _keep(documents.mapInArrow(read, ROWS), folder, "read")}
    tables: dict[str, list[str]] = {}
    for name, takes, needs, makes, again in _native.link_steps():
        if again is not None and not tables["days"]:
            given[name] = given[again]
            continue
        rows = _taken(given, takes)
        known = _handed_over(session, {need: tables[need] for need in needs if need in tables})
        done = rows.groupBy("key").applyInArrow(_pass(driver, name, known, keys), ROWS)
        given[name] = _keep(done, folder, name)
        for table in makes:
            tables[table] = [row.data for row in given[name].where(f"channel = '{table}'").select("data").collect()]
    repeated = {again for *_, again in _native.link_steps()}
    last = {name: frame for name, frame in given.items() if name not in repeated}
    return Linked({channel: _out(last, channel) for channel in _native.link_channels()})


def _taken(given: dict[str, DataFrame], takes: list[tuple[str, str]]) -> DataFrame:
    frames = [given[step].where(f"channel = '{channel}'") for step, channel in takes]
    rows = frames[0]
    for frame in frames[1:]:
        rows = rows.unionByName(frame)
    return rows


#: The steps that give what a record is made of.
_FROM = {
    "event": "settle",
    "tenure": "stays-2",
    "finding-of-record": "found",
    "statement-of-record": "stated",
    "report-of-record": "rows",
}


def _out(given: dict[str, DataFrame], channel: str) -> DataFrame:
    return given[_FROM[channel]].where(f"channel = '{channel}'")


def _pass(
    driver: Identity, step: str, known: Any, keys: int
) -> Callable[[pyarrow.Table], pyarrow.Table]:
    def work(rows: pyarrow.Table) -> pyarrow.Table:
        _agree(driver)
        import pyarrow

        pairs = list(zip(rows.column("channel").to_pylist(), rows.column("data").to_pylist(), strict=True))
        made = _tables(known).run(step, pairs, keys)
        return pyarrow.Table.from_batches(list(_batches(made, ["channel", "key", "data"])), _schema(["channel", "key", "data"]))

    return work


def _rows_of_table(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import json

    for batch in batches:
        for data in batch.column("data").to_pylist():
            lines = (json.loads(line) for line in data.split("\n"))
            rows = (line.get("row", line) for line in lines)
            yield from _batches(((json.dumps(row, ensure_ascii=False),) for row in rows), ["json"])


def _schema(names: list[str]) -> pyarrow.Schema:
    import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

    # Plain text: Spark reads neither large nor view types.
    return pyarrow.schema([(name, pyarrow.int32() if name == "key" else pyarrow.string()) for name in names])


def _batches(rows: Iterable[tuple[Any, ...]], names: list[str]) -> Iterator[pyarrow.RecordBatch]:
    """Rows in batches of limited size; at least one."""
    import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

    schema = _schema(names)
    held: list[tuple[Any, ...]] = []
    size, given = 0, False
    for row in rows:
        length = sum(len(cell.encode()) for cell in row if isinstance(cell, str))
        if held and size + length > BATCH:
            yield pyarrow.record_batch([list(column) for column in zip(*held, strict=True)], schema=schema)
            held, size, given = [], 0, True
        held.append(row)
        size += length
    if held or not given:
        columns = [list(column) for column in zip(*held, strict=True)] if held else [[] for _ in names]
        yield pyarrow.record_batch(columns, schema=schema)


def _identity() -> Identity:
    return chancery.__version__, chancery.knowledge_hash()


def _agree(driver: Identity) -> None:
    """Ends the work where this executor would come to other results than the driver."""
    here = _identity()
    if here != driver:
        names = ["version", "knowledge"]
        differs = ", ".join(
            f"{name} {mine} here and {theirs} at the driver"
            for name, mine, theirs in zip(names, here, driver, strict=True)
            if mine != theirs
        )
        raise chancery.Error(f"this executor has another chancery than the driver ({differs}); install the same on all")


def _cores(session: SparkSession) -> int:
    try:
        return int(session.sparkContext.defaultParallelism)
    except Exception:  # Spark Connect has no context
        return 50


def _keep(frame: DataFrame, folder: str | None, name: str) -> DataFrame:
    """Does the step now, and cuts what comes after it off from what came before."""
    if folder is None:
        return frame.localCheckpoint()
    path = f"{folder.rstrip('/')}/{name}"
    frame.write.mode("overwrite").parquet(path)
    return frame.sparkSession.read.schema(ROWS).parquet(path)


class _Closure:
    """Tables for a session without a context: they go with the function."""

    def __init__(self, value: dict[str, list[str]]) -> None:
        self.value = value


def _handed_over(session: SparkSession, tables: dict[str, list[str]]) -> Any:
    try:
        return session.sparkContext.broadcast(tables)
    except Exception:  # Spark Connect has no context
        return _Closure(tables)


_read: dict[int, tuple[Any, _native.LinkTables]] = {}


def _tables(known: Any) -> _native.LinkTables:
    """Tables are read once by each worker."""
    value = known.value
    held = _read.get(id(value))
    if held is None or held[0] is not value:
        _read.clear()
        held = _read[id(value)] = (value, _native.LinkTables(value))
    return held[1]
