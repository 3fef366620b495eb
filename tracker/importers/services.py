"""The service catalogue: one row per e-service or other public service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.importers.columns import Column, Imported, address, choice, day, once, read_rows, text, truth
from tracker.tables.service import ServiceStatus

_STATUS = {
    "planerad": ServiceStatus.PLANNED,
    "planeras": ServiceStatus.PLANNED,
    "på gång": ServiceStatus.PLANNED,
    "test": ServiceStatus.PILOT,
    "pilotdrift": ServiceStatus.PILOT,
    "försök": ServiceStatus.PILOT,
    "i drift": ServiceStatus.IN_SERVICE,
    "drift": ServiceStatus.IN_SERVICE,
    "i bruk": ServiceStatus.IN_SERVICE,
    "aktiv": ServiceStatus.IN_SERVICE,
    "publicerad": ServiceStatus.IN_SERVICE,
    "live": ServiceStatus.IN_SERVICE,
    "active": ServiceStatus.IN_SERVICE,
    "avslutad": ServiceStatus.CLOSED,
    "avvecklad": ServiceStatus.CLOSED,
    "nedlagd": ServiceStatus.CLOSED,
    "stängd": ServiceStatus.CLOSED,
    "okänd": ServiceStatus.UNKNOWN,
    "not known": ServiceStatus.UNKNOWN,
}

COLUMNS = (
    Column(
        key="name",
        names=("namn", "tjänst", "e-tjänst", "tjänstens namn", "service", "service name"),
        read=text(400),
        required=True,
    ),
    Column(key="unit", names=("enhet", "förvaltning", "verksamhet", "ansvarig enhet", "department"), read=text(400)),
    Column(key="channel", names=("kanal", "kanaler"), read=text(120)),
    Column(key="life_event", names=("livshändelse",), read=text(200)),
    Column(key="status", names=("läge",), read=choice(ServiceStatus, _STATUS)),
    Column(key="platform", names=("plattform", "e-tjänsteplattform"), read=text(200)),
    Column(
        key="back_office_system",
        names=("verksamhetssystem", "bakomliggande system", "system", "back office"),
        read=text(200),
    ),
    Column(key="vendor", names=("leverantör", "supplier"), read=text(200)),
    Column(
        key="contract_end",
        names=("avtalsslut", "avtal till", "avtal löper ut", "avtalets slut", "contract ends"),
        read=day,
    ),
    Column(
        key="cross_border",
        names=("gränsöverskridande", "används från andra länder", "crossborder", "used across borders"),
        read=truth,
    ),
    Column(
        key="started_on",
        names=("startdatum", "i drift från", "driftstart", "startade", "started", "start date"),
        read=day,
    ),
    Column(key="url", names=("webbadress", "adress", "länk", "link", "address"), read=address),
    Column(key="description", names=("beskrivning",), read=text(10_000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service as the catalogue describes it; "" or None where the catalogue says nothing."""

    name: str
    unit: str = ""
    channel: str = ""
    life_event: str = ""
    status: ServiceStatus = ServiceStatus.UNKNOWN
    platform: str = ""
    back_office_system: str = ""
    vendor: str = ""
    contract_end: date | None = None
    cross_border: bool | None = None
    started_on: date | None = None
    url: str = ""
    description: str = ""


def read(data: bytes, file: str) -> Imported[ServiceRow]:
    """The services in a CSV or XLSX file; a name that stands twice is set aside the second time.

    Raises ImportProblem when the file cannot be read as a table with a column for the name.
    """
    seen: set[str] = set()

    def build(name: str, **cells: object) -> ServiceRow:
        once("name", name, seen)
        return ServiceRow(name=name, **cells)  # type: ignore[arg-type]  # cells come typed from COLUMNS

    return read_rows(data, file, COLUMNS, build)
