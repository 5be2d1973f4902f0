"""A drawn form as a file to be kept: PDF/A-2b, with its structure for a screen reader.

Rule: the same form gives the same bytes, so no time and no chance gets in. What the file says of itself it
says the same everywhere; its greys are measured against a profile of our own (ISO 19005-2, 6.2.4 and 6.6;
ISO 32000-1, 14.7).
"""

import struct
from typing import BinaryIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from desktop.paper.structure import Element, Spot, Spots

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>Strongroom</xmp:CreatorTool>
<pdf:Producer>Strongroom</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_PRINTED = 4  # of an annotation, which an archive wants to be no less than what is on paper
_CONDITION = "Grey, gamma 2.2, D50"


def keep(drawn: BinaryIO, target: BinaryIO, title: str, root: Element, spots: Spots) -> None:
    """Write the drawn form to `target` with its structure, its title and what an archive asks for."""
    with Pdf.open(drawn) as pdf:
        catalogue = pdf.Root
        catalogue.StructTreeRoot = _Tree(pdf, spots).made(root)
        catalogue.MarkInfo = Dictionary(Marked=True)
        catalogue.Metadata = pdf.make_stream(
            _XMP.format(title=escape(title)).encode(), Type=Name.Metadata, Subtype=Name.XML
        )
        profile = pdf.make_stream(_grey_profile(), N=1)
        catalogue.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String(_CONDITION),
                    Info=String(_CONDITION),
                    DestOutputProfile=profile,
                )
            ]
        )
        pdf.trailer.Info = pdf.make_indirect(
            Dictionary(Title=String(title), Creator=String("Strongroom"), Producer=String("Strongroom"))
        )
        pdf.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


class _Tree:
    """The structure, as objects of a PDF."""

    def __init__(self, pdf: Pdf, spots: Spots) -> None:
        self._pdf = pdf
        self._spots = spots
        self._objects: dict[int, Object] = {}

    def made(self, root: Element) -> Object:
        """Return the root of the structure, with the way from each page's ink to its element."""
        top = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top.K = self._element(root, top)
        ways = Array()
        for number, page in enumerate(self._pdf.pages):
            elements = self._spots.get(number + 1, [])
            page.obj.StructParents = number
            for note in page.obj.get("/Annots", []):
                note.F = _PRINTED
            page.obj.Tabs = Name.S
            ways.append(number)
            ways.append(self._pdf.make_indirect(Array([self._objects[id(one)] for one in elements])))
        top.ParentTree = self._pdf.make_indirect(Dictionary(Nums=ways))
        top.ParentTreeNextKey = len(self._pdf.pages)
        return top

    def _element(self, element: Element, parent: Object) -> Object:
        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.kind}"), P=parent))
        self._objects[id(element)] = made
        if element.told:
            made["/Alt" if element.kind == "Figure" else "/T"] = String(element.told)
        if element.kind == "TH":
            made.A = Dictionary(O=Name.Table, Scope=Name.Column)
        made.K = Array([self._kid(kid, made) for kid in element.kids])
        return made

    def _kid(self, kid: Element | Spot, parent: Object) -> Object:
        if isinstance(kid, Element):
            return self._element(kid, parent)
        page = self._pdf.pages[kid.page - 1].obj
        return Dictionary(Type=Name.MCR, Pg=page, MCID=kid.number)


def _grey_profile() -> bytes:
    """Return an ICC profile (version 2.1) of a grey with gamma 2.2 on paper white (ICC.1:2001-04, 6.3.2)."""
    name = b"Strongroom grey"
    described = b"desc" + bytes(4) + struct.pack(">I", len(name) + 1) + name + bytes(1 + 4 + 4 + 2 + 1 + 67)
    tags = {
        b"desc": described,
        b"cprt": b"text" + bytes(4) + b"No rights reserved\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061),
        b"kTRC": b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256)),
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += tag + struct.pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    made_on = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head = bytes(8) + struct.pack(">I", 0x02100000) + b"mntrGRAYXYZ " + made_on + b"acsp" + bytes(28)
    white = struct.pack(">3i", 63190, 65536, 54061)  # D50, as all profiles are connected
    whole = head + white + bytes(128 - len(head) - len(white)) + table + data
    return struct.pack(">I", len(whole)) + whole[4:]
