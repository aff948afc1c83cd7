"""Filling in the forms of a page as a browser would: what it says already, what is typed, and its token."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from lxml import html


def filled(page: html.HtmlElement, form: str) -> dict[str, Any]:
    """What a form would send untouched, files left out."""
    found: dict[str, Any] = {}
    for field in page.get_element_by_id(form).xpath(".//input | .//textarea | .//select"):
        if field.get("type") == "file" or field.value is None:
            continue
        if field.get("type") in ("checkbox", "radio") and not field.checked:
            continue
        earlier = found.get(field.name)
        found[field.name] = field.value if earlier is None else [*_listed(earlier), field.value]
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def send(client: TestClient, path: str, form: str = "acte", /, files: Any = None, **typed: Any) -> Response:
    """Open a page, fill in its form, send it."""
    page = html.fromstring(client.get(path).text)
    found = page.get_element_by_id(form)
    given = {name: value for name, value in (filled(page, form) | typed).items() if value is not None}
    return confirmed(client, client.post(found.get("action"), data=given, files=files))


def confirmed(client: TestClient, answer: Response) -> Response:
    """The answer; of a strong act, what comes once its effect has been seen and confirmed."""
    if answer.status_code != 200 or 'id="confirmer"' not in answer.text:
        return answer
    page = html.fromstring(answer.text)
    return client.post(page.get_element_by_id("confirmer").get("action"), data=filled(page, "confirmer"))


def text(response: Response) -> str:
    """What a person reads of a page."""
    page = html.fromstring(response.text)
    return " ".join(page.xpath("string(//main)").split())
