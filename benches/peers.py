"""Times the package beside its peers; run by benches/peers.

Each job is timed in CPU seconds of this process, all jobs of a group one after the other in each round, so that a busy machine slows all of
them. A ratio is taken within a round; what is printed is its median over the rounds, with the least and the greatest.
"""

import argparse
import datetime
import json
import lzma
import os
import platform
import statistics
import sys
import time
import warnings
from pathlib import Path

import chancery

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared/data"


class Job:
    """One thing to be timed: what it is called, what it does, and how; on how many of the texts (one in `of`)."""

    def __init__(self, name, does, work, of=1):
        self.name, self.does, self.work, self.of = name, does, work, of


def rows(path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def spread(items, count):
    """So many of them, evenly taken."""
    return items[:: max(1, len(items) // count)][:count]


def own_reports():
    """The project's own reports as rows."""
    found = []
    for path in sorted([*ROOT.glob("examples/*/*.txt"), *ROOT.glob("tests/corpus/*.txt")]):
        found.append(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("examples/*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.extend(row[name] for name in ("text", "maintext", "content") if name in row)
    return found


def texts(count):
    path = SHARED / "raw/briefings.jsonl.xz"
    if path.exists():
        return [row["text"] for row in spread(rows(path), count)], "White House briefings"
    own = own_reports()
    return [own[n % len(own)] for n in range(count)], "the project's own reports, repeated"


def pages(count):
    path = SHARED / "date/pages.input.jsonl.xz"
    if path.exists():
        return [row["html"] for row in spread(rows(path), count)], "news pages"
    own = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("examples/*/*.html"))]
    return [own[n % len(own)] for n in range(count)], "the project's own pages, repeated"


def copies(count):
    path = SHARED / "dedup/copies.input.jsonl.xz"
    if path.exists():
        return [row["text"] for row in rows(path)[:count]], "reports and copies of them"
    own = own_reports()
    return [f"{own[n % len(own)]} {n // len(own)}" for n in range(count)], "the project's own reports, repeated"


def of_texts():
    import blingfire
    import dateparser.search
    import geotext
    import pysbd
    import spacy
    from textblob.en import tag

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    segmenter = pysbd.Segmenter(language="en", clean=False)

    def each(work):
        return lambda texts: [work(text) for text in texts]

    def both(text):
        return blingfire.text_to_sentences(text), blingfire.text_to_words(text)

    return [
        Job(
            "chancery.annotate",
            "sentences, words, tags, lemmas, dependencies, names, actors, times, quotations, events",
            chancery.annotate,
        ),
        Job("BlingFire", "sentences, and words", each(both)),
        Job("spaCy, blank", "words, sentences at full stops", lambda texts: list(pipeline.pipe(texts))),
        Job("TextBlob", "words and tags, from a lexicon and rules", each(tag)),
        Job("GeoText", "names of states and cities", each(geotext.GeoText)),
        Job("pySBD", "sentences", each(segmenter.segment), of=10),
        Job(
            "dateparser",
            "dates written in a text",
            each(lambda text: dateparser.search.search_dates(text, languages=["en"])),
            of=20,
        ),
    ]


def of_pages():
    import htmldate
    import justext
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    def ours(pages):
        # A language that it does not analyse: what is timed is the reading alone.
        return chancery.annotate([{"html": page, "language": "und"} for page in pages])

    def text(page):
        return trafilatura.extract(page, with_metadata=True)

    def date(page):
        return htmldate.find_date(page)

    words = justext.get_stoplist("English")

    return [
        Job("chancery.annotate, reading alone", "main text without litter, title, outlet, dates with what they rest on", ours),
        Job("Resiliparse", "main text", lambda pages: [extract_plain_text(page, main_content=True) for page in pages]),
        Job("jusText", "main text", lambda pages: [justext.justext(page, words) for page in pages]),
        Job("htmldate", "the day of publication", lambda pages: [date(page) for page in pages]),
        Job("Trafilatura", "main text, title, outlet, the day of publication", lambda pages: [text(page) for page in pages]),
    ]


def of_copies():
    from datasketch import MinHash, MinHashLSH

    def ours(texts):
        rows = [{"id": str(n), "text": text, "language": "und"} for n, text in enumerate(texts)]
        record = chancery.Record.build(rows, threads=1)
        return [report for report in record.reports()["copy_of"] if report]

    def theirs(texts):
        index = MinHashLSH(threshold=0.5, num_perm=128)
        found = []
        for n, text in enumerate(texts):
            words = text.lower().split()
            sketch = MinHash(num_perm=128)
            sketch.update_batch([" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))])
            found.extend(index.query(sketch))
            index.insert(str(n), sketch)
        return found

    return [
        Job("chancery.Record.build, of texts without analysis", "reading, storing, copies with their originals and what was done to them", ours),
        Job("datasketch", "texts that resemble one another: MinHash of 128 permutations over five words, LSH", theirs),
    ]


def timed(jobs, inputs, rounds):
    """For each job and round the CPU seconds for a million characters."""
    taken = {job.name: [] for job in jobs}
    for number in range(rounds + 1):
        for job in jobs:
            given = inputs[:: job.of]
            characters = sum(map(len, given))
            began = time.process_time()
            job.work(given)
            seconds = time.process_time() - began
            # The first round makes ready what is made ready once.
            if number:
                taken[job.name].append(seconds / characters * 1e6)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return taken


def table(title, jobs, inputs, named, rounds):
    taken = timed(jobs, inputs, rounds)
    ours = taken[jobs[0].name]
    print(f"\n## {title}\n")
    print(f"{len(inputs):,} {named}, {sum(map(len, inputs)) / 1e6:.1f} million characters.\n")
    print("| | does | CPU seconds for a million characters | times as long as we take |")
    print("| --- | --- | --- | --- |")
    for job in jobs:
        seconds = statistics.median(taken[job.name])
        part = f"; on one text in {job.of}" if job.of > 1 else ""
        if job is jobs[0]:
            ratio = "1"
        else:
            ratios = sorted(theirs / own for theirs, own in zip(taken[job.name], ours))
            ratio = f"**{statistics.median(ratios):.2g}** ({ratios[0]:.2g} to {ratios[-1]:.2g})"
        print(f"| {job.name} | {job.does}{part} | {seconds:.2f} | {ratio} |")


def machine():
    try:
        model = next(
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        )
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return f"{model}, {os.cpu_count()} cores (load {load:.1f} at the start), {platform.system()}, Python {platform.python_version()}"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--small", action="store_true", help="a tenth of the texts, to see that all of it runs")
    asked = options.parse_args()
    warnings.simplefilter("ignore")
    part = 10 if asked.small else 1
    listed = (ROOT / "benches/peers.txt").read_text().split()
    packages = [line.replace("==", " ") for line in listed if not line.startswith(("lxml", "maturin"))]
    print(f"Measured {datetime.date.today()} with `benches/peers` on {machine()}; one thread each, {asked.rounds} rounds.")
    print(f"chancery {chancery.__version__}, " + ", ".join(packages) + ".")
    given, named = texts(100 // part)
    table("Texts", of_texts(), given, named, asked.rounds)
    given, named = pages(100 // part)
    table("Pages", of_pages(), given, named, asked.rounds)
    given, named = copies(3000 // part)
    table("Copies", of_copies(), given, named, asked.rounds)


main()
