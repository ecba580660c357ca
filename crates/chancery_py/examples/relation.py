"""The course of a relation, from reports to a chart. In cells: run it as a script, or cell by cell in a notebook.

    python crates/chancery_py/examples/relation.py [FOLDER FOR THE CHART]
"""

# %% Reports to a record. A path without a name for the record: it is kept as long as the object.
import sys
from pathlib import Path

import chancery

reports = Path(__file__).resolve().parents[3] / "examples"
record = chancery.Record.build(reports)
print(record)

# %% What happened between the two, in order of time.
timeline = record.timeline("Canada", "China", since="2024", statuses=["happened", "ongoing"]).to_pandas()
print(timeline[["date_begin", "type", "summary", "independent"]].to_string(index=False, max_colwidth=70))

# %% What one phone call was in the words of each side: what both tell, and what only one does.
call = timeline[(timeline["mode"] == "phone") & (timeline["independent"] > 1)].iloc[0]
comparison = record.compare(call["id"]).to_pandas()
print(call["summary"])
print(comparison.groupby("standing")["point"].nunique().to_string())

# %% The index: the mean of the events' Goldstein scores by quarter, and where it lies when reports are drawn anew.
index = record.index("Canada", "China", by="quarter", since="2024").to_pandas()
print(index[["period", "mean", "low", "high", "reports"]].to_string(index=False))

# %% The chart.
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

figure, (scores, counts) = plt.subplots(2, 1, figsize=(8, 5), sharex=True, layout="constrained")
scores.axhline(0, color="0.8", linewidth=1)
# Where only one report tells of a quarter there is no band: a hollow mark.
alone, banded = index[index["low"].isna()], index.dropna(subset=["low"])
scores.plot(alone.index, alone["mean"], "o", color="0.15", markerfacecolor="white")
spread = [banded["mean"] - banded["low"], banded["high"] - banded["mean"]]
scores.errorbar(banded.index, banded["mean"], yerr=spread, fmt="o", color="0.15", capsize=3)
scores.set(ylabel="mean Goldstein score", ylim=(-10, 10), title="Canada and China, as the example reports tell it")
below = 0
for kind, colour in [
    ("verbal_cooperation", "#9ecae1"),
    ("material_cooperation", "#3182bd"),
    ("verbal_conflict", "#fdae6b"),
    ("material_conflict", "#e6550d"),
]:
    counts.bar(index.index, index[kind], bottom=below, color=colour, label=kind.replace("_", " "))
    below = below + index[kind]
counts.set(ylabel="events")
counts.set_xticks(index.index, index["period"])
counts.legend(fontsize="small", frameon=False)
chart = Path(sys.argv[1] if len(sys.argv) > 1 else ".") / "canada-china.png"
figure.savefig(chart, dpi=120)
print("chart in", chart)
