"""The shapes of what the interface is asked: references, filters, acts."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field, JsonValue

from api.rest.shapes import Shape

Ref = Annotated[str, Path(pattern="^[A-Z0-9-]{1,40}$", examples=["CMQ-2016-0042"])]
Reference = Annotated[str, Field(pattern="^[A-Z0-9-]{0,40}$")]
Code = Annotated[str, Field(pattern="^[a-z_]{0,40}$")]
OfficeId = Annotated[str, Field(pattern="^[a-z_]{0,40}(:[a-zA-Z0-9-]{1,40})?$")]
Territory = Annotated[
    str,
    Field(description="Académie ou région, comme « academie:14 ».", pattern="^((academie|region):[0-9A-Z]{1,4})?$"),
]


class Collection(StrEnum):
    """Objects with a life, as their addresses name them."""

    APPLICATIONS = "applications"
    WAVES = "waves"
    LABELS = "labels"
    ORDERS = "orders"
    SESSIONS = "sessions"

    @property
    def kind(self) -> str:
        return self.value.removesuffix("s")


class Slice(Shape):
    """Which part of a list is asked for."""

    after: Annotated[Reference, Field(description="Dernière référence déjà lue.")] = ""
    limit: Annotated[int, Field(description="Nombre d’éléments au plus.", ge=1, le=200)] = 50


class Objects(Slice):
    """Filters that every list of objects understands."""

    state: Annotated[Code, Field(description="Étape.")] = ""
    stuck: Annotated[
        Literal["", "any", "technical", "deadline", "condition", "inactivity"],
        Field(description="Bloqués seulement : par cette cause, ou par n’importe laquelle."),
    ] = ""
    awaits: Annotated[OfficeId, Field(description="Office attendu.")] = ""


class Applications(Objects):
    """Filters of the list of applications."""

    wave: Annotated[Reference, Field(description="Vague.")] = ""
    order: Annotated[Reference, Field(description="Arrêté.")] = ""
    session: Annotated[Reference, Field(description="Séance.")] = ""
    territory: Territory = ""


class Labels(Objects):
    """Filters of the list of labels."""

    territory: Territory = ""
    expires_before: Annotated[date | None, Field(description="Qui échoient avant ce jour.")] = None


class Feed(Shape):
    """Which part of a journal is asked for."""

    kind: Annotated[
        Literal["", "application", "wave", "label", "order", "session"], Field(description="Nature d’objet.")
    ] = ""
    ref: Annotated[Reference, Field(description="Référence de l’objet.")] = ""
    after: Annotated[int, Field(description="Dernier identifiant déjà lu.", ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(description="Nombre d’éléments au plus.", ge=1, le=200)] = 50


class Ahead(Slice):
    """Which part of the agenda is asked for."""

    kind: Annotated[
        Literal["application", "wave", "label", "order", "session"], Field(description="Nature d’objet.")
    ] = "application"
    days: Annotated[int, Field(description="Jusqu’à quand, en jours.", ge=0, le=366)] = 14
    limit: Annotated[int, Field(description="Nombre d’éléments au plus.", ge=1, le=50)] = 20


class Paper(Shape):
    """An act done on paper, registered by the Dgesco on behalf of who did it."""

    person: Annotated[str, Field(description="Qui a signé.", max_length=40)]
    registrar_office: Annotated[str, Field(description="Office au titre duquel vous l’enregistrez.", max_length=80)]
    legal_date: date
    scan: Annotated[str, Field(description="Empreinte du document signé.", pattern="^([0-9a-f]{64})?$")] = ""
    reason: Annotated[str, Field(description="Pourquoi il est enregistré ici.", max_length=20_000)] = ""


class Act(Shape):
    """An act: for which office, with which fields, and optionally the version it was decided on."""

    office: Annotated[str, Field(max_length=80, examples=["recteur:14"])]
    fields: Annotated[dict[str, JsonValue], Field(default_factory=dict)]
    version: Annotated[int | None, Field(ge=0, le=2**62)] = None
    paper: Paper | None = None
