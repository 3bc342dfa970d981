"""The API server as the recorder uses it: one request at a time, and endless watches."""
import functools
import http.client
import json
import os
import ssl
import sys
import threading
import time

RIG = os.environ.get("RIG", "")
SERVER = ("127.0.0.1", 6443)

# What is watched, and so recorded.
WATCHED = {
    "Pod": "/api/v1/pods",
    "Event": "/api/v1/events",
    "EndpointSlice": "/apis/discovery.k8s.io/v1/endpointslices",
    "Deployment": "/apis/apps/v1/deployments",
    "ReplicaSet": "/apis/apps/v1/replicasets",
    "StatefulSet": "/apis/apps/v1/statefulsets",
    "DaemonSet": "/apis/apps/v1/daemonsets",
    "Job": "/apis/batch/v1/jobs",
    "CronJob": "/apis/batch/v1/cronjobs",
    "PodDisruptionBudget": "/apis/policy/v1/poddisruptionbudgets",
    "PersistentVolumeClaim": "/api/v1/persistentvolumeclaims",
    "ResourceQuota": "/api/v1/resourcequotas",
    "HorizontalPodAutoscaler": "/apis/autoscaling/v2/horizontalpodautoscalers",
    "ReplicationController": "/api/v1/replicationcontrollers",
}
# What a manifest may hold beside that.
POSTED = {
    "Service": "/api/v1/services",
    "ConfigMap": "/api/v1/configmaps",
    "Secret": "/api/v1/secrets",
    "LimitRange": "/api/v1/limitranges",
    "ServiceAccount": "/api/v1/serviceaccounts",
}
# What belongs to no namespace.
CLUSTER_WIDE = {
    "PersistentVolume": "/api/v1/persistentvolumes",
    "StorageClass": "/apis/storage.k8s.io/v1/storageclasses",
    "PriorityClass": "/apis/scheduling.k8s.io/v1/priorityclasses",
    "Node": "/api/v1/nodes",
    "Namespace": "/api/v1/namespaces",
}
# Pods are asked for as the table that kubectl prints, so that the server's own words are recorded.
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"

_own = threading.local()


def _connect(timeout):
    """A connection to the server, which the rig's own authority vouches for."""
    context = ssl.create_default_context(cafile=f"{RIG}/pki/ca.crt")
    return http.client.HTTPSConnection(*SERVER, context=context, timeout=timeout)


@functools.cache
def _token():
    """The token of the rig's only user."""
    with open(f"{RIG}/pki/token") as file:
        return file.read().strip()


def _headers(**more):
    """The headers of a request."""
    return {"Authorization": f"Bearer {_token()}", **more}


def request(method, path, body=None, content="application/json"):
    """Status and answer of a request. Each thread keeps its connection; one that has gone stale is made anew, once."""
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    headers = _headers(**{"Content-Type": content, "Accept": "application/json"})
    for last in (False, True):
        try:
            if getattr(_own, "connection", None) is None:
                _own.connection = _connect(60)
            _own.connection.request(method, path, text, headers)
            response = _own.connection.getresponse()
            data = response.read()
            return response.status, json.loads(data) if data[:1] == b"{" else {"message": data.decode()}
        except (http.client.HTTPException, OSError):
            _own.connection = None
            if last:
                raise


def path_of(kind, namespace=None, name=None, sub=None):
    """The path of an object, or without a name that of all objects of the kind in the namespace."""
    path = WATCHED.get(kind) or POSTED.get(kind) or CLUSTER_WIDE[kind]
    if kind not in CLUSTER_WIDE:
        group, plural = path.rsplit("/", 1)
        path = f"{group}/namespaces/{namespace}/{plural}"
    return path + (f"/{name}" if name else "") + (f"/{sub.strip('/')}" if sub else "")


def watch(kind, put, ready):
    """Calls put(kind, type, object, time, cells) for each change of the kind, for ever; sets `ready` when it has begun."""
    version = None
    while True:
        try:
            if version is None:
                _, listed = request("GET", WATCHED[kind] + "?limit=1")
                version = listed["metadata"]["resourceVersion"]
            version = _follow(kind, version, put, ready)
        except Exception as error:  # a watch that ends would leave recordings that lack a kind
            print(f"watch {kind}: {error!r}", file=sys.stderr)
            time.sleep(0.5)
            version = None


def _follow(kind, version, put, ready):
    """Follows one watch until the server ends it, and gives the version from which to go on, or None to list anew."""
    connection = _connect(None)
    query = f"?watch=1&resourceVersion={version}&timeoutSeconds=3600"
    accept = "application/json"
    if kind == "Pod":
        query, accept = query + "&includeObject=Object", TABLE
    connection.request("GET", WATCHED[kind] + query, headers=_headers(Accept=accept))
    response = connection.getresponse()
    ready.set()
    while line := response.readline():
        now, event = time.time(), json.loads(line)
        if event["type"] == "ERROR":
            return None
        changed = event["object"]
        rows = changed["rows"] if kind == "Pod" else [{"object": changed, "cells": None}]
        for row in rows:
            version = row["object"]["metadata"]["resourceVersion"]
            put(kind, event["type"], row["object"], now, row["cells"])
    return version
