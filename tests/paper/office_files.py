"""Small office documents made by hand, well-behaved and hostile; their text is invented."""

import io
import zipfile
from collections.abc import Mapping

ODT = "application/vnd.oasis.opendocument.text"
_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>{}</office:text></office:body>
</office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest manifest:version="1.2" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>
</manifest:manifest>"""
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP file with these parts, the first one stored and the others packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for number, (name, data) in enumerate(parts.items()):
            target.writestr(name, data, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return made.getvalue()


def odt(body: str = "<text:p>Invented text.</text:p>", *, encrypted: bool = False, **more: bytes) -> bytes:
    """Return an OpenDocument text; `body` is its content, `more` further parts."""
    lock = "<manifest:encryption-data/>" if encrypted else ""
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": _CONTENT.format(body),
            "META-INF/manifest.xml": _MANIFEST.format(ODT, lock),
            **more,
        }
    )


def docx(text: str = "Invented text.", pages: int = 1, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a Word file with `text` on each of `pages` pages, and with further parts."""
    turn = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    body = turn.join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for _ in range(pages))
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": _DOCUMENT.format(body),
            **(more or {}),
        }
    )


def rtf(text: str = "Invented text.") -> bytes:
    """Return a rich text file."""
    return f"{{\\rtf1\\ansi {text}\\par}}".encode()


def ole(stream: str) -> bytes:
    """Return what begins as an older Office file does, and names one stream; there is no more to it."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024) + stream.encode("utf-16-le")
