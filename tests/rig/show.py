#!/usr/bin/env python3
"""Prints a recording as one timeline: show.py FILE.json [--status] [--objects]

FILE may also be an answer of `podlab simulate --batch`, which has the same form.
"""
import json
import sys

USUAL = {"rows", "events", "cri", "endpoints"}


def row(line):
    """A row as kubectl prints it."""
    return line["pod"], "deleted" if line.get("deleted") else f"{line['ready']} {line['status']} {line['restarts']}"


def event(line):
    """An event."""
    return line["object"], f"{line['field']} {line['type']} {line['reason']}: {line['message']} x{line['count']}"


def call(line):
    """A call of the runtime, or what it reports."""
    left_out = ("t", "pod", "call", "script", "sandboxAttempt")
    return line["pod"], " ".join([line["call"], *(f"{key}={value}" for key, value in line.items() if key not in left_out)])


def status(line):
    """A Pod's status: its phase, conditions and containers."""
    words = [line["phase"], line.get("reason", "")]
    words += [f"{each['type']}={each['status']}" + (f"({each['reason']})" if each.get("reason") else "") for each in line["conditions"]]
    for kind in ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"):
        for each in line.get(kind, []):
            words.append(f"{each['name']}:{json.dumps(each['state'])}/{each['restartCount']}")
            words += [flag for flag in ("ready", "started") if each.get(flag)]
    return line["pod"], " ".join(filter(None, words))


def rest(*left_out):
    """A line of another kind: what it has beside its name."""
    return lambda line: json.dumps({key: value for key, value in line.items() if key not in ("t", *left_out)})


SHOWN = {
    "rows": row,
    "events": event,
    "cri": call,
    "status": status,
    "endpoints": lambda line: (line.get("pod", ""), rest("pod")(line)),
    "objects": lambda line: (f"{line['kind']}/{line['name']}", rest("kind", "name")(line)),
}


def main(file, flags):
    """Prints what is asked for, in the order of time."""
    with open(file) as text:
        given = json.load(text)
    wanted = USUAL | {flag.removeprefix("--") for flag in flags}
    lines = [(line["t"], kind, *SHOWN[kind](line)) for kind in SHOWN if kind in wanted for line in given.get(kind, [])]
    for at, kind, name, words in sorted(lines, key=lambda line: line[0]):
        print(f"{at:8.3f} {kind:9} {name:20} {words}")


if len(sys.argv) < 2:
    sys.exit(__doc__)
main(sys.argv[1], sys.argv[2:])
