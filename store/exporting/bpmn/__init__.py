"""The procedure as BPMN 2.0: one process and one drawing per lifecycle, made from the tables of states/ alone."""

from states.lifecycles import LIFECYCLES
from states.refusals import BadField
from store.exporting.bpmn.document import document
from store.exporting.bpmn.graph import graph_of


def export(kind: str) -> bytes:
    """The process of one kind of object, as XML; BadField when there is no such kind."""
    if kind not in LIFECYCLES:
        raise BadField("objet", kind, f"choisissez parmi : {', '.join(sorted(LIFECYCLES))}.")
    return document(graph_of(LIFECYCLES[kind]))
