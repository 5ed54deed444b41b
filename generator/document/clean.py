"""What Word leaves between the words, taken out of a template before its tags are read."""

from __future__ import annotations

from lxml import etree

from generator.document.names import W14, XML_SPACE, W, w

# Revisions count as accepted; comments, proofing marks and cached page breaks are of no use in a report.
_NOISE = """
    proofErr lastRenderedPageBreak permStart permEnd commentRangeStart commentRangeEnd commentReference annotationRef
    del moveFrom delText delInstrText moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tcPrChange trPrChange tblGridChange numberingChange
    cellIns cellDel cellMerge sdtPr sdtEndPr smartTagPr customXmlPr
"""
_DROP = {w(name) for name in _NOISE.split()}
_UNWRAP = {w(name) for name in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent")}
_HOLDS_TEXT = {w(name) for name in ("t", "instrText")}
_BOOKMARKS = {w("bookmarkStart"), w("bookmarkEnd")}


def clean(root: etree._Element) -> None:
    """Accept revisions, unwrap content controls, drop noise, ids of editing sessions and unused bookmarks."""
    for properties in [parent(mark) for mark in root.iter(w("del")) if parent(mark).tag == w("trPr")]:
        remove(parent(properties))
    for element in list(root.iter(etree.Element)):
        if element.tag in _DROP:
            remove(element)
        elif element.tag in _UNWRAP and element.getparent() is not None:
            _unwrap(element)
    _drop_bookmarks(root)
    for element in root.iter(etree.Element):
        _drop_ids(element)
        if element.tag in _HOLDS_TEXT:
            element.text = (element.text or "").replace("\n", " ").replace("\r", "")
        elif element.text is not None and not element.text.strip():
            element.text = None
        if element.tail is not None and not element.tail.strip():
            element.tail = None


def remove(element: etree._Element) -> None:
    """Take an element out; a run that held nothing else goes too."""
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    if holder.tag == w("r") and all(child.tag == w("rPr") for child in holder):
        remove(holder)


def parent(element: etree._Element) -> etree._Element:
    """The parent of an element that has one."""
    found = element.getparent()
    if found is None:
        raise ValueError(f"{element.tag} stands at the top")
    return found


def _unwrap(element: etree._Element) -> None:
    holder = parent(element)
    if holder.tag in (w("rPr"), w("trPr")):  # a mark, not a wrapper
        holder.remove(element)
        return
    index = holder.index(element)
    holder[index : index + 1] = list(element)


def _drop_ids(element: etree._Element) -> None:
    for name in list(element.attrib):
        name = str(name)
        if name.startswith((f"{{{W}}}rsid", f"{{{W14}}}paraId", f"{{{W14}}}textId")):
            del element.attrib[name]


def _drop_bookmarks(root: etree._Element) -> None:
    """Only bookmarks that something refers to stay: a copied one would make the file invalid."""
    anchors = {link.get(w("anchor"), "") for link in root.iter(w("hyperlink"))}
    instructions = " ".join(element.text or "" for element in root.iter(w("instrText")))
    instructions += " ".join(field.get(w("instr"), "") for field in root.iter(w("fldSimple")))
    words = anchors | set(instructions.split())
    kept = set()
    for bookmark in list(root.iter(w("bookmarkStart"))):
        if bookmark.get(w("name"), "") in words:
            kept.add(bookmark.get(w("id")))
    for bookmark in list(root.iter(*_BOOKMARKS)):
        if bookmark.get(w("id")) not in kept:
            remove(bookmark)


def keep_blanks(text: etree._Element) -> None:
    """Blanks at the ends of this ``w:t`` count."""
    text.set(XML_SPACE, "preserve")
