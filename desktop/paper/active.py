"""What is in a document besides its pages: noted, and left out of every copy. Runs inside the worker.

Rule: a copy is rebuilt from a list of what may travel. Everything not on the list (scripts, actions,
attachments, forms, outlines, metadata, thumbnails, private data) stays behind without having to be known.
"""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from desktop.paper.messages import Note

_ROOT_TRAVELS = {"/Type", "/Pages", "/OCProperties", "/OutputIntents", "/Lang"}
_PAGE_TRAVELS = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Group"}
_STRIPPED = ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/AA", "/LastModified")
_EXTERNAL = ("/F", "/FFilter", "/FDecodeParms")
_DEEPEST = 8

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
    if "/Collection" in root:
        notes.append("portfolio")
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        notes += ["scripts"] if "/JavaScript" in names else []
        notes += ["attachments"] if "/EmbeddedFiles" in names else []
    notes += ["attachments"] if "/AF" in root else []
    notes += _triggered(root, "/OpenAction", "/AA")
    for page in pdf.pages:
        notes += _on_page(page.obj)
    return notes


def leave_behind(pdf: Pdf, pages: list[Object]) -> None:
    """Keep the pages, and of the rest only what may travel. The page tree is made anew, flat."""
    root = pdf.Root
    for key in set(root.keys()) - _ROOT_TRAVELS:
        del root[key]
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Kids=Array(pages)))
    for page in pages:
        for key in set(page.keys()) - _PAGE_TRAVELS:
            del page[key]
        page.Type = Name.Page
        page.Parent = tree
    root.Pages = tree
    for key in set(pdf.trailer.keys()) - {"/Root", "/Size", "/ID"}:
        del pdf.trailer[key]
    for thing in pdf.objects:
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
        action = thing.get(key)
        if not isinstance(action, Dictionary):
            continue
        chain = [action, *(inner for inner in action.values() if isinstance(inner, Dictionary))]
        kinds = {str(one.get("/S")) for one in chain}
        if kinds & _SCRIPTS or any("/JS" in one for one in chain):
            yield "scripts"
        if kinds & _ACTIONS:
            yield "actions"


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
