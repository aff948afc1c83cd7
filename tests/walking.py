"""A world to walk in: offices with holders, and the acts that lead an application from its wave to its label."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import Engine, func, insert, select

from states.application.facts import ApplicationFacts
from states.application.words import Kind
from states.application.words import State as ApplicationState
from states.editions import edition
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.session.facts import SessionFacts
from states.session.words import State as SessionState
from states.wave.facts import WaveFacts
from states.wave.words import State as WaveState
from store import documents
from store.desk import desk
from store.desk.kinds import TABLES
from store.desk.loading import load
from store.desk.writing import Written
from store.people.appointments import add_person, appoint
from store.reference import catalogue
from store.session import reading, transaction
from store.tables.journal import Event
from store.tables.people import Office, Person

EVENT = Event.__table__  # type: ignore[attr-defined]
OFFICE = Office.__table__  # type: ignore[attr-defined]
DAY = timedelta(days=1)
LONG_AGO = date(2010, 1, 1)
BUREAU, HEAD, SECRETARY, CHAIR = "dgesco_officer", "dgesco_head", "commission_secretary", "commission_chair"
MEMBERS = tuple(f"commission_member:{number:02d}" for number in range(1, 6))
WAVE = "2016-1"
OPENS, CLOSES = datetime(2016, 4, 1, 6, tzinfo=UTC), datetime(2016, 9, 30, 15, tzinfo=UTC)
SITTING = datetime(2016, 12, 8, 9, tzinfo=UTC)


@dataclass
class World:
    """A database and an instant: every act happens at that instant, by whoever holds the office."""

    engine: Engine
    at: datetime = datetime(2016, 3, 1, 9, tzinfo=UTC)
    holders: dict[str, str] = field(default_factory=dict)

    def holder(self, office: str) -> str:
        """The person of an office, appointed long ago."""
        if office not in self.holders:
            self.holders[office] = self.appoint(office, f"p-{office}".replace(":", "-").replace("_", "-"))
        return self.holders[office]

    def appoint(self, office: str, person: str, starts_on: date = LONG_AGO, **more: Any) -> str:
        """Someone takes an office."""
        with transaction(self.engine) as session:
            if session.get(Office, office) is None:
                known = catalogue.office(office)
                session.execute(insert(OFFICE).values(id=office, role=known.role, scope=known.scope))
            if session.get(Person, person) is None:
                add_person(
                    session,
                    id=person,
                    given_name="Anne",
                    family_name="Le Goff",
                    gender="f",
                    email=f"{person}@essai.example",
                    at=self.at,
                )
            known_from = catalogue.office(office).valid_from
            start = max(starts_on, known_from) if known_from else starts_on
            appoint(session, person=person, office=office, starts_on=start, at=self.at, **more)
        return person

    def act(self, kind: str, ref: str, trigger: str, office: str, /, **payload: Any) -> Written:
        """One act now, in its own transaction; `_version`, `_person`, `_at` and `_paper` go to the desk."""
        person = payload.pop("_person", None) or self.holder(office)
        how = {name: payload.pop(f"_{name}") for name in ("version", "paper") if f"_{name}" in payload}
        at = payload.pop("_at", self.at)
        with transaction(self.engine) as session:
            return desk.act(session, kind, ref, trigger, person=person, office=office, at=at, payload=payload, **how)

    def create(self, kind: str, facts: Any, office: str, name: str = "Campus d’essai") -> str:
        """A new object now."""
        person = self.holder(office)
        with transaction(self.engine) as session:
            written = desk.create(session, kind, facts, name=name, person=person, office=office, at=self.at)
        return str(written.facts.ref)

    def pdf(self, text: str = "Délibération") -> str:
        """A document received."""
        with transaction(self.engine) as session:
            return documents.receive(session, BytesIO(pdf(text)), at=self.at)

    def load(self, kind: str, ref: str) -> Any:
        """Facts as of now."""
        with reading(self.engine) as session:
            return load(session, kind, ref, self.at).facts

    def state(self, kind: str, ref: str) -> str:
        """State as written."""
        return str(self.row(kind, ref)["state"])

    def row(self, kind: str, ref: str) -> dict[str, Any]:
        """The row as written."""
        with reading(self.engine) as session:
            return dict(session.execute(select(TABLES[kind]).where(TABLES[kind].c.ref == ref)).mappings().one())

    def rows(self, query: Any) -> list[dict[str, Any]]:
        """What a query finds."""
        with reading(self.engine) as session:
            return [dict(row) for row in session.execute(query).mappings()]

    def count(self, table: Any = EVENT) -> int:
        """How many rows."""
        with reading(self.engine) as session:
            return int(session.execute(select(func.count()).select_from(table)).scalar_one())

    def events(self, kind: str, ref: str) -> list[dict[str, Any]]:
        """The journal of an object, in order."""
        return self.rows(select(EVENT).where(EVENT.c.kind == kind, EVENT.c.ref == ref).order_by(EVENT.c.seq))

    def triggers(self, kind: str, ref: str) -> list[str]:
        """What happened to an object, in order."""
        return [event["trigger"] for event in self.events(kind, ref)]

    def due(self) -> list[tuple[str, str]]:
        """What wants to be looked at now."""
        found = []
        for kind, table in sorted(TABLES.items(), reverse=True):
            query = select(table.c.ref).where(table.c.wake_at <= self.at).order_by(table.c.wake_at, table.c.ref)
            found += [(kind, row["ref"]) for row in self.rows(query)]
        return found

    def sweep(self) -> int:
        """Look at all that is due, each in its own transaction, until nothing is."""
        looked = 0
        for _ in range(20):
            due = self.due()
            for kind, ref in due:
                with transaction(self.engine) as session:
                    desk.refresh(session, kind, ref, self.at)
                looked += 1
            if not due:
                return looked
        raise AssertionError(f"still due: {self.due()}")


def pdf(text: str) -> bytes:
    """The smallest thing that passes for a PDF."""
    return b"%PDF-1.7\n" + text.encode() + b"\n%%EOF\n"


def wave_facts(code: str = WAVE, **given: Any) -> WaveFacts:
    """The wave of 2016, or a variant."""
    plain: dict[str, Any] = {
        "ref": code,
        "state": WaveState.NOWHERE,
        "entered_at": OPENS,
        "edition": "2014",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "session_on": date(2016, 12, 8),
        "target_decision_on": date(2017, 2, 13),
    }
    return WaveFacts(**plain | given)


def published_wave(world: World, code: str = WAVE, **given: Any) -> str:
    """A wave that has been published."""
    world.create("wave", wave_facts(code, **given), BUREAU, "Vague 2016")
    world.act("wave", code, "approve", HEAD, day_off_reason="Date fixée par la lettre d’appel.")
    world.act("wave", code, "publish", BUREAU, bulletin="BO n° 13 du 31 mars 2016")
    return code


def application_facts(wave: str = WAVE, academy: str = "14", region: str = "53", **given: Any) -> ApplicationFacts:
    """An application still to be created."""
    plain: dict[str, Any] = {
        "ref": "",
        "state": ApplicationState.NOWHERE,
        "entered_at": OPENS,
        "created_at": OPENS,
        "kind": Kind.INITIAL,
        "campus": f"campus-{academy}" if wave == WAVE else f"campus-{academy}-{wave}",
        "edition": "2014",
        "academies": (academy,),
        "regions": (region,),
        "wave_code": wave,
    }
    return ApplicationFacts(**plain | given)


def draft(world: World, academy: str = "14", region: str = "53", **given: Any) -> str:
    """A draft made by a rectorate officer."""
    facts = application_facts(given.pop("wave_code", WAVE), academy, region, **given)
    return world.create("application", facts, f"rectorate_officer:{academy}", f"Campus de l’académie {academy}")


def write_file(world: World, ref: str, code: str = "2014") -> None:
    """All that the edition asks of a file."""
    rules, facts = edition(code), world.load("application", ref)
    world.act(
        "application",
        ref,
        "edit",
        f"rectorate_officer:{facts.academies[0]}",
        sections={section.code: f"Texte de « {section.label} »" for section in rules.sections},
        partners=[{"kind": kind.value, "name": "Lycée d’essai"} for kind in rules.required_partners],
        sector="numerique",
        support="Lycée d’essai",
    )


def ask_signatures(world: World, ref: str, code: str = "2014") -> None:
    """Written, resolved by the regions, and frozen for signature, with the opinions of the bodies consulted."""
    write_file(world, ref, code)
    facts = world.load("application", ref)
    document = world.pdf()
    for region in facts.regions:
        office = f"region_officer:{region}"
        given = {"dated": paris(world), "executory": True, "document": document}
        world.act("application", ref, "attach_resolution", office, **given)
    world.act("application", ref, "request_signatures", f"rectorate_officer:{facts.academies[0]}")
    for body in world.load("application", ref).rules.bodies:
        scopes = facts.academies if body == "caen" else facts.regions
        for scope in scopes:
            world.act("application", ref, "give_opinion", f"{body}:{scope}", sense="favourable", dated=paris(world))


def paris(world: World) -> date:
    """The day of the world."""
    return world.at.date()


def signatories(world: World, ref: str) -> tuple[str, ...]:
    """Recteurs and presidents of an application."""
    facts = world.load("application", ref)
    return (*(f"recteur:{a}" for a in facts.academies), *(f"region_president:{r}" for r in facts.regions))


def filed(world: World, ref: str, code: str = "2014") -> str:
    """Signed by all, so filed."""
    ask_signatures(world, ref, code)
    for office in signatories(world, ref):
        world.act("application", ref, "sign", office)
    return ref


def reviewed(world: World, ref: str) -> str:
    """Admissible, and the expertise done."""
    world.at += 3 * DAY
    world.act("application", ref, "start_admissibility", BUREAU)
    world.act("application", ref, "declare_admissible", BUREAU)
    pair = ["rapporteur:01", "rapporteur:02"]
    world.act("application", ref, "assign_rapporteurs", SECRETARY, rapporteurs=pair)
    world.at += 10 * DAY
    for office in pair:
        world.act("application", ref, "deliver_report", office, score=15, document=world.pdf("Rapport"))
    for office in world.load("application", ref).rules.directorates:
        world.act("application", ref, "deliver_report", office, document=world.pdf("Avis"))
    return ref


def planned_session(world: World, held_at: datetime = SITTING) -> str:
    """A session of five members."""
    facts = SessionFacts(ref="", state=SessionState.NOWHERE, entered_at=world.at, held_at=held_at, members=MEMBERS)
    return world.create("session", facts, SECRETARY, "Séance de la commission")


def examined(world: World, session: str, *refs: str) -> None:
    """On the agenda, summoned, sat, voted for all, minutes signed."""
    held_at = world.load("session", session).held_at
    for ref in refs:
        world.act("application", ref, "schedule", SECRETARY, session=session)
    world.act("session", session, "summon", SECRETARY)
    world.at = held_at + timedelta(minutes=5)
    world.act("session", session, "record_attendance", CHAIR, present=list(MEMBERS))
    world.act("session", session, "open", CHAIR)
    for ref in refs:
        world.act("application", ref, "open_item", CHAIR)
        vote = {"sense": "favourable", "votes_for": 4, "votes_against": 1, "abstentions": 0}
        world.act("application", ref, "render_opinion", CHAIR, **vote)
    world.act("session", session, "close", CHAIR)
    world.act("session", session, "draft_minutes", SECRETARY, document=world.pdf("Procès-verbal"))
    world.act("session", session, "sign_minutes", CHAIR)


def order_in_signature(world: World, *refs: str) -> str:
    """Proposed, put in one order, and open to signature."""
    code = world.load("application", refs[0]).edition
    for ref in refs:
        if edition(code).cnee_opinion:
            world.act("application", ref, "attach_cnee_opinion", "cnee", document=world.pdf("Avis du CNEE"))
        world.act("application", ref, "propose", HEAD)
    ministers = edition(code).ministers
    facts = OrderFacts(ref="", state=OrderState.NOWHERE, entered_at=world.at, ministers=ministers)
    order = world.create("order", facts, BUREAU, "Arrêté conjoint")
    for ref in refs:
        world.act("application", ref, "put_in_order", BUREAU, order=order)
    world.act("order", order, "send_to_legal_check", BUREAU)
    world.act("order", order, "open_signature", HEAD, document=world.pdf("Arrêté"))
    return order


def signed_by_all(world: World, order: str) -> str:
    """Every minister has signed."""
    for minister in world.load("order", order).ministers:
        world.act("order", order, "sign", minister, document=world.pdf("Arrêté signé"))
    return order


def published(world: World, order: str, **given: Any) -> list[str]:
    """The order is published; the labels born of it."""
    plain = {"nor": "MENE1700123A", "journal": "BO n° 7", "published_on": paris(world)}
    world.act("order", order, "publish", BUREAU, **plain | given)
    labels = TABLES["label"].c
    return [row["ref"] for row in world.rows(select(labels.ref).where(labels.order_ref == order).order_by(labels.ref))]


def labelled(world: World, *academies: tuple[str, str]) -> list[str]:
    """From the wave to the labels, for some académies and their regions."""
    published_wave(world)
    world.at = OPENS + 30 * DAY
    refs = [filed(world, draft(world, *where)) for where in academies or (("14", "53"),)]
    world.at = CLOSES + DAY
    for ref in refs:
        reviewed(world, ref)
    examined(world, planned_session(world), *refs)
    world.at = datetime(2017, 2, 13, 10, tzinfo=UTC)
    return published(world, signed_by_all(world, order_in_signature(world, *refs)))
