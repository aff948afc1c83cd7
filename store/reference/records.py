"""The shapes of the reference data: frozen, dated, and saying how sure each thing is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from states.words import Word
from store.reference.dating import Moment, Provenance, first_in_force

Gender = Literal["m", "f", ""]


class Kind(Word):
    ACADEMIE = "academie", "Académie"
    VICE_RECTORAT = "vice_rectorat", "Vice-rectorat"
    REGION = "region", "Région"
    COLLECTIVITY = "collectivity", "Collectivité d’outre-mer"


class Confidence(Word):
    HIGH = "high", "élevée"
    MEDIUM = "medium", "moyenne"
    LOW = "low", "faible"


class SupportKind(Word):
    EPLE = "eple", "Établissement public local d’enseignement (EPLE)"
    PRIVATE_LYCEE = "private_lycee", "Lycée privé"
    IUT = "iut", "Institut universitaire de technologie (IUT)"
    UNIVERSITY = "university", "Université"
    ASSOCIATION = "association", "Association"
    OTHER = "other", "Autre établissement"
    UNKNOWN = "unknown", "Inconnu"


class Status(Word):
    LABELLED = "labelled", "Labellisé"
    PROJECT = "project", "Projet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The French forms of a territory: « Amiens », « d’Amiens », « Académie d’Amiens », « de l’académie d’Amiens »."""

    name: str
    of_name: str
    title: str
    of_title: str
    valid_from: date | None = None
    valid_to: date | None = None
    provenance: Provenance = Provenance.SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """Where an office has authority. `names` starts with the dated former ones, the present one closes the list."""

    kind: Kind
    code: str
    names: tuple[Naming, ...]
    valid_from: date | None
    valid_to: date | None
    successor: str
    seat: str
    seat_department: str
    departments: tuple[str, ...]
    timezone: str
    holiday_department: str
    host: str
    email_domain: str
    overseas: bool
    note: str

    @property
    def ref(self) -> str:
        """`academie:14` on the State’s side, `region:53` on the elected side; codes alone are ambiguous."""
        return f"{side_of(self.kind)}:{self.code}"

    @property
    def name(self) -> str:
        """The present name, without article."""
        return self.names[-1].name

    def named_on(self, day: date) -> Naming:
        """The forms in use on a day."""
        return first_in_force(self.names, day) or self.names[-1]


def side_of(kind: Kind) -> Kind:
    """A vice-rectorat stands where an académie would, an overseas collectivity where a region would."""
    return Kind.ACADEMIE if kind in (Kind.ACADEMIE, Kind.VICE_RECTORAT) else Kind.REGION


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An académie lies in a region, between two dates."""

    academie: str
    region: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Sector:
    code: str
    label: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """Labels of one wave given together; counts are empty when the source gives none."""

    on: Moment
    labelled: int | None
    excellence: int | None
    total_after: int | None
    act: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A call that really ran; `assumed` names the fields that we had to suppose."""

    code: str
    title: str
    edition: str
    next_edition: str
    edition_changes_on: date | None
    called: Moment
    published: Moment
    opens: Moment
    closes: Moment
    reference: str
    nor: str
    candidates: int | None
    labelled: int | None
    total_after: int | None
    tranches: tuple[Tranche, ...]
    sources: tuple[str, ...]
    assumed: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Campus:
    """A real campus, with the territories of its label’s day; `assumed` names the fields that were inferred."""

    code: str
    name: str
    academies: tuple[str, ...]
    regions: tuple[str, ...]
    sector: str
    support: str
    support_kind: SupportKind
    site: str
    labelled: Moment
    wave: str
    status: Status
    category: str
    duration_months: int | None
    confidence: Confidence
    assumed: frozenset[str]
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What the holder of an office is called, by gender, and the office itself, between two dates."""

    masculine: str
    feminine: str
    neutral: str
    provenance: Provenance
    valid_from: date | None = None
    valid_to: date | None = None

    def of(self, gender: Gender) -> str:
        """« Recteur … », « Rectrice … », or « Rectorat … » when no person is meant."""
        return {"m": self.masculine, "f": self.feminine, "": self.neutral}[gender]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A function that outlives its holders; `titles` are tried in order, the last one always answers."""

    id: str
    role: str
    scope: str
    territory: str
    titles: tuple[Title, ...]
    superior: str
    mailbox: str
    timezone: str
    holiday_department: str
    valid_from: date | None
    valid_to: date | None

    def title_on(self, day: date, gender: Gender = "") -> str:
        """The title of that day; the nearest known one outside the office’s life."""
        return (first_in_force(self.titles, day) or self.titles[-1]).of(gender)
