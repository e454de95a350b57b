"""One zip of a published version: the files, the text they belong to, the licence, and the digest of each.

The same version gives the same bytes: no clock is in it.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from app.files.store import Store
from models import Document, Publication

THEN = (2000, 1, 1, 0, 0, 0)
"""A zip wants a moment for every file; the true one is in the manifest."""


def package(of: Publication, files: Sequence[Document], store: Store) -> bytes:
    """The whole package, of the files that the reader sees. Withdrawn ones are not in it; the manifest says so."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        put(archive, gettext("LEES-MIJ.md"), read_me(of).encode())
        put(archive, f"{of.dossier.number}.md", of.revision.text.encode())
        put(archive, "manifest.json", json.dumps(manifest(of, files), ensure_ascii=False, indent=1).encode())
        for one in there(files):
            put(
                archive,
                f"{one.role.value if one.role else 'file'}/{one.file_name}",
                store.place(one.sha256).read_bytes(),
            )
    return made.getvalue()


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, THEN)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(info, content)


def read_me(of: Publication) -> str:
    lines = [f"# {of.dossier.number} {of.dossier.title}", ""]
    lines += [gettext("Versie %(version)s, licentie %(licence)s.", version=of.version, licence=of.licence), ""]
    lines += [of.note, ""] if of.note else []
    return "\n".join([*lines, gettext("Begin met het bestand in de map instructions.")]) + "\n"


def there(files: Sequence[Document]) -> list[Document]:
    """Those that were not withdrawn."""
    return [one for one in files if one.withdrawn_at is None]


def manifest(of: Publication, files: Sequence[Document]) -> dict[str, Any]:
    """What went out, as it was frozen then; of a file that is not for the reader nothing."""
    kept, seen = {one.id for one in there(files)}, {one.id for one in files}
    return {
        "dossier": of.dossier.number,
        "title": of.dossier.title,
        "version": of.version,
        "licence": of.licence,
        "published": of.at.isoformat(),
        "text_sha256": of.revision.digest,
        "files": [
            {name: line[name] for name in ("name", "role", "sha256", "size")}
            | ({} if line["document"] in kept else {"withdrawn": True})
            for line in of.manifest
            if line["document"] in seen
        ],
    }
