"""Settings that do not go together, each with the code that says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tracker import prudence
from tracker.cli import app
from tracker.prudence import Server

HERE = Server(address="127.0.0.1")
EVERYWHERE = Server(address="0.0.0.0")
PUBLIC = {"TRACKER_ADDRESS": "https://tracker.kommun.se"}
BY_PROXY = {**PUBLIC, "TRACKER_SIGN_IN": "proxy", "TRACKER_SIGN_IN_SECRET": "x" * 40}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("TRACKER_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(prudence, "ROOT", tmp_path)


def found(monkeypatch: pytest.MonkeyPatch, server: Server, said: dict[str, str], *, refused: bool = True) -> set[str]:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return {one.code.removeprefix("prudence.") for one in prudence.checks(server) if one.refused is refused}


def test_what_is_shipped_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(prudence.__file__).parents[1]
    assert found(monkeypatch, prudence.server({}, root=root), {}) == set()


@pytest.mark.parametrize(
    ("server", "said", "codes"),
    [
        (EVERYWHERE, PUBLIC, {"open_to_all"}),
        (Server(address=""), PUBLIC, {"open_to_all"}),
        (Server(address="192.0.2.1"), {}, {"open_to_all", "no_address"}),
        (EVERYWHERE, BY_PROXY, set()),
        (EVERYWHERE, {**BY_PROXY, "TRACKER_ADDRESS": "http://tracker.kommun.se"}, {"no_tls"}),
        (EVERYWHERE, {**BY_PROXY, "TRACKER_ADDRESS": "http://localhost:8501"}, set()),
        (EVERYWHERE, {**BY_PROXY, "TRACKER_DEBUG": "1"}, {"debug"}),
        (HERE, {"TRACKER_DEBUG": "1"}, set()),
        (HERE, {"TRACKER_SIGN_IN": "proxy", "TRACKER_SIGN_IN_FROM": "10.0.0.0/8"}, {"proxy_anybody"}),
        (HERE, {"TRACKER_SIGN_IN": "proxy", "TRACKER_SIGN_IN_FROM": "proxy.kommun.se"}, {"proxy_unnamed"}),
        (HERE, {"TRACKER_SIGN_IN": "oidc", "TRACKER_COOKIE_SECRET": "x" * 31}, {"cookie_secret_short"}),
        (HERE, {"TRACKER_SIGN_IN": "oidc", "TRACKER_COOKIE_SECRET": "x" * 32}, set()),
        (HERE, {"TRACKER_REQUESTS_A_MINUTE": "many"}, {"error.setting_number"}),
        (HERE, {"TRACKER_DATABASE_URL": "nonsense"}, {"error.database_url"}),
        (Server(address="127.0.0.1", cors=False, xsrf=False), {}, {"protection_off"}),
        (Server(address="127.0.0.1", agents=True), {}, {"agents_on"}),
        (Server(address="0.0.0.0", details="full"), BY_PROXY, {"details_shown"}),
    ],
)
def test_what_is_dangerous_is_refused(
    monkeypatch: pytest.MonkeyPatch, server: Server, said: dict[str, str], codes: set[str]
) -> None:
    assert found(monkeypatch, server, said) == codes


@pytest.mark.parametrize(
    ("server", "said", "code"),
    [
        (HERE, {}, "backups_beside"),
        (HERE, {"TRACKER_SIGNIN": "oidc"}, "setting_unknown"),
        (HERE, {"TRACKER_SIGN_IN": "proxy"}, "proxy_without_secret"),
        (EVERYWHERE, {**BY_PROXY, "TRACKER_REQUESTS_A_MINUTE": "0"}, "no_limits"),
    ],
)
def test_what_could_be_better_is_advice(
    monkeypatch: pytest.MonkeyPatch, server: Server, said: dict[str, str], code: str
) -> None:
    assert code in found(monkeypatch, server, said, refused=False)


@pytest.mark.parametrize(("mode", "codes"), [(0o644, {"error.secret_open"}), (0o600, set())])
def test_a_secret_is_its_owners(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int, codes: set[str]) -> None:
    file = tmp_path / "secret"
    file.write_text("x" * 40, "utf-8")
    file.chmod(mode)
    assert found(monkeypatch, HERE, {"TRACKER_COOKIE_SECRET_FILE": str(file)}) == codes
    assert found(monkeypatch, HERE, {"TRACKER_OIDC_SECRET_FILE": f"{file}.none"}) == {"error.secret_unreadable", *codes}


def test_secrets_beside_the_server_are_its_owners(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text("", "utf-8")
    (tmp_path / ".streamlit" / "secrets.toml").chmod(0o644)
    assert found(monkeypatch, HERE, {}) == {"error.secret_open"}


def test_root_serves_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert found(monkeypatch, EVERYWHERE, BY_PROXY) == {"as_root"}


def test_a_network_drive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prudence, "drive_of", lambda folder: "nfs4")
    assert found(monkeypatch, HERE, {}) == {"network_drive"}


def test_the_innermost_drive_counts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    lines = ("/dev/a / ext4 rw 0 0", f"nas:/x {tmp_path} nfs4 rw 0 0", f"/dev/b {tmp_path}/own ext4 rw 0 0")
    mounts.write_text("\n".join(lines), "utf-8")
    assert prudence.drive_of(tmp_path / "data", mounts) == "nfs4"
    assert prudence.drive_of(tmp_path / "own" / "data", mounts) == "ext4"


def test_options_of_the_environment_and_the_command_come_first(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\naddress = "127.0.0.1"\n', "utf-8")
    said = {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "STREAMLIT_SERVER_ENABLE_CORS": "false"}
    assert prudence.server({}, root=tmp_path).address == "127.0.0.1"
    assert (prudence.server(said, root=tmp_path).address, prudence.server(said, root=tmp_path).cors) == (
        "0.0.0.0",
        False,
    )
    assert prudence.server(said, root=tmp_path, address="::1").reachable is False


def test_serve_refuses_what_is_dangerous(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "execv", lambda *started: pytest.fail("started"))
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")
    result = CliRunner().invoke(app, ["serve", "--address", "0.0.0.0"])
    assert result.exit_code == 1
    assert "nobody signs in" in result.output
