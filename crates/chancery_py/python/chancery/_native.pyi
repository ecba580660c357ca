"""The native part of the package; `chancery` has all that is public."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from os import PathLike
from typing import Any, Literal, Protocol, TypeAlias, final, overload, type_check_only

from typing_extensions import disjoint_base

import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
import polars  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

__all__ = [
    "Annotations",
    "Error",
    "InputError",
    "LinkTables",
    "NotFoundError",
    "Record",
    "RecordError",
    "Rows",
    "Table",
    "__version__",
    "annotate",
    "knowledge_hash",
    "link_channels",
    "link_documents",
    "link_gather",
    "link_read",
    "link_steps",
    "without_tokens",
]

__version__: str

@type_check_only
class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@type_check_only
class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

_Path: TypeAlias = str | PathLike[str]
_Report: TypeAlias = Mapping[str, Any]
_Table: TypeAlias = _ArrowStream | _ArrowArray
_Day: TypeAlias = str | date | int
_Words: TypeAlias = str | list[str]
_Status: TypeAlias = Literal["happened", "ongoing", "planned", "proposed", "denied", "hypothetical", "said"]

class Error(Exception): ...
class InputError(Error): ...
class NotFoundError(Error): ...
class RecordError(Error): ...

def knowledge_hash() -> str: ...
def annotate(
    source: str | _Report | Iterable[str | _Report | None] | _Table,
    *,
    threads: int = 1,
    verbatim: bool = False,
    columns: dict[str, str] | None = None,
    max_report_size: int | None = None,
) -> Annotations: ...

@disjoint_base
class Table:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def types(self) -> dict[str, Literal["text", "integer", "number", "boolean", "date"]]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: int, /) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: str, /) -> list[Any]: ...
    def __iter__(self) -> Iterator[dict[str, Any]]: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def to_arrow(self) -> pyarrow.Table: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...
    def _repr_html_(self) -> str: ...

@final
class Annotations(Table):
    def events(self) -> Table: ...

@final
class Rows:
    def __iter__(self) -> Rows: ...
    def __next__(self) -> dict[str, Any]: ...

@final
class Record:
    @staticmethod
    def build(
        source: _Path | Iterable[_Path] | _Report | Iterable[_Report | None] | _Table,
        path: _Path | None = None,
        *,
        threads: int | None = None,
        verbatim: bool = False,
        columns: dict[str, str] | None = None,
        max_report_size: int | None = None,
        remove: _Words | None = None,
        corrections: _Path | None = None,
        progress: Callable[[Literal["reading", "recoding", "linking"], int, int | None], object] | None = None,
    ) -> Record: ...
    @staticmethod
    def open(path: _Path, *, as_of: _Day | None = None) -> Record: ...
    @property
    def path(self) -> PathLike[str]: ...
    @property
    def built(self) -> dict[str, Any] | None: ...
    def table(self, name: str) -> Table: ...
    def events(self) -> Table: ...
    def sources(self) -> Table: ...
    def evidence(self) -> Table: ...
    def actors(self) -> Table: ...
    def reports(self) -> Table: ...
    def findings(self) -> Table: ...
    def dyad_days(self) -> Table: ...
    def offices(self, state: str | None = None) -> Table: ...
    def timeline(
        self,
        a: str | None = None,
        b: str | None = None,
        *,
        since: _Day | None = None,
        until: _Day | None = None,
        kinds: _Words | None = None,
        person: str | None = None,
        statuses: _Status | list[_Status] | None = None,
        min_sources: int = 0,
    ) -> Table: ...
    def index(
        self,
        a: str,
        b: str,
        *,
        by: Literal["day", "week", "month", "quarter", "year"] = "quarter",
        since: _Day | None = None,
        until: _Day | None = None,
        statuses: _Status | list[_Status] | None = None,
        min_sources: int = 0,
    ) -> Table: ...
    def compare(
        self, event: str, other: str | None = None, *, only: str | None = None, split: bool = False
    ) -> Table: ...
    def statements(
        self,
        *,
        by: str | None = None,
        to: str | None = None,
        about: str | None = None,
        kinds: _Words | None = None,
        states: _Words | None = None,
        since: _Day | None = None,
        until: _Day | None = None,
    ) -> Table: ...
    def show(self, id: str) -> dict[str, Any]: ...

# Linking on a cluster, for chancery.spark alone.
def link_steps() -> list[tuple[str, list[tuple[str, str]], list[str], list[str], str | None]]: ...
def link_channels() -> list[str]: ...
def link_read(documents: list[str], keys: int) -> list[tuple[str, int, str]]: ...
def link_documents(documents: list[str]) -> str: ...
def link_gather(rows: list[tuple[str, str]]) -> str: ...
def without_tokens(document: str) -> str: ...
@final
class LinkTables:
    def __new__(cls, tables: Mapping[str, list[str]]) -> LinkTables: ...
    def run(self, step: str, rows: list[tuple[str, str]], keys: int) -> list[tuple[str, int, str]]: ...
