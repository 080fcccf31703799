"""``VERIFY.txt``: the plain commands, and in three languages what each shows and what the whole does not."""

from __future__ import annotations

import re
from importlib import resources

from earwitness.publish.bag.edition import Chance, Edition

__all__ = ["commands_in", "verify_text"]

_INDENT = "    "


def verify_text(chance: Chance, edition: Edition, identity: str, fingerprint: str) -> str:
    """The text of a bag.

    Args:
        identity, fingerprint: of the signer; "" for a bag that nobody signed.
    """
    text = _read("verify.txt")
    signed = _read("signed.txt" if identity else "unsigned.txt")
    sealed = "" if edition.is_public else _read("sealed.txt")
    text = text.replace("{{signature}}\n", signed).replace("{{sealed}}\n", sealed)
    values = {
        "identifier": chance.identifier,
        "edition": edition.value,
        "identity": identity,
        "fingerprint": fingerprint,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def commands_in(text: str) -> list[str]:
    r"""The commands of such a text, as a person copies them: blocks of indented lines after an empty line.

    >>> commands_in("1. This\n    goes on.\n\n    true &&\n    false\n\nEnd")
    ['true &&\nfalse']
    """
    blocks: list[list[str]] = []
    inside, before = False, ""
    for line in text.splitlines():
        indented = line.startswith(_INDENT)
        if indented and not inside and not before:
            blocks.append([])
            inside = True
        inside = inside and indented
        if inside:
            blocks[-1].append(line[len(_INDENT) :])
        before = line.strip()
    return ["\n".join(block) for block in blocks]


def _read(name: str) -> str:
    return (resources.files(__package__) / "texts" / name).read_text(encoding="utf-8")
