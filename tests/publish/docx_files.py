"""DOCX files made by hand, part by part: what no well-meaning program writes."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, parts: dict[str, str | bytes] | None = None, *, namespace: str = W) -> bytes:
    """A file whose document has this body; ``parts`` by name, related by the name of their file."""
    given = parts or {}
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_KIND}/{name.removesuffix(".xml")}" Target="{name}"/>'
        for at, name in enumerate(given)
        if name.endswith(".xml") and "/" not in name
    )
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1"'
        f' Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{related}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>',
    }
    files |= {name if "/" in name else f"word/{name}": data for name, data in given.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def p(*runs: str, style: str = "") -> str:
    """A paragraph of runs; a run that is no markup is text."""
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}{''.join(one if one[:1] == '<' else r(one) for one in runs)}</w:p>"


def r(words: str, tag: str = "t") -> str:
    """A run of words."""
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'
