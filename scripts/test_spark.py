"""What scripts/test-spark asks of a cluster: `test_spark.py FOLDER`, which it empties.

The reports of examples/ and tests/corpus, a bad row among them, are annotated and linked by Spark in three ways of spreading
them, and the record is held to that of one machine. An executor with another version or other knowledge than the driver must say
so. Prints what it took.
"""

import json
import os
import random
import shutil
import sys
import time
from pathlib import Path

import pyspark

os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
os.environ["PYSPARK_PYTHON"] = sys.executable

import chancery
import chancery.spark
from chancery import _native
from pyspark.sql import SparkSession


def session() -> SparkSession:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.executor.memory": "900m",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.adaptive.enabled": "false",
        "spark.log.level": "ERROR",
        # Many small jobs: compiling them costs more than it saves.
        "spark.sql.codegen.wholeStage": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("chancery")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def articles() -> list[tuple[str, str, str | None]]:
    """Reports by file: id, text and day, where the name of the file has one."""
    rows = []
    for folder in ("examples", "tests/corpus"):
        for path in sorted(Path(folder).rglob("*.txt")):
            rows.append((f"{folder}/{path.relative_to(folder)}", path.read_text(encoding="utf-8", errors="replace"), None))
    # The same again under another name is a copy, with its own day.
    name, text, _ = rows[0]
    rows.append((f"{name}-reprint", f"{text}\n(Reprinted.)", "2031-01-02"))
    return rows


def check(said: bool, what: str) -> None:
    if not said:
        sys.exit(f"test-spark: {what}")


def main() -> None:
    work = Path(sys.argv[1]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    rows = articles()
    spark = session()
    frame = spark.createDataFrame([*rows, ("bad", None, None)], "id string, text string, date string")

    began = time.monotonic()
    annotated = chancery.spark.annotate(frame.repartition(3)).localCheckpoint()
    print(f"{len(rows)} reports annotated in {time.monotonic() - began:.1f} s")
    wrong = [row for row in annotated.collect() if row.error is not None]
    check([row.id for row in wrong] == ["bad"] or len(wrong) == 1, f"errors: {wrong}")
    check(wrong[0].annotation is None, "a bad row has an annotation")

    # What one machine makes of the same reports.
    given = [{"id": name, "text": text, **({"date": day} if day else {})} for name, text, day in rows]
    here = [_native.without_tokens(json) for json in chancery.annotate(given)["annotation"]]
    there = {json.loads(row.annotation)["id"]: row.annotation for row in annotated.collect() if row.annotation}
    check(there == {json.loads(one)["id"]: one for one in here}, "the annotations differ")
    record = _native.link_documents(here)
    count = {name: len(table) for name, table in json.loads(record).items()}
    print("one machine:", ", ".join(f"{n} {name}" for name, n in count.items()))
    check(all(n > 0 for n in count.values()), f"there is too little to compare: {count}")

    dice = random.Random(7)
    for parts, keys in ((1, 1), (3, 5), (7, 3)):
        shuffled = annotated.collect()
        dice.shuffle(shuffled)
        spread = spark.createDataFrame(shuffled, chancery.spark.ANNOTATED).repartition(parts)
        began = time.monotonic()
        linked = chancery.spark.link(spread, keys=keys, folder=f"file://{work}/{parts}" if parts == 3 else None)
        same = linked.record() == record
        print(f"{parts} partitions, {keys} keys: {time.monotonic() - began:.1f} s")
        check(same, f"the record differs with {parts} partitions")
        tables = {name: getattr(linked, name).count() for name in count}
        check(tables == count, f"{tables} rows in the tables, {count} in the record")

    for other in (("0.0.0", chancery.knowledge_hash()), (chancery.__version__, "0" * 48)):
        true = chancery.spark._identity
        chancery.spark._identity = lambda other=other: other
        try:
            chancery.spark.annotate(frame.limit(1)).collect()
            check(False, "an executor with another version went on")
        except Exception as error:  # Spark's own, which holds the message
            check("this executor has another chancery than the driver" in str(error), str(error)[-2000:])
        finally:
            chancery.spark._identity = true
    spark.stop()
    print("Spark: ok")


if __name__ == "__main__":
    main()
