#!/usr/bin/env python3
"""Packs recordings: pack.py FOLDER|ARCHIVE... OUT.jsonl.gz [--without NAME,NAME]

One line a recording, in the order of names, the runs of a scenario one after the other. Prints the line for tests/recordings/SUMS.
"""
import argparse
import gzip
import io
import json
import os
import pathlib
import sys


def read(source):
    """The recordings of a folder, or of an archive."""
    if source.endswith(".gz"):
        with gzip.open(source, "rt") as lines:
            return [json.loads(line) for line in lines]
    files = [os.path.join(source, file) for file in os.listdir(source) if file.endswith(".json")]
    return [json.loads(pathlib.Path(file).read_text()) for file in files]


def run_of(recording):
    """Which run of its scenario it is; the namespace tells."""
    _, _, run = recording["namespace"].removeprefix(f"rig-{recording['name']}").partition("-r")
    return int(run or 1)


def recordings(sources, without):
    """All recordings, in the order of names and runs. A run that is in two sources is taken from the last one."""
    found = {(each["name"], run_of(each)): each for source in sources for each in read(source) if each["name"] not in without}
    return [found[key] for key in sorted(found)]


def packed(found):
    """The bytes of the archive. Its time is 0, so that the same recordings give the same bytes."""
    lines = [json.dumps(each, separators=(",", ":"), ensure_ascii=False) + "\n" for each in found]
    data = io.BytesIO()
    # Not gzip.compress, which since Python 3.11 writes the name of the system into the header.
    with gzip.GzipFile("", "wb", 9, data, mtime=0) as file:
        file.write("".join(lines).encode())
    return data.getvalue()


def fnv1a(data):
    """FNV-1a of 64 bits, the sum in SUMS."""
    total = 0xCBF29CE484222325
    for byte in data:
        total = (total ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return total


def main():
    """Writes the archive and prints its line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("out")
    parser.add_argument("--without", default="")
    given = parser.parse_args()
    found = recordings(given.sources, given.without.split(","))
    data = packed(found)
    with open(given.out, "wb") as file:
        file.write(data)
    print(f"{len(found)} recordings, {len(data)} bytes", file=sys.stderr)
    print(f"{fnv1a(data):016x} {os.path.basename(given.out)}")


main()
