"""Editions of the rules, as data: signatories, opinions, sections, categories, terms and composition of the network."""

from dataclasses import dataclass
from datetime import date

from states.calendar import Delay, Unit
from states.refusals import BadField
from states.words import Word


class Category(Word):
    STANDARD = "standard", "Campus des métiers et des qualifications"
    EXCELLENCE = "excellence", "Campus des métiers et des qualifications d’excellence"


class PartnerKind(Word):
    EPLE = "eple", "Établissement public local d’enseignement (EPLE)"
    CFA = "cfa", "Centre de formation d’apprentis (CFA)"
    EPSCP = "epscp", "Établissement public d’enseignement supérieur (EPSCP)"
    TRAINING_BODY = "training_body", "Organisme de formation"
    COMPANY = "company", "Entreprise"
    LABORATORY = "laboratory", "Laboratoire de recherche"
    CLUSTER = "cluster", "Pôle de compétitivité ou branche"
    COLLECTIVITY = "collectivity", "Collectivité territoriale"
    OTHER = "other", "Autre partenaire"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the application file under one edition."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The rules in force at a time; a wave names its edition and its applications follow it."""

    code: str
    label: str
    text: str
    in_force_on: date
    ministers: tuple[str, ...]
    bodies: tuple[str, ...]
    directorates: tuple[str, ...]
    cnee_opinion: bool
    sections: tuple[Section, ...]
    required_partners: tuple[PartnerKind, ...]
    categories: tuple[Category, ...]
    default_months: int
    max_months: int
    completion_delay: Delay = Delay(15, Unit.DAYS)
    completion_extension: Delay = Delay(15, Unit.DAYS)
    completion_restarts: bool = False
    outage_extension: Delay = Delay(10, Unit.WORKING_DAYS)
    renewal_opens: Delay = Delay(-12, Unit.MONTHS)
    renewal_due: Delay = Delay(-6, Unit.MONTHS)
    silence: str = "Le silence gardé sur la demande ne vaut ni acceptation ni rejet."


def _sections(*labels: str) -> tuple[Section, ...]:
    return tuple(Section(f"s{number}", label) for number, label in enumerate(labels, start=1))


EDITION_2013 = Edition(
    code="2013",
    label="Appel de 2013",
    text="Lettre du 6 mai 2013, BO n° 20 du 16 mai 2013",
    in_force_on=date(2013, 5, 16),
    ministers=("minister:en", "minister:esr"),
    bodies=(),
    directorates=("dgesip_officer",),
    cnee_opinion=False,
    sections=_sections(
        "Contexte économique et social du territoire",
        "Pilotage, organisation administrative et financière",
        "Offre de formation",
        "Partenariat avec les entreprises et les laboratoires de recherche",
        "Axe pédagogique",
        "Vie du campus",
    ),
    required_partners=(PartnerKind.EPLE,),
    categories=(Category.STANDARD,),
    default_months=48,
    max_months=48,
)

EDITION_2014 = Edition(
    code="2014",
    label="Décret de 2014",
    text="Décret n° 2014-1100 du 29 septembre 2014, art. D. 335-33 à D. 335-35",
    in_force_on=date(2014, 10, 2),
    ministers=("minister:en", "minister:fp", "minister:esr", "minister:eco"),
    bodies=("caen", "crefop"),
    directorates=("dgesip_officer", "partner_directorate:dgefp", "partner_directorate:dge"),
    cnee_opinion=True,
    sections=_sections(
        "Besoins de développement économique et social du territoire",
        "Offre de formation",
        "Partenariat avec le tissu économique et les laboratoires",
        "Projet pédagogique",
        "Ouverture européenne et internationale",
        "Vie du campus",
        "Pilotage et organisation",
    ),
    required_partners=(PartnerKind.EPLE, PartnerKind.EPSCP),
    categories=(Category.STANDARD,),
    default_months=48,
    max_months=48,
)

EDITION_2019 = Edition(
    code="2019",
    label="Cahier des charges de 2019",
    text="Arrêté du 26 septembre 2019, NOR MENE1925423A",
    in_force_on=date(2019, 10, 7),
    ministers=("minister:en", "minister:fp", "minister:esr", "minister:eco"),
    bodies=("caen", "crefop"),
    directorates=("dgesip_officer", "partner_directorate:dgefp", "partner_directorate:dge"),
    cnee_opinion=False,
    sections=_sections(
        "Diagnostic partagé des enjeux socio-économiques",
        "Périmètre des acteurs, des territoires, des structures et des certifications",
        "Objectifs stratégiques",
        "Gouvernance régionale",
        "Pilotage opérationnel",
        "Moyens financiers et humains",
        "Identité fédératrice",
        "Lieux d’innovation et d’épanouissement",
        "Parcours innovants",
        "Développement et visibilité à l’international",
        "Démarche d’évaluation et d’amélioration continue",
    ),
    required_partners=(PartnerKind.EPLE, PartnerKind.EPSCP),
    categories=(Category.STANDARD, Category.EXCELLENCE),
    default_months=48,
    max_months=60,
)

EDITIONS = {edition.code: edition for edition in (EDITION_2013, EDITION_2014, EDITION_2019)}


def edition(code: str) -> Edition:
    """The edition of that code; BadField when there is none."""
    try:
        return EDITIONS[code]
    except KeyError:
        raise BadField("edition", code, f"indiquez l’une des éditions {', '.join(EDITIONS)}.") from None


def edition_in_force(day: date) -> Edition:
    """The edition in force on a day: a renewal outside a wave takes the one of its creation."""
    in_force = [known for known in EDITIONS.values() if known.in_force_on <= day]
    return max(in_force or [EDITION_2013], key=lambda known: known.in_force_on)
