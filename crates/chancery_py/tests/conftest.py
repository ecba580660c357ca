"""What the tests share: the program that was built beside the package, and a record of the project's example reports."""

from pathlib import Path

import chancery
import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def program() -> str:
    return str(ROOT / "target/release/chancery")


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "examples"


@pytest.fixture(scope="session")
def record(examples: Path) -> chancery.Record:
    return chancery.Record.build(examples)
