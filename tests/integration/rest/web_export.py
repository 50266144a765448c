"""A built app for tests: files written into a folder with the manifest that the gateway reads."""

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

HASHES = [f"sha256-{'A' * 42}{letter}=" for letter in "aB"]
SCRIPT = b"console.info('played');\n" * 40
PAGES = {
    "/": b"<!doctype html><title>Pitboss</title><h1>Welcome</h1>" + b"<p>Play</p>" * 60,
    "/crash": b"<!doctype html><title>Crash</title><h1>Crash</h1>" + b"<p>Bet</p>" * 60,
    "/404": b"<!doctype html><title>Nothing here</title><h1>Nothing here</h1>" + b"<p>Home</p>" * 60,
}


def form(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    """Write a file, and return what a manifest says of it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {"file": name, "size": len(data), "sha256": sha256(data).hexdigest()}


def forms(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    """Write a file in all of its forms. What stands for brotli is none: nobody undoes it here."""
    return {
        "identity": form(folder, name, data),
        "gzip": form(folder, f"{name}.gz", gzip.compress(data, mtime=0)),
        "br": form(folder, f"{name}.br", b"br:" + data[15:45]),
    }


def manifest_of(folder: Path) -> dict[str, Any]:
    """Write the files of a small app and return its manifest."""
    names = {path: "index.html" if path == "/" else f"{path[1:]}.html" for path in PAGES}
    files: dict[str, Any] = {
        path: {"type": "text/html; charset=utf-8", "forms": forms(folder, name, PAGES[path]), "scripts": HASHES}
        for path, name in names.items()
    }
    script = forms(folder, "_next/static/chunks/main-1.js", SCRIPT)
    files["/_next/static/chunks/main-1.js"] = {"type": "text/javascript; charset=utf-8", "forms": script}
    icon = {"identity": form(folder, "favicon.ico", b"\x00" * 40)}
    files["/favicon.ico"] = {"type": "image/x-icon", "forms": icon}
    return {"version": 1, "files": files}


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "pitboss-web.json").write_text(json.dumps(manifest))


def write_export(folder: Path) -> Path:
    """Write a small app and return its folder."""
    write_manifest(folder, manifest_of(folder))
    return folder
