"""The built app in memory: every file that its manifest lists, read once, each in all of its forms.

`web/scripts/pack.mjs` writes the manifest after a build. No path of a request ever reaches the file system: what is
answered is what stands in the index, under its exact path.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from gateway.rest.web.encodings import IDENTITY

MANIFEST = "pitboss-web.json"
MANIFEST_VERSION = 1
MANIFEST_BYTES_MAX = 4 * 1024 * 1024
FILES_MAX = 4_096
EXPORT_BYTES_MAX = 64 * 1024 * 1024
"""Of all files in all forms: each gateway holds them in memory. The app has some three MiB."""
SCRIPT_HASHES_MAX = 64
"""Inline scripts of a page: their hashes stand in a header, and proxies refuse heads beyond 8 KiB."""
ETAG_CHARS = 32
_SEGMENT = r"(?:[A-Za-z0-9_!$()+,@~\[\]-][A-Za-z0-9_.!$()+,@~\[\]-]*)"
_PATH = re.compile(rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*)?")
_FILE = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_SCRIPT_HASH = re.compile(r"sha256-[A-Za-z0-9+/]{43}=")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; charset=utf-8)?")


class Unusable(Exception):
    """The folder holds no app that can be served; the text says why."""


class Form(NamedTuple):
    """A file in one content coding, and its strong tag."""

    data: bytes
    etag: str


class WebFile(NamedTuple):
    """A file in its forms by content coding, with the plain one. Pages have the hashes of their inline scripts."""

    media_type: str
    forms: Mapping[str, Form]
    script_hashes: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        return self.media_type.startswith("text/html")


class Stamp(NamedTuple):
    """Time and size of a manifest, by which it is told from the next."""

    modified_ns: int
    size: int


class _StoredForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file: str
    size: int
    sha256: str


class _StoredFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    forms: dict[str, _StoredForm]
    scripts: list[str] = []


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    files: dict[str, _StoredFile]


def manifest_stamp(folder: Path) -> Stamp | None:
    """Return the stamp of the manifest in a folder, None if there is none."""
    try:
        status = (folder / MANIFEST).stat()
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size)


def read_export(folder: Path) -> Mapping[str, WebFile]:
    """Return every file of a built app by the path under which it is asked for.

    Raises:
        Unusable: there is no manifest, or it is not to be trusted: a file differs, lies elsewhere, or is too much.
    """
    try:
        return dict(_files(folder.resolve(strict=True)))
    except OSError as error:
        raise Unusable(f"{error.filename or folder}: {error.strerror}") from None


def _files(folder: Path) -> Iterator[tuple[str, WebFile]]:
    manifest = _manifest(_read(folder, MANIFEST, MANIFEST_BYTES_MAX))
    left = EXPORT_BYTES_MAX
    for path, stored in manifest.files.items():
        if not _PATH.fullmatch(path) or not _MEDIA_TYPE.fullmatch(stored.type) or IDENTITY not in stored.forms:
            raise Unusable(f"{MANIFEST} says nothing usable of {path!r}")
        if len(stored.scripts) > SCRIPT_HASHES_MAX or not all(map(_SCRIPT_HASH.fullmatch, stored.scripts)):
            raise Unusable(f"{path} has no usable hashes of its scripts, or more than {SCRIPT_HASHES_MAX}")
        forms = {coding: _form(folder, form, left) for coding, form in stored.forms.items()}
        left -= sum(len(form.data) for form in forms.values())
        if left < 0:
            raise Unusable(f"it has more than {EXPORT_BYTES_MAX} bytes")
        yield path, WebFile(stored.type, forms, tuple(stored.scripts))


def _manifest(data: bytes) -> _Manifest:
    try:
        manifest = msgspec.json.decode(data, type=_Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"{MANIFEST}: {error}") from None
    if manifest.version != MANIFEST_VERSION:
        raise Unusable(f"{MANIFEST} is of version {manifest.version}, not {MANIFEST_VERSION}")
    if len(manifest.files) > FILES_MAX:
        raise Unusable(f"it has more than {FILES_MAX} files")
    return manifest


def _form(folder: Path, form: _StoredForm, bytes_max: int) -> Form:
    data = _read(folder, form.file, bytes_max)
    digest = sha256(data).hexdigest()
    if len(data) != form.size or digest != form.sha256:
        raise Unusable(f"{form.file} is another one than {MANIFEST} says")
    return Form(data, f'"{digest[:ETAG_CHARS]}"')


def _read(folder: Path, name: str, bytes_max: int) -> bytes:
    """Return the content of an ordinary file in `folder`, which no link leads out of. Raises Unusable, OSError."""
    path = folder / name
    if not _FILE.fullmatch(name) or path.resolve(strict=True) != path or not path.is_file():
        raise Unusable(f"{name!r} is no ordinary file of the folder")
    with path.open("rb") as file:
        data = file.read(bytes_max + 1)
    if len(data) > bytes_max:
        raise Unusable(f"{name} has more than {bytes_max} bytes")
    return data
