"""The graph and its drawing as an XML document: collaboration, process, and diagram interchange."""

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from states.lifecycles import LIFECYCLES
from store.exporting.bpmn import words
from store.exporting.bpmn.graph import Graph, Node, Tag
from store.exporting.bpmn.layout import Box, Layout, layout

NAMESPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
}
TARGET = "urn:campus-label:bpmn"


def document(graph: Graph) -> bytes:
    """The whole file, in UTF-8."""
    kind = graph.kind
    root = Element("bpmn:definitions", NAMESPACES | {"id": f"definitions_{kind}", "targetNamespace": TARGET})
    root.set("exporter", "Campus Label")
    collaboration = SubElement(root, "bpmn:collaboration", id=f"collaboration_{kind}")
    participant = {"id": f"participant_{kind}", "name": graph.name, "processRef": f"process_{kind}"}
    SubElement(collaboration, "bpmn:participant", participant)
    _process(root, graph)
    _diagram(root, graph, layout(graph))
    indent(root)
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _process(root: Element, graph: Graph) -> None:
    told = {"id": f"process_{graph.kind}", "name": graph.name, "isExecutable": "false"}
    process = SubElement(root, "bpmn:process", told)
    SubElement(process, "bpmn:documentation").text = words.of_process(LIFECYCLES[graph.kind])
    lanes = SubElement(process, "bpmn:laneSet", id=f"lanes_{graph.kind}")
    for lane in graph.lanes:
        drawn = SubElement(lanes, "bpmn:lane", id=lane.id, name=lane.name)
        for node in graph.nodes:
            if node.lane == lane.id:
                SubElement(drawn, "bpmn:flowNodeRef").text = node.id
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for flow in graph.flows:
        outgoing[flow.source].append(flow.id)
        incoming[flow.target].append(flow.id)
    for node in graph.nodes:
        _node(process, node, incoming[node.id], outgoing[node.id])
    for flow in graph.flows:
        SubElement(process, "bpmn:sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target)


def _node(process: Element, node: Node, incoming: list[str], outgoing: list[str]) -> None:
    element = SubElement(process, f"bpmn:{node.tag.value}", id=node.id)
    if node.name:
        element.set("name", node.name)
    if node.said:
        SubElement(element, "bpmn:documentation").text = "\n".join(node.said)
    for flow in incoming:
        SubElement(element, "bpmn:incoming").text = flow
    for flow in outgoing:
        SubElement(element, "bpmn:outgoing").text = flow
    if node.tag is Tag.TIMER:
        SubElement(element, "bpmn:timerEventDefinition", id=f"timer_{node.id}")


def _diagram(root: Element, graph: Graph, drawn: Layout) -> None:
    diagram = SubElement(root, "bpmndi:BPMNDiagram", id=f"diagram_{graph.kind}", name=graph.name)
    whole = {"id": f"plane_{graph.kind}", "bpmnElement": f"collaboration_{graph.kind}"}
    plane = SubElement(diagram, "bpmndi:BPMNPlane", whole)
    _shape(plane, f"participant_{graph.kind}", drawn.pool, isHorizontal="true")
    for lane in graph.lanes:
        _shape(plane, lane.id, drawn.lanes[lane.id], isHorizontal="true")
    for node in graph.nodes:
        how = {"isMarkerVisible": "true"} if node.tag is Tag.GATEWAY else {}
        shape = _shape(plane, node.id, drawn.shapes[node.id], **how)
        if node.id in drawn.labels:
            _bounds(SubElement(shape, "bpmndi:BPMNLabel"), drawn.labels[node.id])
    for flow in graph.flows:
        edge = SubElement(plane, "bpmndi:BPMNEdge", id=f"{flow.id}_di", bpmnElement=flow.id)
        for x, y in drawn.edges[flow.id]:
            SubElement(edge, "di:waypoint", x=str(x), y=str(y))


def _shape(plane: Element, of: str, box: Box, **how: str) -> Element:
    shape = SubElement(plane, "bpmndi:BPMNShape", {"id": f"{of}_di", "bpmnElement": of, **how})
    _bounds(shape, box)
    return shape


def _bounds(parent: Element, box: Box) -> None:
    names = ("x", "y", "width", "height")
    SubElement(parent, "dc:Bounds", dict(zip(names, map(str, box), strict=True)))
