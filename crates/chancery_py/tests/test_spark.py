"""What of chancery.spark needs no Spark; the rest is asked by scripts/test-spark."""

import chancery
import chancery.spark
import pytest


def test_an_executor_with_another_chancery_says_so() -> None:
    version, knowledge = chancery.spark._identity()
    chancery.spark._agree((version, knowledge))
    for driver in (("0.0.0", knowledge), (version, "0" * 48)):
        with pytest.raises(chancery.Error, match="another chancery than the driver"):
            chancery.spark._agree(driver)


def test_rows_leave_in_plain_text_and_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chancery.spark, "BATCH", 100)
    rows = [(f"row {n}", n, "é" * 30) for n in range(5)]
    batches = list(chancery.spark._batches(iter(rows), ["channel", "key", "data"]))
    assert [batch.num_rows for batch in batches] == [1] * 5
    assert [str(field.type) for field in batches[0].schema] == ["string", "int32", "string"]
    assert [batch.num_rows for batch in chancery.spark._batches(iter(()), ["json"])] == [0]


def test_a_row_that_is_no_document_is_an_error() -> None:
    with pytest.raises(chancery.Error, match="no annotated document"):
        chancery._native.link_read(["{}"], 3)
