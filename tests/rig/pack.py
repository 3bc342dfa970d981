#!/usr/bin/env python3
"""Packs recordings: pack.py FOLDER... OUT.jsonl.gz [--without NAME,NAME]

One line a recording, in the order of names, the runs of a scenario one after the other. Prints the line for tests/recordings/SUMS.
"""
import argparse
import gzip
import io
import json
import os
import sys


def recordings(folders, without):
    """The recordings' files, in the order of names and runs. A run that is in two folders is an error, since one would be lost."""
    found = {}
    for folder in folders:
        for file in os.listdir(folder):
            if file.endswith(".json"):
                name, _, run = file.removesuffix(".json").partition(".r")
                if name in without:
                    continue
                if found.setdefault((name, int(run or 1)), os.path.join(folder, file)) != os.path.join(folder, file):
                    sys.exit(f"{file} is in two folders")
    return [found[key] for key in sorted(found)]


def packed(files):
    """The bytes of the archive. Its time is 0, so that the same recordings give the same bytes."""
    lines = []
    for file in files:
        with open(file) as text:
            lines.append(json.dumps(json.load(text), separators=(",", ":"), ensure_ascii=False) + "\n")
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
    parser.add_argument("folders", nargs="+")
    parser.add_argument("out")
    parser.add_argument("--without", default="")
    given = parser.parse_args()
    files = recordings(given.folders, given.without.split(","))
    data = packed(files)
    with open(given.out, "wb") as file:
        file.write(data)
    print(f"{len(files)} recordings, {len(data)} bytes", file=sys.stderr)
    print(f"{fnv1a(data):016x} {os.path.basename(given.out)}")


main()
