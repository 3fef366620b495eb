"""The service catalogue: services, the systems they run on, their forms, and what people contact them about."""

from __future__ import annotations

from tracker.importers.columns import ADDRESS, COUNT, DAY, TEXT, TRUTH, Column, choice, in_order, line, name_of
from tracker.importers.reading import ListKind
from tracker.tables.service import Acquisition, DesignDriver, ServiceStatus, SystemKind

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

_ACQUISITION = {
    "tillägg": Acquisition.ADD_ON,
    "tillägg till verksamhetssystem": Acquisition.ADD_ON,
    "add-on": Acquisition.ADD_ON,
    "plattform": Acquisition.PLATFORM,
    "på plattformen": Acquisition.PLATFORM,
    "egen": Acquisition.OWN,
    "egenutvecklad": Acquisition.OWN,
    "own development": Acquisition.OWN,
    "delad": Acquisition.SHARED,
    "gemensam": Acquisition.SHARED,
    "okänd": Acquisition.UNKNOWN,
}
_DRIVER = {
    "system": DesignDriver.SYSTEM,
    "systemet": DesignDriver.SYSTEM,
    "verksamhetssystemet": DesignDriver.SYSTEM,
    "användare": DesignDriver.USER,
    "användarna": DesignDriver.USER,
    "users": DesignDriver.USER,
    "båda": DesignDriver.BOTH,
    "okänd": DesignDriver.UNKNOWN,
}
_SYSTEM = {
    "plattform": SystemKind.PLATFORM,
    "e-tjänsteplattform": SystemKind.PLATFORM,
    "verksamhetssystem": SystemKind.BACK_OFFICE,
    "back office": SystemKind.BACK_OFFICE,
}

COLUMNS = (
    Column(key="name", names=("namn", "tjänst", "e-tjänst", "tjänstens namn", "service", "service name"), read=line(),
           required=True, identifies=True, example="Ansökan om bygglov"),
    Column(key="identifier", names=("identitet", "id", "iri"), read=line()),
    Column(key="unit", names=("enhet", "förvaltning", "verksamhet", "ansvarig enhet", "department"),
           read=name_of("actor"), example="Samhällsbyggnadsförvaltningen"),
    Column(key="channel", names=("kanal", "kanaler"), read=line(120), example="e-tjänst"),
    Column(key="life_event", names=("livshändelse",), read=line(200), example="Bygga och bo"),
    Column(key="status", names=("läge",), read=choice(ServiceStatus, _STATUS, empty=ServiceStatus.UNKNOWN),
           example="i drift"),
    Column(key="platform", names=("plattform", "e-tjänsteplattform"), read=line(200)),
    Column(key="back_office_system", names=("verksamhetssystem", "bakomliggande system", "system", "back office"),
           read=line(200)),
    Column(key="vendor", names=("leverantör", "supplier"), read=line(200)),
    Column(key="contract_end", names=("avtalsslut", "avtal till", "avtal löper ut", "avtalets slut", "contract ends"),
           read=DAY, example="2027-06-30"),
    Column(key="acquisition", names=("anskaffning", "hur den skaffades", "acquired as"),
           read=choice(Acquisition, _ACQUISITION, empty=Acquisition.UNKNOWN)),
    Column(key="design_driver", names=("utgångspunkt", "utformad utifrån", "designed around"),
           read=choice(DesignDriver, _DRIVER, empty=DesignDriver.UNKNOWN)),
    Column(key="built_by", names=("byggd av", "framtagen av", "utvecklad av"), read=name_of("actor")),
    Column(key="personal_data", names=("personuppgifter",), read=TRUTH, example="ja"),
    Column(key="cross_border",
           names=("gränsöverskridande", "används från andra länder", "crossborder", "used across borders"), read=TRUTH),
    Column(key="started_on",
           names=("startdatum", "i drift från", "driftstart", "startade", "started", "start date"), read=DAY),
    Column(key="url", names=("webbadress", "adress", "länk", "link", "address"), read=ADDRESS),
    Column(key="description", names=("beskrivning",), read=TEXT),
)  # fmt: skip

SERVICES = ListKind(code="services", columns=COLUMNS)

SYSTEMS = ListKind(
    code="systems",
    columns=(
        Column(key="name", names=("namn", "system", "plattform"), read=line(), required=True, identifies=True,
               example="Plankista"),
        Column(key="kind", names=("slag", "typ", "type"), read=choice(SystemKind, _SYSTEM), required=True,
               identifies=True, example="verksamhetssystem"),
        Column(key="vendor", names=("leverantör", "supplier"), read=line(200), example="Lodstolpen AB"),
        Column(key="owner", names=("ägare", "systemägare", "förvaltning"), read=name_of("actor")),
        Column(key="acquired_on", names=("anskaffat", "inköpt", "anskaffningsdatum", "bought on"), read=DAY),
        Column(key="contract_end", names=("avtalsslut", "avtal till", "avtal löper ut", "contract ends"), read=DAY,
               example="2027-06-30"),
        Column(key="integrations", names=("integrationer", "kopplingar"), read=TEXT),
        Column(key="note", names=("anteckning", "kommentar", "comment"), read=TEXT),
    ),
    check=lambda cells: in_order(cells, "acquired_on", "contract_end"),
)  # fmt: skip

FORMS = ListKind(
    code="forms",
    columns=(
        Column(key="service", names=("tjänst", "e-tjänst"), read=name_of("service"), required=True, identifies=True,
               example="Ansökan om bygglov"),
        Column(key="name", names=("namn", "formulär", "blankett", "form"), read=line(), required=True,
               identifies=True, example="Ansökan"),
        Column(key="url", names=("webbadress", "adress", "länk", "link"), read=ADDRESS),
        Column(key="fields", names=("fält", "antal fält"), read=COUNT, example="24"),
        Column(key="required_fields", names=("obligatoriska fält", "antal obligatoriska fält"), read=COUNT,
               example="15"),
        Column(key="note", names=("anteckning", "kommentar", "comment"), read=TEXT),
    ),
)  # fmt: skip

TOPICS = ListKind(
    code="topics",
    columns=(
        Column(key="name", names=("namn", "ärendetyp", "fråga", "ämne", "topic"), read=line(), required=True,
               identifies=True, example="Bygglov"),
        Column(key="service", names=("tjänst", "e-tjänst"), read=name_of("service"), example="Ansökan om bygglov"),
        Column(key="unit", names=("enhet", "förvaltning", "department"), read=name_of("actor")),
        Column(key="taken_over_on", names=("övertaget", "övertagen", "övertogs", "taken over"), read=DAY,
               example="2024-09-01"),
        Column(key="note", names=("anteckning", "kommentar", "comment"), read=TEXT),
    ),
)  # fmt: skip
