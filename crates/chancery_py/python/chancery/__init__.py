"""Who did what to whom, when and where, as news reports tell it.

``annotate`` reads reports one by one; ``Record`` holds what many of them tell together: events, tenures, statements and findings,
each with the words it rests on. Tables come as Arrow, which pyarrow, polars, pandas and DuckDB read as they are.

>>> import chancery
>>> document = chancery.annotate("Canada sanctioned Russia on 3 March 2025.")[0]
>>> [(event["type"], event["date"]["begin"]) for event in document["events"]]
[('COERCE', '2025-03-03')]
"""

from chancery._native import (
    Annotations,
    Error,
    InputError,
    NotFoundError,
    Record,
    RecordError,
    Table,
    __version__,
    annotate,
    knowledge_hash,
)

__all__ = [
    "Annotations",
    "Error",
    "InputError",
    "NotFoundError",
    "Record",
    "RecordError",
    "Table",
    "__version__",
    "annotate",
    "knowledge_hash",
]
