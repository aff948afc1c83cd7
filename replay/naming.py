"""Names of the furnished database: orders by their wave or the labels that they renew, invented campuses by topic."""

from datetime import date

from notifications import typography
from store.reference.records import Wave

GRANTING, RENEWING = "Arrêté portant attribution du label", "Arrêté portant renouvellement du label"

#: What invented campuses are about.
TOPICS = (
    "Aéronautique et espace", "Mobilités décarbonées", "Numérique responsable", "Cybersécurité et données",
    "Bâtiment biosourcé", "Métiers de la mer", "Énergies marines", "Hydrogène et gaz verts", "Agroécologie",
    "Alimentation et santé", "Gastronomie et terroirs", "Tourisme de montagne", "Métiers d’art et luxe",
    "Mode et textile technique", "Image et son", "Logistique fluviale", "Ferroviaire", "Automobile de demain",
    "Chimie du végétal", "Matériaux composites", "Robotique et usine du futur", "Microélectronique",
    "Nucléaire et sûreté", "Santé à domicile", "Autonomie et grand âge", "Biodiversité et eau",
    "Forêt et bois", "Construction navale", "Économie circulaire", "Sécurité civile", "Sport et bien-être",
    "Commerce et relation client", "Photonique", "Spatial et télédétection", "Patrimoine bâti", "Vigne et vin",
    "Cheval et élevage", "Jeux vidéo", "Intelligence artificielle", "Économie bleue des outre-mer",
)  # fmt: skip


def granting(wave: Wave, day: date, *, several: bool) -> str:
    """By its day too, where the wave gave its labels on several."""
    year = wave.code[:4]
    call = wave.title[0].lower() + wave.title[1:] + ("" if year in wave.title else f" ({year})")
    tranche = f", tranche du {typography.day(day)}" if several else ""
    return f"{GRANTING} – {call}{tranche}"


def in_turn(rank: int, year: int) -> str:
    """One of several of an invented wave."""
    return f"{GRANTING} – {typography.ordinal(rank)} arrêté de la vague de {year}"


def renewing(ends_on: date, *, late: bool) -> str:
    """Those whose renewal was asked late come in an order of their own."""
    return f"{RENEWING} – labels échus le {typography.day(ends_on)}{', demandes tardives' if late else ''}"
