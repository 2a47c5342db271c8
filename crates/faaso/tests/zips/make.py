"""Makes the zips beside it with the tools their names say: `python3 make.py` (needs zip, 7z and git).

Every zip holds the same folder `hello`; macos.zip and windows*.zip are put together field by field, as those
systems' own tools do it.
"""

import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
FILES = {
    "funko.yml": (b"name: hello\nruntime: kemal\n", 0o644),
    "run.sh": (b"#!/bin/sh\nexec ./hello\n", 0o755),
    "src/app.py": (b"print('hello')\n" * 40, 0o644),
    "a\u00f1o \u2603.txt": (b"snow\n", 0o644),
    "nothing": (b"", 0o644),
}


def main():
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work, "hello")
        for name, (data, mode) in FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(mode)
        (folder / "empty").mkdir()
        tool(work, "info-zip", ["zip", "-qrX", "@", "hello"])
        tool(work, "info-zip-stored-extras", ["zip", "-qr0", "@", "hello"])
        tool(work, "info-zip-zip64", ["zip", "-qr", "-fz", "@", "hello"])
        streamed = subprocess.run(["zip", "-qr", "-", "hello"], cwd=work, capture_output=True, check=True).stdout
        (HERE / "info-zip-streamed.zip").write_bytes(streamed)
        tool(work, "7zip", ["7z", "a", "-bso0", "-tzip", "@", "hello"])
        tool(work, "7zip-stored", ["7z", "a", "-bso0", "-tzip", "-mx=0", "@", "hello"])
        python(work)
        git(work)
    by_hand("macos", macos())
    by_hand("windows", windows("/"))
    by_hand("windows-backslashes", windows("\\"))


def tool(work, name, command):
    target = HERE / f"{name}.zip"
    target.unlink(missing_ok=True)
    subprocess.run([str(target) if word == "@" else word for word in command], cwd=work, check=True)


def python(work):
    with zipfile.ZipFile(HERE / "python.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(pathlib.Path(work, "hello").rglob("*")):
            made.write(path, path.relative_to(work))
    with zipfile.ZipFile(HERE / "python-writestr.zip", "w") as made:
        for name, (data, _) in FILES.items():
            made.writestr(f"hello/{name}", data)
    made = shutil.make_archive(str(HERE / "python-make-archive"), "zip", work, "hello")
    assert made.endswith(".zip")


def git(work):
    place = pathlib.Path(work, "repository")
    shutil.copytree(pathlib.Path(work, "hello"), place)
    run = lambda *words: subprocess.run(["git", "-C", str(place), *words], check=True, capture_output=True)
    run("init", "-q")
    run("add", ".")
    run("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "hello")
    run("archive", "--format=zip", "--prefix=hello/", "-o", str(HERE / "git-archive.zip"), "HEAD")


def macos():
    """As Finder's Compress and `ditto` do it: sizes behind the data, `UX` extras, a twin for each file."""
    extra = struct.pack("<HHII", 0x5855, 8, 0, 0)
    files = [("hello/", b"", 0o40755)]
    for name, (data, mode) in FILES.items():
        files.append((f"hello/{name}", data, 0o100000 | mode))
        files.append((f"__MACOSX/hello/._{name.rsplit('/', 1)[-1]}", b"\0\5\x16\7" + bytes(60), 0o100644))
    files += [("hello/.DS_Store", bytes(64), 0o100644), ("hello/empty/", b"", 0o40755)]
    return [(name.encode(), data, 0x0315, mode << 16, 8, extra, name[-1] != "/") for name, data, mode in files]


def windows(slash):
    """As Explorer does it; with backslashes as older .NET, and so Compress-Archive of PowerShell 5, does."""
    files = [(name, data, 0x20) for name, (data, _) in FILES.items()]
    files += [("desktop.ini", b"[.ShellClassInfo]", 0x26), ("Thumbs.db", bytes(64), 0x26), ("empty/", b"", 0x10)]
    named = [("hello/" + name, data, attributes) for name, data, attributes in files]
    return [(n.replace("/", slash).encode(), data, 20, attributes, 0x800, b"", False) for n, data, attributes in named]


def by_hand(name, entries):
    out, directory = b"", b""
    for path, data, made_by, attributes, flags, extra, streamed in entries:
        pack = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = pack.compress(data) + pack.flush() if data else b""
        method = 8 if data else 0
        sums = struct.pack("<III", zlib.crc32(data), len(packed), len(data))
        flags &= 0x800 | (8 if streamed else 0)
        head = struct.pack("<HHHHH", 20, flags, method, 0, 33)
        lengths = struct.pack("<HH", len(path), len(extra))
        at = len(out)
        out += b"PK\3\4" + head + (bytes(12) if streamed else sums) + lengths + path + extra + packed
        out += b"PK\7\x08" + sums if streamed else b""
        directory += b"PK\1\2" + struct.pack("<H", made_by) + head + sums + lengths
        directory += struct.pack("<HHHII", 0, 0, 0, attributes, at) + path + extra
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    (HERE / f"{name}.zip").write_bytes(out + directory + b"PK\5\6" + end)


main()
