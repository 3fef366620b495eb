"""The image and the services around it: nothing open, nothing running as root, and what runs there runs here too."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
LINES = [line for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
LAST = LINES[max(number for number, line in enumerate(LINES) if line.startswith("FROM")) :]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
PINNED = re.compile(r"[a-z/]+:\d+\.\d+(\.\d+)?-[a-z-]*bookworm")


def said(instruction: str, lines: list[str] = LAST) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in lines if line.startswith(f"{instruction} ")]


def copied() -> list[tuple[str, str]]:
    pairs = [shlex.split(line) for line in said("COPY") if "--from" not in line]
    return [(source, target) for *sources, target in pairs for source in sources]


def test_the_images_are_of_one_version() -> None:
    images = [line.split()[0] for line in said("FROM", LINES)] + [SERVICES["database"]["image"]]
    assert [image for image in images if not PINNED.fullmatch(image)] == []


def test_it_does_not_run_as_root_and_tells_how_it_is() -> None:
    users, checks = said("USER"), said("HEALTHCHECK")
    assert users == ["10001:10001"]
    assert "/health" in checks[0]
    assert said("VOLUME") == ["/app/data"]


def test_no_tools_to_build_with_stay_behind() -> None:
    assert not re.search(r"\b(gcc|build-essential|python3-dev|git|curl|make)\b", " ".join(LAST))
    assert "pip uninstall --yes pip setuptools" in " ".join(said("RUN"))


def test_all_that_is_copied_is_there_and_sent() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    sources = {source for source, _ in copied()} | {"pyproject.toml", "requirements.txt"}
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == sources
    assert "*" in ignored


def test_the_packages_are_the_pinned_ones() -> None:
    run = next(line for line in said("RUN", LINES) if line.startswith("["))
    program = json.loads(run)[2].replace("pathlib.Path('wanted.txt').write_text", "print")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    wanted = {re.split(r"[\[ ]", name)[0].lower() for name in done.stdout.split()}
    pinned = {line.split("==")[0].lower() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()}
    assert {"streamlit", "sqlalchemy", "psycopg"} <= wanted <= pinned


@pytest.mark.parametrize("name", SERVICES)
def test_only_this_machine_reaches_a_service(name: str) -> None:
    assert [port for port in SERVICES[name].get("ports", []) if not port.startswith("127.0.0.1:")] == []
    assert name == "app" or "ports" not in SERVICES[name]


@pytest.mark.parametrize("name", OURS)
def test_our_services_may_do_no_more_than_they_must(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["volumes"] == ["data:/app/data"]
    assert service["depends_on"]["database"] == {"condition": "service_healthy"}


def test_secrets_come_from_files_alone() -> None:
    assert all("file" in secret for secret in COMPOSE["secrets"].values())
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            hidden = re.search(r"PASSWORD|SECRET|URL", name) and not name.endswith("_METADATA")
            assert not hidden or (name.endswith("_FILE") and value.startswith("/run/secrets/"))


def test_the_database_is_on_a_network_of_its_own() -> None:
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image holds, in an empty folder."""
    folder = tmp_path_factory.mktemp("image") / "app"
    for source, target in copied():
        place = folder / target if target != "./" else folder / source
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place)
        else:
            shutil.copy(ROOT / source, place)
    (folder / "data").mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment the image sets, and settings as compose gives them."""
    words = shlex.split(" ".join(said("ENV")))
    said_there = dict(word.split("=", 1) for word in words)
    home = tmp_path_factory.mktemp("home")
    settings = {"TRACKER_SIGN_IN": "proxy", "TRACKER_ADDRESS": "http://localhost:8501"}
    return {**said_there, **settings, "PATH": os.environ["PATH"], "HOME": str(home)}


@pytest.fixture(scope="module")
def served(installed: Path, environment: dict[str, str]) -> Iterator[int]:
    """The service, begun as compose begins it, on a port of its own; gives the port."""
    upgrade = [sys.executable, *SERVICES["upgrade"]["command"][1:]]
    subprocess.run(upgrade, cwd=installed, env=environment, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    # Here it listens for this machine alone; whoever runs the tests may be root.
    command = [sys.executable, *json.loads(said("CMD")[-1])[1:-1], "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=installed, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield port
    process.terminate()
    assert process.wait(timeout=20) in (0, -15)


def test_what_runs_there_runs_in_an_empty_folder_and_is_healthy(served: int, installed: Path) -> None:
    check = json.loads(said("HEALTHCHECK")[0].partition(" CMD ")[2])
    command = [sys.executable, *(part.replace(":8501", f":{served}") for part in check[1:])]
    until = time.monotonic() + 60
    while (done := subprocess.run(command, capture_output=True, check=False)).returncode and time.monotonic() < until:
        time.sleep(1)
    assert done.returncode == 0
    assert (installed / "data" / "tracker.db").is_file()
