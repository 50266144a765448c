"""`web/scripts/pack.mjs` packs an export so that the gateway serves it, and refuses what its policy would block."""

import gzip
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from gateway.rest.web.export import read_export

PACK = Path(__file__).parents[3] / "web" / "scripts" / "pack.mjs"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js: apt-get install nodejs")
PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'
INLINE = 'self.__next_f.push(["<p style=\\"color:red\\" onclick=\\"x\\">"])'


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    body = f'<script src="/_next/static/a.js" async=""></script><script>{INLINE}</script>' + "<p>차례</p>" * 80
    write(
        tmp_path,
        {
            "index.html": PAGE.format(body),
            "404.html": PAGE.format("none"),
            "_not-found.html": PAGE.format("none"),
            "crash.html": PAGE.format("<script>1</script><script>1</script>"),
            "help/index.html": PAGE.format("help"),
            "crash.txt": "0:{}",
            "_next/static/a.js": "console.info(1);\n" * 100,
            "_next/static/old.js.br": "left from before",
        },
    )
    return tmp_path


def pack(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([NODE or "", PACK, folder], capture_output=True, text=True, check=False, timeout=60)


def test_what_is_packed_is_served(folder: Path):
    done = pack(folder)
    files = read_export(folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "6 files, 4 pages" in done.stdout
    assert set(files) == {"/", "/404", "/crash", "/crash.txt", "/help", "/_next/static/a.js"}
    assert set(files["/"].forms) == set(files["/_next/static/a.js"].forms) == {"identity", "gzip", "br"}
    assert set(files["/crash"].forms) == {"identity"}
    for file in files.values():
        if "gzip" in file.forms:
            assert gzip.decompress(file.forms["gzip"].data) == file.forms["identity"].data
            assert len(file.forms["br"].data) < len(file.forms["gzip"].data) < len(file.forms["identity"].data)


def test_the_policy_gets_the_hash_of_each_inline_script_once(folder: Path):
    pack(folder)
    files = read_export(folder)
    expected = [f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in (INLINE, "1")]
    assert list(files["/"].script_hashes) == expected[:1]
    assert list(files["/crash"].script_hashes) == expected[1:]
    assert files["/404"].script_hashes == ()


def test_packing_twice_leaves_the_same(folder: Path):
    pack(folder)
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert pack(folder).returncode == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    assert not (folder / "_next/static/old.js.br").exists()


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('<p class="a" style="color:red">', "a style attribute"),
        ("<p\nSTYLE = x>", "a style attribute"),
        ("<style>p{}</style>", "an inline <style>"),
        ('<button onclick="x()">', "an event handler"),
        ('<a href="javascript:x()">', "a javascript: address"),
        ('<base href="/x">', "a <base>"),
    ],
)
def test_a_page_that_its_policy_would_block_fails_the_build(folder: Path, body: str, complaint: str):
    assert pack(folder).returncode == 0
    write(folder, {"crash.html": PAGE.format(body)})
    done = pack(folder)

    assert done.returncode == 1
    assert done.stderr.startswith(f"pack: crash.html has {complaint}")
    assert not (folder / "pitboss-web.json").exists()


@pytest.mark.parametrize("name", [".env", "a b.js", "x.exe", "%2e.js", "sub/.hidden.js"])
def test_a_file_that_would_not_be_served_fails_the_build(folder: Path, name: str):
    write(folder, {name: "x"})
    assert pack(folder).returncode == 1


def test_a_link_fails_the_build(folder: Path):
    (folder / "link.js").symlink_to("/etc/passwd")
    assert "link.js is a link" in pack(folder).stderr


def test_an_export_without_its_page_for_what_is_missing_fails_the_build(folder: Path):
    (folder / "404.html").unlink()
    assert "there is no page for /404" in pack(folder).stderr


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    done = pack(tmp_path / "missing")
    assert (done.returncode, "missing" in done.stderr) == (1, True)
