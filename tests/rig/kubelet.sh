#!/bin/bash
# kubelet.sh start|stop: the kubelet of the node sim-node, on the scripted runtime. The recorder calls it for kubeletRestart and its like.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/process.sh"

case "${1:-}" in
start)
  mkdir -p "$RIG/kubelet"
  sed "s|@RIG@|$RIG|" "$here/kubelet.yaml" >"$RIG/kubelet.yaml"
  start kubelet --config="$RIG/kubelet.yaml" --kubeconfig="$RIG/kubeconfig" --hostname-override=sim-node \
    --root-dir="$RIG/kubelet" --cert-dir="$RIG/kubelet/pki" --v="${V:-2}" ;;
stop) stop kubelet ;;
*) sed -n 2p "$0"; exit 2 ;;
esac
