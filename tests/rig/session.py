"""What is kept of a scenario while it plays: the form of the recordings in tests/recordings."""
import json
import re
import threading

# Times and counters that differ from run to run and say nothing of their own.
PASSING = {
    "lastTransitionTime", "lastProbeTime", "lastUpdateTime", "startTime", "completionTime", "lastScheduleTime", "lastSuccessfulTime",
    "lastScaleTime", "uncountedTerminatedPods", "observedGeneration", "disruptedPods",
}


def without_times(value):
    """A status without what differs from run to run."""
    if isinstance(value, dict):
        return {key: without_times(below) for key, below in value.items() if key not in PASSING}
    return [without_times(below) for below in value] if isinstance(value, list) else value


def plain(text, namespace):
    """A message with the rig's addresses and the scenario's namespace as Podlab has them."""
    return re.sub(r"\b(10|127)\.88\.\d+\.\d+\b", "<IP>", text).replace(namespace, "default")


def state(given):
    """A container's state, without its times."""
    kept = ("reason", "message", "exitCode", "signal")
    return {name: {key: detail[key] for key in detail if key in kept} for name, detail in (given or {}).items()}


def container(status, with_resources):
    """A container's status as it is recorded; resources only where they can change."""
    kept = {
        "name": status["name"],
        "state": state(status.get("state")),
        "lastState": state(status.get("lastState")),
        "restartCount": status.get("restartCount", 0),
        "ready": status.get("ready", False),
    }
    more = ("started", "allocatedResources", "resources") if with_resources else ("started",)
    return kept | {key: status[key] for key in more if key in status}


class Session:
    """One scenario in its namespace, from the moment that `start` is set."""

    def __init__(self, scenario, namespace):
        """Nothing is kept before `start` is set."""
        self.namespace = namespace
        self.lock = threading.RLock()
        self.start = None
        self.pods, self.rows, self.status, self.events, self.endpoints, self.objects = [], [], [], [], [], []
        self._last = {}  # what was recorded last of each thing: only changes are kept
        self._resizes = any("resize" in (action.get("sub") or "") for action in scenario["actions"])

    def at(self, now):
        """Seconds since the start."""
        return round(now - self.start, 3)

    def put(self, kind, change, thing, now, cells):
        """Takes one event of a watch."""
        if self.start is None:
            return
        at = self.at(now)
        if kind == "Pod":
            self._pod(change, thing, at, cells)
        elif kind == "Event":
            self._event(change, thing, at)
        elif kind == "EndpointSlice":
            self._endpoints(change, thing, at)
        else:
            self._object(kind, change, thing, at)

    def _changed(self, key, value):
        """Whether `value` is new for `key`; it is then the last one."""
        if self._last.get(key) == value:
            return False
        self._last[key] = value
        return True

    def _pod(self, change, pod, at, cells):
        """A Pod's row of the server's table, and its status."""
        name = pod["metadata"]["name"]
        if name not in self.pods:
            self.pods.append(name)
        if change == "DELETED":
            self.rows.append({"t": at, "pod": name, "deleted": True})
            # A Pod of the same name may follow, and begins anew.
            self._last.pop(("row", name), None)
            self._last.pop(("status", name), None)
            return
        row = {"ready": cells[1], "status": cells[2], "restarts": str(cells[3])}
        # The age behind the number of restarts, as in `2 (5s ago)`, is no change.
        if self._changed(("row", name), (row["ready"], row["status"], row["restarts"].split(" ")[0])):
            self.rows.append({"t": at, "pod": name, **row})
        status = self._pod_status(pod)
        if self._changed(("status", name), status):
            self.status.append({"t": at, "pod": name, **status})

    def _pod_status(self, pod):
        """A Pod's status, without times, addresses and ids."""
        status = pod.get("status", {})
        kept = {
            "phase": status.get("phase"),
            "node": bool(pod["spec"].get("nodeName")),
            "conditions": [
                {key: condition[key] for key in ("type", "status", "reason", "message") if condition.get(key)}
                for condition in status.get("conditions", [])
            ],
        }
        kept |= {key: status[key] for key in ("reason", "message", "nominatedNodeName") if status.get(key)}
        if self._resizes:
            kept["generation"] = pod["metadata"].get("generation")
        for key in ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"):
            if status.get(key):
                kept[key] = [container(each, self._resizes) for each in status[key]]
        return kept

    def _event(self, change, event, at):
        """An event, each time that it is counted."""
        about = event["involvedObject"]
        count = event.get("count") or (event.get("series") or {}).get("count") or 1
        key = ("count", event["metadata"]["name"])
        # The same event is written again when it is counted up; what the node says of itself belongs to no scenario.
        if change == "DELETED" or about["kind"] == "Node" or count <= self._last.get(key, 0):
            return
        self._last[key] = count
        self.events.append({
            "t": at,
            "object": f"{about['kind']}/{about['name']}",
            "field": about.get("fieldPath", ""),
            "type": event["type"],
            "reason": event["reason"],
            "message": plain(event.get("message", ""), self.namespace),
            "count": count,
            "component": (event.get("source") or {}).get("component") or event.get("reportingComponent", ""),
        })

    def _endpoints(self, change, piece, at):
        """What changed in an EndpointSlice, one line a Pod."""
        service = piece["metadata"].get("labels", {}).get("kubernetes.io/service-name", piece["metadata"]["name"])
        now = {}
        for endpoint in [] if change == "DELETED" else piece.get("endpoints") or []:
            conditions = endpoint.get("conditions", {})
            name = (endpoint.get("targetRef") or {}).get("name", endpoint["addresses"][0])
            now[name] = {key: conditions.get(key) for key in ("ready", "serving", "terminating")}
        key = ("endpoints", piece["metadata"]["name"])
        before = self._last.get(key)
        if before is None and not now:
            self.endpoints.append({"t": at, "service": service, "none": True})
        before = before or {}
        for pod, conditions in now.items():
            if before.get(pod) != conditions:
                self.endpoints.append({"t": at, "service": service, "pod": pod, **conditions})
        for pod in before:
            if pod not in now:
                self.endpoints.append({"t": at, "service": service, "pod": pod, "removed": True})
        self._last[key] = now

    def _object(self, kind, change, thing, at):
        """A workload, quota, claim or budget."""
        name = thing["metadata"]["name"]
        kept = {"kind": kind, "name": name}
        kept |= {"deleted": True} if change == "DELETED" else self._object_fields(kind, thing)
        if self._changed((kind, name), kept):
            self.objects.append({"t": at, **kept})

    def _object_fields(self, kind, thing):
        """The fields of a workload or other object in which its controller shows."""
        meta, spec, kept = thing["metadata"], thing.get("spec", {}), {}
        if kind in ("Deployment", "ReplicaSet", "StatefulSet"):
            kept["replicas"] = spec.get("replicas")
        if kind == "Deployment" and spec.get("paused"):
            kept["paused"] = True
        if kind == "ReplicaSet":
            kept["revision"] = meta.get("annotations", {}).get("deployment.kubernetes.io/revision")
            kept["images"] = [each["image"] for each in spec["template"]["spec"]["containers"]]
        if kind in ("Job", "CronJob"):
            kept["suspend"] = spec.get("suspend", False)
        if kind == "Job":
            kept["parallelism"] = spec.get("parallelism")
        if meta.get("deletionTimestamp"):
            kept["deleting"] = True
        status = json.loads(plain(json.dumps(without_times(thing.get("status", {}))), self.namespace))
        if kind == "CronJob" and "active" in status:
            status["active"] = [job["name"] for job in status["active"]]
        return kept | {"status": status}
