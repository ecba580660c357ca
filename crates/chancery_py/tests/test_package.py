"""The package: its docstrings, its stubs, and what it may be loaded by."""

import doctest
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import chancery
from conftest import ROOT


def documented():
    """Everything public with its docstring."""
    yield "chancery", chancery
    for name in chancery.__all__:
        thing = getattr(chancery, name)
        yield name, thing
        if isinstance(thing, type):
            own = (member for member in vars(thing) if not member.startswith("_"))
            yield from ((f"{name}.{member}", getattr(thing, member)) for member in own)


def test_everything_public_is_documented():
    bare = [name for name, thing in documented() if not (getattr(thing, "__doc__", None) or "").strip()]
    assert bare == []


def test_the_examples_of_docstrings_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner, parser, ran = doctest.DocTestRunner(verbose=False), doctest.DocTestParser(), 0
    for name, thing in documented():
        test = parser.get_doctest(thing.__doc__, {}, name, name, 0)
        result = runner.run(test)
        assert result.failed == 0, name
        ran += result.attempted
    assert ran >= 15


def test_the_stubs_agree_with_the_package(tmp_path):
    # Names that stand in the module for those who check types, and are not there when it runs.
    allowed = tmp_path / "allowed"
    allowed.write_text("chancery.spark.(DataFrame|SparkSession|pyarrow)\n")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "chancery", "--allowlist", allowed],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert checked.returncode == 0, checked.stdout


def test_types_are_seen_by_who_uses_them(tmp_path):
    code = "import chancery\nreveal_type(chancery.Record.open('r').events()['id'])\nchancery.annotate(3)\n"
    (tmp_path / "use.py").write_text(code)
    seen = subprocess.run([sys.executable, "-m", "mypy", "use.py"], capture_output=True, text=True, cwd=tmp_path).stdout
    assert "list[Any]" in seen and "arg-type" in seen


def test_one_module_serves_every_python_from_310():
    native = Path(chancery._native.__file__)
    assert ".abi3." in native.name
    assert chancery.__version__ == version("chancery")


def test_nothing_is_needed_besides_python():
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['pyarrow', 'pandas', 'polars', 'numpy']))\n"
        "import chancery\n"
        "table = chancery.Record.build({'text': 'China condemned Japan on Monday.'}).events()\n"
        "assert table.to_dicts()[0]['type'] == 'ACCUSE'\n"
        "try: table.to_arrow()\n"
        "except chancery.InputError as error: assert 'pip install pyarrow' in str(error)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


DOCS = (ROOT / "docs/python.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").symlink_to(ROOT / "examples")
    blocks = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    assert len(blocks) == 5
    names = {}
    for block in blocks:
        exec(block, names)
    assert len(names["claims"]) == 2 and len(names["failed"]) == 0
    assert len(names["took_place"]) > 50 and len(names["timeline"]) > 2 and len(names["compared"]) > 5


def test_the_page_names_every_column(record):
    documents = chancery.annotate("Canada sanctioned Russia.")
    tables = {
        "annotate": documents,
        "claims": documents.events(),
        "index": record.index("Canada", "China"),
        "comparison": record.compare(record.events()["id"][0]),
    }
    for name, table in tables.items():
        section = re.search(rf"^### {name}\n(.*?)(?=^### |\Z)", DOCS, re.DOTALL | re.MULTILINE)[1]
        assert dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", section, re.MULTILINE)) == table.types
        assert [name for name, _ in re.findall(r"^\| `(\w+)` \| (\w+) \|", section, re.MULTILINE)] == table.columns
