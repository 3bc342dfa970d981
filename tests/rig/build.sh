#!/bin/bash
# build.sh [NAME...]: builds into $RIG/bin what is named, or all: runtime etcd kubectl kubelet kube-apiserver kube-controller-manager
# kube-scheduler. K8S is a tree of Kubernetes with vendor/; ETCD_SRC, a Go module that has go.etcd.io/etcd/server/v3 in vendor/.
set -euo pipefail
: "${RIG:?a folder for programs, keys, data and logs}" "${K8S:?a tree of Kubernetes 1.36.2 with vendor/}"
here=$(cd "$(dirname "$0")" && pwd)
version=${VERSION:-1.36.2}
export GOFLAGS=-mod=vendor GOTOOLCHAIN=local GOPROXY=off CGO_ENABLED=0
mkdir -p "$RIG/bin"

# The server names its version in answers, and the controllers ask for it.
package=k8s.io/component-base/version
minor=${version#*.}
flags="-s -w -X $package.gitVersion=v$version -X $package.gitMajor=${version%%.*} -X $package.gitMinor=${minor%%.*}"

# The runtime and etcd are copied into a tree that has what they import, since neither project is a dependency of this one.
build_copy() { # SOURCE TREE NAME
  local copy="$2/cmd/podlab-$3"
  rm -rf "$copy" && mkdir -p "$copy"
  cp "$1"/*.go "$copy"
  (cd "$2" && go vet "./cmd/podlab-$3" && go build -ldflags "-s -w" -o "$RIG/bin/$3" "./cmd/podlab-$3")
  rm -r "$copy"
}

build() {
  case "$1" in
  runtime) build_copy "$here/runtime" "$K8S" runtime ;;
  etcd)
    if [ -n "${ETCD_SRC:-}" ]; then
      GOWORK=off build_copy "$here/etcd" "$ETCD_SRC" etcd
    elif [ ! -x "$RIG/bin/etcd" ]; then
      echo "Put an etcd of 3.5 or later at $RIG/bin/etcd, or set ETCD_SRC." >&2
      return 1
    fi ;;
  *) (cd "$K8S" && go build -ldflags "$flags" -o "$RIG/bin/$1" "./cmd/$1") ;;
  esac
  echo "built $1"
}

[ $# -gt 0 ] || set -- runtime etcd kubectl kubelet kube-apiserver kube-controller-manager kube-scheduler
for name in "$@"; do build "$name"; done
