"""What is in a document besides its pages: noted, and left out of every copy. Runs inside the worker.

Rule: a copy is rebuilt from a list of what may travel. Everything not on the list (scripts, actions,
attachments, forms, outlines, metadata, thumbnails, private data) stays behind without having to be known.
"""

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from desktop.paper.messages import Note

_ROOT_TRAVELS = {"/Type", "/Pages", "/OCProperties", "/OutputIntents", "/Lang"}
_PAGE_TRAVELS = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Group"}
_STRIPPED = ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/AA", "/LastModified")
_EXTERNAL = ("/F", "/FFilter", "/FDecodeParms")
_TELLTALE = re.compile("|".join(rf"{key}\b" for key in (*_STRIPPED, *_EXTERNAL)).encode())
"""What an object shows, written out as PDF, in which there is something to strip; more may show it."""
_DEEPEST = 8
_MOST_ACTIONS = 1_000
"""One after the other, from one trigger."""
_MOST_ENTRIES = 100_000
"""Of an outline."""

_SCRIPTS = {"/JavaScript", "/Rendition"}
_ACTIONS = {"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/URI", "/Movie", "/Sound"}
_ATTACHED = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"}


def notes_on(pdf: Pdf) -> list[Note]:
    """Return what a person should know of the document before it is marked."""
    root = pdf.Root
    notes: list[Note] = ["encrypted"] if pdf.is_encrypted else []
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary):
        if "/XFA" in form:
            notes.append("xfa")
        if _flags(form.get("/SigFlags")) & 1 or _signed(form):
            notes.append("signed")
        notes += _active(form)
    if _certified(root):
        notes.append("certified")
    if "/Collection" in root:
        notes.append("portfolio")
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        notes += ["scripts"] if "/JavaScript" in names else []
        notes += ["attachments"] if "/EmbeddedFiles" in names else []
    notes += ["attachments"] if "/AF" in root else []
    notes += _triggered(root, "/OpenAction", "/AA")
    notes += _in_outlines(root)
    for page in pdf.pages:
        notes += _on_page(page.obj)
    return notes


def leave_behind(pdf: Pdf, pages: list[Object]) -> None:
    """Keep the pages, and of the rest only what may travel. The page tree is made anew, flat."""
    root = pdf.Root
    for key in set(root.keys()) - _ROOT_TRAVELS:
        del root[key]
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Kids=Array(pages)))
    kind = Name.Page
    for page in pages:
        for key in page.keys() - _PAGE_TRAVELS:
            del page[key]
        page.Type = kind
        page.Parent = tree
    root.Pages = tree
    for key in set(pdf.trailer.keys()) - {"/Root", "/Size", "/ID"}:
        del pdf.trailer[key]
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            written = thing.stream_dict.unparse()
        elif isinstance(thing, Dictionary):
            written = thing.unparse(resolved=True)
        else:
            continue
        if _TELLTALE.search(written):
            _strip(thing, _DEEPEST)


def _strip(thing: Object, depth: int) -> None:
    if isinstance(thing, Stream):
        for key in _EXTERNAL:
            if key in thing:
                del thing[key]
    elif not isinstance(thing, Dictionary):
        return
    for key in _STRIPPED:
        if key in thing:
            del thing[key]
    if depth:
        for inner in thing.values():
            if isinstance(inner, Dictionary) and not inner.is_indirect:
                _strip(inner, depth - 1)


def _on_page(page: Object) -> Iterator[Note]:
    yield from _triggered(page, "/AA")
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return
    for annotation in annotations:
        if isinstance(annotation, Dictionary):
            if str(annotation.get("/Subtype")) in _ATTACHED:
                yield "attachments"
            yield from _triggered(annotation, "/A", "/AA")


def _triggered(thing: Object, *keys: str) -> Iterator[Note]:
    for key in keys:
        kinds: set[str] = set()
        for action in _chain(thing.get(key)):
            kinds.add(str(action.get("/S")))
            if "/JS" in action:
                yield "scripts"
        if kinds & _SCRIPTS:
            yield "scripts"
        if kinds & _ACTIONS:
            yield "actions"


def _chain(first: object) -> Iterator[Object]:
    """Yield an action, or every one of a table of them, with what follows it, however it is tied."""
    waiting = [first]
    seen: set[tuple[int, int]] = set()
    for _ in range(_MOST_ACTIONS):
        if not waiting:
            return
        found = waiting.pop()
        if isinstance(found, Array):
            waiting += list(found)[:_MOST_ACTIONS]
        elif isinstance(found, Dictionary) and (not found.is_indirect or found.objgen not in seen):
            seen.add(found.objgen)
            yield found
            waiting += [inner for inner in found.values() if isinstance(inner, Dictionary | Array)]


def _in_outlines(root: Object) -> Iterator[Note]:
    """Yield what the entries of the outline do besides going to a page."""
    outlines = root.get("/Outlines")
    waiting = [outlines.get("/First")] if isinstance(outlines, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_ENTRIES:
        entry = waiting.pop()
        if isinstance(entry, Dictionary) and entry.objgen not in seen:
            seen.add(entry.objgen)
            yield from _triggered(entry, "/A")
            waiting += [entry.get("/Next"), entry.get("/First")]


def _certified(root: Object) -> bool:
    """Whether its author certified it: the signature that says what may still be changed (DocMDP)."""
    permissions = root.get("/Perms")
    return isinstance(permissions, Dictionary) and "/DocMDP" in permissions


def _fields(form: Object) -> Iterator[Object]:
    """Yield the form's fields, each once, however they are tied."""
    waiting = [form.get("/Fields")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        fields = waiting.pop()
        if not isinstance(fields, Array):
            continue
        for field in fields:
            if isinstance(field, Dictionary) and (not field.is_indirect or field.objgen not in seen):
                seen.add(field.objgen)
                yield field
                waiting.append(field.get("/Kids") if field.is_indirect else None)


def _signed(form: Object) -> bool:
    return any(field.get("/FT") == Name.Sig and "/V" in field for field in _fields(form))


def _active(form: Object) -> Iterator[Note]:
    for field in _fields(form):
        yield from _triggered(field, "/A", "/AA")


def _flags(value: object) -> int:
    return value if isinstance(value, int) else 0
