"""How refusals are declared in the OpenAPI document."""

from typing import Any

from api.rest.shapes import Problem

TOLD = {
    401: "Personne n’est connecté.",
    403: "Cet office n’est pas le vôtre, ou l’acte revient à un autre.",
    404: "Rien de ce nom dans votre périmètre.",
    409: "L’acte n’existe pas à cette étape, ou l’objet a changé.",
    422: "Des conditions ne sont pas remplies, ou un champ est faux.",
}


def refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer when it refuses."""
    return {status: {"description": TOLD[status], "model": Problem} for status in statuses}
