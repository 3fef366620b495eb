"""Settings that do not go together: what would let in who should not be, or lose what must not be, with its remedy.

`serve` starts nothing while a finding is `refused`; the others are advice.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tracker.errors import DatabaseProblem, SettingProblem
from tracker.settings import KNOWN, ROOT, SECRET, Settings, secret

LEAST_COOKIE_SECRET: Final = 32
MOST_PROXIES: Final = 1 << 16
"""More addresses than one network of a municipality has are no list of proxies."""
NETWORK_DRIVES: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "glusterfs", "ceph", "afs", "davfs"})
_OURS_TO_TEST = ("TRACKER_TEST_", "TRACKER_TRUST_", "TRACKER_SHARED", "TRACKER_CHROMIUM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about the settings; the text of `code` says what to do, `refused` keeps the server from starting."""

    code: str
    refused: bool
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What the server is told beside the settings: Streamlit's options, under its names without their sections."""

    address: str
    cors: bool = True
    xsrf: bool = True
    agents: bool = False
    details: str = "none"

    @property
    def reachable(self) -> bool:
        """Whether other machines may reach it."""
        return not _is_loopback(self.address)


def server(environment: Mapping[str, str] | None = None, *, address: str | None = None, root: Path = ROOT) -> Server:
    """What the server will be told: by its file of options, over it by the environment, over both by `address`."""
    said = os.environ if environment is None else environment
    file = root / ".streamlit" / "config.toml"
    written: dict[str, Any] = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}

    def option(section: str, name: str, variable: str, otherwise: Any) -> Any:
        return said.get(f"STREAMLIT_{section.upper()}_{variable}", written.get(section, {}).get(name, otherwise))

    return Server(
        address=address or str(option("server", "address", "ADDRESS", "")),
        cors=_is_on(option("server", "enableCORS", "ENABLE_CORS", True)),
        xsrf=_is_on(option("server", "enableXsrfProtection", "ENABLE_XSRF_PROTECTION", True)),
        agents=_is_on(option("server", "enableAgentApi", "ENABLE_AGENT_API", False)),
        details=str(option("client", "showErrorDetails", "SHOW_ERROR_DETAILS", "full")),
    )


def checks(listening: Server, environment: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """All findings, refused ones first."""
    said = os.environ if environment is None else environment
    open_files = [*_open_secrets(said)]
    if open_files:
        return tuple(open_files)  # nothing else is known while a secret is not read
    try:
        settings = Settings()
        settings.database_file  # noqa: B018 - raises where the address is none
    except (SettingProblem, DatabaseProblem) as problem:
        return (Finding(code=problem.code, refused=True, values=problem.values),)
    found = [*_unknown(said), *_reach(settings, listening), *_sign_in(settings), *_details(settings, listening)]
    found += [*_places(settings), *_process(listening, said)]
    return tuple(sorted(found, key=lambda finding: not finding.refused))


def _open_secrets(said: Mapping[str, str]) -> Iterator[Finding]:
    for name in SECRET:
        if not said.get(f"{name}_FILE"):
            continue
        try:
            secret(name)
        except SettingProblem as problem:
            yield Finding(code=problem.code, refused=True, values=problem.values)
    file = ROOT / ".streamlit" / "secrets.toml"
    if file.is_file() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(code="error.secret_open", refused=True, values={"setting": ".streamlit/secrets.toml"})


def _unknown(said: Mapping[str, str]) -> Iterator[Finding]:
    """A misspelt setting is the same as none, and none may be the less safe one."""
    for name in sorted(said):
        if name.startswith("TRACKER_") and name not in KNOWN and not name.startswith(_OURS_TO_TEST):
            yield Finding(code="prudence.setting_unknown", refused=False, values={"setting": name[:60]})


def _reach(settings: Settings, listening: Server) -> Iterator[Finding]:
    """Who can reach the server, and what they see of the way there."""
    if listening.reachable:
        public = urlsplit(settings.address)
        if settings.sign_in == "local":
            yield Finding(code="prudence.open_to_all", refused=True, values={"address": listening.address or "0.0.0.0"})  # noqa: S104 - said, not opened
        if not settings.address:
            yield Finding(code="prudence.no_address", refused=True)
        elif public.scheme != "https" and not _is_loopback(public.hostname or ""):
            yield Finding(code="prudence.no_tls", refused=True, values={"address": settings.address})
        if not (settings.requests_a_minute and settings.connections_a_minute):
            yield Finding(code="prudence.no_limits", refused=False)
    for off, option in ((listening.cors, "server.enableCORS"), (listening.xsrf, "server.enableXsrfProtection")):
        if not off:
            yield Finding(code="prudence.protection_off", refused=True, values={"setting": option})
    if listening.agents:
        yield Finding(code="prudence.agents_on", refused=True)


def _sign_in(settings: Settings) -> Iterator[Finding]:
    """Whether those who sign in are who they say."""
    if settings.sign_in == "oidc" and len(secret("TRACKER_COOKIE_SECRET")) < LEAST_COOKIE_SECRET:
        yield Finding(code="prudence.cookie_secret_short", refused=True, values={"least": LEAST_COOKIE_SECRET})
    if settings.sign_in == "proxy":
        try:
            networks = [ip_network(part.strip()) for part in settings.sign_in_from.split(",") if part.strip()]
        except ValueError:
            networks = []
        if not networks:
            yield Finding(code="prudence.proxy_unnamed", refused=True)
        if any(network.num_addresses > MOST_PROXIES for network in networks):
            yield Finding(code="prudence.proxy_anybody", refused=True)
        if not secret("TRACKER_SIGN_IN_SECRET"):
            yield Finding(code="prudence.proxy_without_secret", refused=False)


def _details(settings: Settings, listening: Server) -> Iterator[Finding]:
    if settings.debug:
        yield Finding(code="prudence.debug", refused=listening.reachable)
    if listening.details.lower() not in ("none", "false"):
        yield Finding(code="prudence.details_shown", refused=listening.reachable)


def _places(settings: Settings) -> Iterator[Finding]:
    """Where the data lies."""
    file = settings.database_file
    if file is None:
        return
    folder = next(place for place in (file.parent, *file.parent.parents) if place.is_dir())
    drive = drive_of(folder)
    if drive in NETWORK_DRIVES or drive.startswith("fuse.sshfs"):
        yield Finding(code="prudence.network_drive", refused=True, values={"drive": drive})
    if file.is_file() and file.stat().st_mode & stat.S_IRWXO and folder.stat().st_mode & stat.S_IXOTH:
        yield Finding(code="prudence.database_open", refused=False)
    backups = next(place for place in (settings.backups, *settings.backups.parents) if place.is_dir())
    if backups.stat().st_dev == folder.stat().st_dev:
        yield Finding(code="prudence.backups_beside", refused=False)


def _process(listening: Server, said: Mapping[str, str]) -> Iterator[Finding]:
    contained = "container" in said or Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()
    if os.geteuid() == 0 and (contained or listening.reachable):
        yield Finding(code="prudence.as_root", refused=listening.reachable)


def drive_of(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system a folder lies on, "" where the machine does not say."""
    if not mounts.is_file():
        return ""
    whole, found, best = folder.resolve(), "", -1
    for line in mounts.read_text("utf-8", "replace").splitlines():
        _, place, kind, *_ = line.split(" ")
        at = Path(place.replace("\\040", " "))
        if whole.is_relative_to(at) and len(at.parts) >= best:
            found, best = kind, len(at.parts)
    return found


def _is_on(value: object) -> bool:
    return str(value).lower() in ("true", "1", "yes", "on")


def _is_loopback(address: str) -> bool:
    """An address of this machine alone; none at all means every interface."""
    try:
        return address == "localhost" or ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
