"""What an article costs on Spark and on one machine; run by benches/spark.

The cost is the difference between two runs of different size, so that what a run costs however small is told apart. CPU time is that of all of
Spark's processes, Java's and Python's; waiting does not count.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

import test_spark

import chancery
import chancery.spark
from chancery import _native

TICKS = os.sysconf("SC_CLK_TCK")


def spent() -> dict[str, float]:
    """CPU seconds of Spark's processes so far, and of the children that ended."""
    seconds = {"python": 0.0, "java": 0.0}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text(errors="replace")
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if "pyspark" in command and int(process.name) != os.getpid():
            kind = "java" if "java" in command.split("\0")[0] else "python"
            seconds[kind] += sum(map(int, fields[11:15])) / TICKS
    return seconds


def cost(small: int, large: int, run) -> tuple[float, float, float]:
    """Milliseconds an article in Python and in Java, and seconds of a run however small."""
    took = []
    for size in (small, large):
        before = spent()
        run(size)
        took.append({kind: after - before[kind] for kind, after in spent().items()})
    each = {kind: (took[1][kind] - took[0][kind]) / (large - small) for kind in took[0]}
    fixed = sum(took[0].values()) - small * sum(each.values())
    return 1000 * each["python"], 1000 * each["java"], fixed


def alone(small: int, large: int, run) -> float:
    """Milliseconds an article on one machine."""
    took = []
    for size in (small, large):
        began = time.process_time()
        run(size)
        took.append(time.process_time() - began)
    return 1000 * (took[1] - took[0]) / (large - small)


def main() -> None:
    reports = test_spark.articles()
    told = [(f"{name}-{n}", f"{text}\nThis was told by paper number {n}.") for n in range(64) for name, text, _ in reports]
    spark = test_spark.session()

    def frame(size: int):
        return spark.createDataFrame(told[:size], "id string, text string").repartition(8).localCheckpoint()

    def annotate(size: int) -> None:
        chancery.spark.annotate(frame(size)).selectExpr("count(annotation)").collect()

    annotate(2)  # starts the workers
    sizes = (8 * len(reports), 64 * len(reports))
    words = sum(len(text.split()) for _, text in told) // len(told)
    one = alone(*sizes, lambda size: chancery.annotate([{"id": i, "text": text} for i, text in told[:size]]))
    python, java, fixed = cost(*sizes, annotate)
    print(f"annotate, articles of {words} words: one machine {one:.1f} ms; Spark {python + java:.1f} ms "
          f"({python:.1f} in Python and Rust, {java:.1f} in Java) and {fixed:.0f} s a run", flush=True)

    files = [Path(name).read_text(encoding="utf-8").splitlines() for name in sys.argv[1:3]]
    of_size = {len(lines): lines for lines in files}

    def link(size: int) -> None:
        documents = [(str(n), None, line) for n, line in enumerate(of_size[size])]
        chancery.spark.link(spark.createDataFrame(documents, chancery.spark.ANNOTATED).repartition(4), keys=16).record()

    one = alone(*of_size, lambda size: _native.link_documents(of_size[size]))
    python, java, fixed = cost(*of_size, link)
    print(f"link, ten claims a report, {' and '.join(f'{n:,}' for n in of_size)} reports: one machine {one:.1f} ms; Spark {python + java:.1f} ms "
          f"({python:.1f} in Python and Rust, {java:.1f} in Java) and {fixed:.0f} s a run")
    spark.stop()


if __name__ == "__main__":
    main()
