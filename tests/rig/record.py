#!/usr/bin/env python3
"""Records scenarios on the rig: record.py SCENARIOS FOLDER [--run N] [--parallel N] [--only NAME,NAME]

SCENARIOS is a YAML file with a list, as example.yaml, or recordings (.jsonl, .jsonl.gz), whose scenarios are then recorded anew.
Each becomes FOLDER/NAME.json; with --run 2 or more, FOLDER/NAME.rN.json.
"""
import argparse
import collections
import copy
import gzip
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request

import yaml

from api import CLUSTER_WIDE, RIG, WATCHED, path_of, request, watch
from session import Session

HERE = os.path.dirname(os.path.abspath(__file__))
RUNTIME = "http://127.0.0.1:18080"
NODE = "sim-node"
PATCHES = {
    "strategic": "application/strategic-merge-patch+json",
    "merge": "application/merge-patch+json",
    "json": "application/json-patch+json",
}

sessions = {}  # by namespace


def scenarios(file):
    """The scenarios of a file, each name once."""
    if file.endswith((".yaml", ".yml")):
        with open(file) as text:
            listed = yaml.safe_load(text)
    else:
        with (gzip.open if file.endswith(".gz") else open)(file, "rt") as text:
            listed = [json.loads(line) for line in text if line.strip()]
    found = {}
    for one in listed:
        found.setdefault(one["name"], {"note": "", "behaviours": {}, "actions": [], **one})
    return list(found.values())


def is_alone(scenario):
    """Whether it touches the node or its kubelet, and so must not play beside others."""
    return scenario.get("serial", False) or any(
        action["do"].startswith("kubelet") or action.get("target", "").startswith("Node/") for action in scenario["actions"]
    )


def put(kind, change, thing, now, cells):
    """Gives a change to the session of its namespace."""
    session = sessions.get(thing["metadata"].get("namespace"))
    if session:
        with session.lock:
            session.put(kind, change, thing, now, cells)


def runtime(path, body=None):
    """A request to the scripted runtime."""
    with urllib.request.urlopen(urllib.request.Request(RUNTIME + path, data=body)) as answer:
        return answer.read()


def pod_spec(thing):
    """The Pod's spec in an object, or None in one that makes no Pods."""
    kind, spec = thing["kind"], thing.get("spec")
    if kind == "Pod":
        return spec
    if kind == "CronJob":
        return spec["jobTemplate"]["spec"]["template"]["spec"]
    workloads = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController")
    return spec["template"]["spec"] if kind in workloads else None


class Loader(yaml.SafeLoader):
    """Reads YAML as kubectl does, to which a bare `y` or `n` is true or false."""

    bool_values = {**yaml.SafeLoader.bool_values, "y": True, "n": False}


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^[yYnN]$"), list("yYnN"))


def documents(text):
    """The objects of a manifest."""
    return [thing for thing in yaml.load_all(text, Loader) if thing]


def post(thing, namespace):
    """Creates an object, and gives what the server answers."""
    thing = copy.deepcopy(thing)
    spec = pod_spec(thing)
    if spec is not None:
        # The recordings are of a cluster that mounts no tokens.
        spec.setdefault("automountServiceAccountToken", False)
        # The cluster may have other nodes, without this runtime.
        if "nodeName" not in spec:
            spec.setdefault("nodeSelector", {})["kubernetes.io/hostname"] = NODE
    if thing["kind"] not in CLUSTER_WIDE:
        thing.setdefault("metadata", {})["namespace"] = namespace
    return request("POST", path_of(thing["kind"], namespace), thing)


def kubelet(what):
    """Starts or stops the kubelet."""
    subprocess.run([f"{HERE}/kubelet.sh", what], check=True)
    return {"status": 0}


def create(session, action):
    """The action `create`."""
    result = {"status": 0}
    for thing in documents(action["manifest"]):
        code, answer = post(thing, session.namespace)
        result["status"] = code
        if code >= 400:
            result["message"] = answer["message"]
    return result


def target(session, action, things):
    """Kind and name of what an action is done to: `Kind/name`, `Pod#N`, or the first Pod or workload of the manifest."""
    given = action.get("target")
    if not given:
        first = next(thing for thing in things if pod_spec(thing) is not None)
        return first["kind"], first["metadata"]["name"]
    if "#" in given:
        return "Pod", session.pods[int(given.split("#")[1])]
    return tuple(given.split("/"))


def act(session, action, things):
    """Does an action, and gives what is recorded of its result."""
    do, namespace = action["do"], session.namespace
    if do == "kubeletRestart":
        kubelet("stop")
        time.sleep(action.get("down", 0))
        return kubelet("start")
    if do in ("kubeletStop", "kubeletStart"):
        return kubelet(do.removeprefix("kubelet").lower())
    if do == "create":
        return create(session, action)
    kind, name = target(session, action, things)
    if do == "loseSandbox":
        runtime(f"/die?ns={namespace}&pod={name}", b"")
        return {"status": 0}
    if do == "delete":
        options = {"propagationPolicy": action.get("propagation", "Background")}
        if "grace" in action:
            options["gracePeriodSeconds"] = action["grace"]
        code, answer = request("DELETE", path_of(kind, namespace, name), options)
    elif do == "evict":
        eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": namespace}}
        if "grace" in action:
            eviction["deleteOptions"] = {"gracePeriodSeconds": action["grace"]}
        code, answer = request("POST", path_of("Pod", namespace, name, "eviction"), eviction)
    elif do == "patch":
        content = action.get("type", "strategic")
        path = path_of(kind, namespace, name, action.get("sub"))
        code, answer = request("PATCH", path, action["patch"], PATCHES.get(content, content))
    else:
        raise ValueError(f"there is no action {do}")
    result = {"status": code, "object": f"{kind}/{name}"}
    if code >= 400:
        result |= {key: answer.get(key) for key in ("message", "reason")}
    return result


def prepare(scenario, namespace):
    """Makes the namespace, and tells the runtime how its Pods behave."""
    meta = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
    code, answer = request("POST", path_of("Namespace"), meta)
    if code >= 400:
        raise RuntimeError(answer["message"])
    # Pods are refused until the namespace has its account.
    for _ in range(100):
        if request("GET", path_of("ServiceAccount", namespace, "default"))[0] == 200:
            break
        time.sleep(0.1)
    runtime(f"/behaviours?ns={namespace}", json.dumps(scenario["behaviours"] or {}).encode())


def play(session, scenario, things):
    """Posts the manifest and does the actions at their times; gives what was refused and what was done."""
    refused, done = [], []
    session.start = time.time()
    for thing in things:
        code, answer = post(thing, session.namespace)
        if code >= 400:
            name = f"{thing['kind']}/{thing['metadata'].get('name')}"
            print(f"{session.namespace}: {name} was refused: {answer['message']}", file=sys.stderr)
            refused.append({"object": name, "message": answer["message"]})
    for action in sorted(scenario["actions"], key=lambda action: action["at"]):
        time.sleep(max(0, session.start + action["at"] - time.time()))
        at = session.at(time.time())
        try:
            result = act(session, action, things)
        except Exception as error:  # the others still have to be done, and the recording tells of this one
            print(f"{session.namespace}: {action}: {error!r}", file=sys.stderr)
            result = {"status": -1, "message": repr(error)}
        done.append({"t": at, "act": {key: value for key, value in action.items() if key != "at"}, **result})
    time.sleep(max(0, session.start + scenario["observedSeconds"] - time.time()))
    return refused, done


def recording(session, scenario, things, refused, done):
    """The recording, in the order of the recordings' form."""
    end = scenario["observedSeconds"]
    with session.lock:
        calls = json.loads(runtime(f"/log?ns={session.namespace}"))
        del sessions[session.namespace]
    for call in calls:
        call["t"] = session.at(call["t"])
    said = {key: scenario[key] for key in ("note", "manifest", "behaviours", "actions")}
    kept = {"name": scenario["name"], "namespace": session.namespace, **said, "actionsDone": done, "observedSeconds": end}
    kept |= {key: getattr(session, key) for key in ("pods", "rows", "status", "events")}
    kept["cri"] = [call for call in calls if call["t"] <= end]
    if refused:
        kept["refused"] = refused
    if any(thing["kind"] == "Service" for thing in things):
        kept["endpoints"] = session.endpoints
    if session.objects:
        kept["objects"] = session.objects
    return kept


def clean(namespace, things):
    """Removes what the scenario made, without waiting for it."""
    request("DELETE", path_of("Namespace", name=namespace), {"propagationPolicy": "Background"})
    request("DELETE", path_of("Pod", namespace), {"gracePeriodSeconds": 0})
    for thing in things:
        if thing["kind"] in CLUSTER_WIDE:
            request("DELETE", path_of(thing["kind"], name=thing["metadata"]["name"]))


def record(scenario, folder, run):
    """Records one scenario into the folder."""
    suffix = "" if run == 1 else f"-r{run}"
    namespace = f"rig-{scenario['name']}{suffix}"
    prepare(scenario, namespace)
    things = documents(scenario["manifest"])
    session = sessions[namespace] = Session(scenario, namespace)
    # Schedules are of whole minutes, so these begin shortly before one.
    if any(thing["kind"] == "CronJob" for thing in things):
        time.sleep((55 - time.time() % 60) % 60)
    time.sleep(0.3)
    kept = recording(session, scenario, things, *play(session, scenario, things))
    with open(f"{folder}/{scenario['name']}{suffix.replace('-', '.')}.json", "w") as file:
        json.dump(kept, file)
    clean(namespace, things)
    print(f"{scenario['name']}{suffix}: {len(session.pods)} Pods", flush=True)


def work(waiting, folder, run):
    """Records scenarios until none is left."""
    while True:
        try:
            scenario = waiting.popleft()
        except IndexError:
            return
        try:
            record(scenario, folder, run)
        except Exception as error:  # the others go on
            print(f"{scenario['name']} failed: {error!r}", file=sys.stderr)


def main():
    """Records those that can play side by side, then the others one by one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios")
    parser.add_argument("folder")
    parser.add_argument("--run", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=20)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if not os.path.exists(f"{RIG}/pki/token"):
        sys.exit("RIG is not the folder of a rig; up.sh makes one")
    os.makedirs(given.folder, exist_ok=True)
    only = set(filter(None, given.only.split(",")))
    wanted = [each for each in scenarios(given.scenarios) if not only or each["name"] in only]
    for kind in WATCHED:
        ready = threading.Event()
        threading.Thread(target=watch, args=(kind, put, ready), daemon=True).start()
        if not ready.wait(20):
            sys.exit(f"{kind} cannot be watched")
    beside = collections.deque(each for each in wanted if not is_alone(each))
    workers = [threading.Thread(target=work, args=(beside, given.folder, given.run)) for _ in range(given.parallel)]
    for worker in workers:
        worker.start()
        # A start of all at once would be a load that no scenario means.
        time.sleep(0.25)
    for worker in workers:
        worker.join()
    work(collections.deque(each for each in wanted if is_alone(each)), given.folder, given.run)


main()
