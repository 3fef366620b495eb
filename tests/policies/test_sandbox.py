"""The sandbox with a stub reader that misbehaves on demand: told by the file's content."""

from __future__ import annotations

import multiprocessing
import sys
import textwrap
import threading
from collections.abc import Iterator

import pytest

from policies import sandbox
from policies.errors import UnreadableFile
from policies.sandbox import Sandbox, read_safely

SECONDS = 3
STUB = textwrap.dedent(
    """
    import os, sys, time
    from policies import worker
    from policies.document import Block, BlockKind, Document
    from policies.errors import UnreadableFile

    def read(data, name):
        order = data.decode()
        if order == "sleep":
            time.sleep(60)
        if order == "spin":
            while True:
                pass
        if order == "fill":
            bytearray(3_000_000_000)
        if order == "die":
            os.abort()
        if order == "fail":
            raise KeyError("a bug")
        if order == "print":
            print("noise on standard output", flush=True)
            os.write(1, b"more noise")
        if order == "refuse":
            raise UnreadableFile("error.needs_ocr", file=name, pages=3)
        text = f"{os.getpid()}"
        return Document(text=text, blocks=(Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text)),))

    import policies.reading
    policies.reading.read = read
    worker.main(sys.argv[1:])
    """
)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_command", lambda *limits: [sys.executable, "-c", STUB, *map(str, limits)])


@pytest.fixture
def box(stub: None) -> Iterator[Sandbox]:
    with Sandbox(memory=512 * 1024 * 1024, seconds=SECONDS) as made:
        yield made


def test_worker_is_kept_from_file_to_file(box: Sandbox) -> None:
    assert box.read(b"", "a").text == box.read(b"", "b").text


def test_worker_is_replaced_after_its_share_of_files(stub: None) -> None:
    with Sandbox(files_per_worker=2) as made:
        first, second, third = (made.read(b"", "a").text for _ in range(3))
    assert first == second != third


def test_refusal_keeps_code_and_values(box: Sandbox) -> None:
    with pytest.raises(UnreadableFile) as caught:
        box.read(b"refuse", "skannad.pdf")
    assert (caught.value.code, caught.value.values) == ("error.needs_ocr", {"file": "skannad.pdf", "pages": 3})


@pytest.mark.parametrize(
    ("order", "code", "values"),
    [
        (b"sleep", "error.too_slow", {"seconds": SECONDS}),
        (b"spin", "error.too_slow", {"seconds": SECONDS}),
        (b"fill", "error.too_much_memory", {"limit": 512}),
        (b"die", "error.reader_crashed", {}),
        (b"fail", "error.reader_failed", {}),
    ],
)
def test_breach_is_a_plain_error_and_the_next_file_is_read(
    box: Sandbox, order: bytes, code: str, values: dict[str, int]
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        box.read(order, "plan.pdf")
    assert (caught.value.code, caught.value.values) == (code, {"file": "plan.pdf", **values})
    assert box.read(b"", "b").text.isdigit()


def test_output_of_a_library_does_not_spoil_the_answer(box: Sandbox) -> None:
    assert box.read(b"print", "a").text.isdigit()


def test_threads_share_the_workers(stub: None) -> None:
    found: list[str] = []
    with Sandbox(workers=2) as made:
        threads = [threading.Thread(target=lambda: found.append(made.read(b"", "a").text)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 8
    assert len(set(found)) <= 2


def test_name_may_be_anything(box: Sandbox) -> None:
    assert box.read(b"", "år\ud800/\0.pdf").text


def test_closed_sandbox_refuses(stub: None) -> None:
    made = Sandbox()
    made.close()
    made.close()
    with pytest.raises(RuntimeError):
        made.read(b"", "a")


def test_environment_of_the_worker_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://user:secret@host/db")
    assert "secret" not in str(sandbox._environment())


def _read_in_child(results: multiprocessing.SimpleQueue[str]) -> None:
    try:
        read_safely(b" ", "tom.txt")
    except UnreadableFile as error:
        results.put(error.code)


@pytest.mark.parametrize("method", sorted({"fork", "spawn"} & set(multiprocessing.get_all_start_methods())))
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_daemon_process_of_the_caller_has_a_sandbox_of_its_own(method: str) -> None:
    with pytest.raises(UnreadableFile, match="empty_file"):
        read_safely(b" ", "tom.txt")
    context = multiprocessing.get_context(method)
    results = context.SimpleQueue()
    process = context.Process(target=_read_in_child, args=(results,), daemon=True)
    process.start()
    assert results.get() == "error.empty_file"
    process.join()
    results.close()
    with pytest.raises(UnreadableFile, match="empty_file"):
        read_safely(b" ", "tom.txt")
