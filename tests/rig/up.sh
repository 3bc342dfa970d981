#!/bin/bash
# up.sh start|stop: the control plane and the scripted runtime. `start` starts what does not run; `stop` stops the kubelet as well.
set -euo pipefail
. "$(dirname "$0")/process.sh"
cd "$RIG"

make_keys() {
  mkdir -p pki
  openssl genrsa -out pki/sa.key 2048 2>/dev/null
  openssl rsa -in pki/sa.key -pubout -out pki/sa.pub 2>/dev/null
  openssl req -x509 -newkey rsa:2048 -nodes -keyout pki/ca.key -out pki/ca.crt -days 3650 -subj /CN=rig 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -keyout pki/api.key -out pki/api.csr -subj /CN=kube-apiserver 2>/dev/null
  openssl x509 -req -in pki/api.csr -CA pki/ca.crt -CAkey pki/ca.key -CAcreateserial -out pki/api.crt -days 3650 \
    -extfile <(echo subjectAltName=DNS:kubernetes,DNS:kubernetes.default,DNS:localhost,IP:127.0.0.1,IP:10.96.0.1) 2>/dev/null
  (umask 077; openssl rand -hex 16 >pki/token)
  echo "$(cat pki/token),admin,admin,system:masters" >pki/tokens.csv
  # Last, because its presence says that the keys are complete. One user serves the recorder, the controllers and the kubelet.
  cat >kubeconfig <<END
apiVersion: v1
kind: Config
current-context: rig
contexts:
- { name: rig, context: { cluster: rig, user: admin } }
clusters:
- { name: rig, cluster: { server: "https://127.0.0.1:6443", certificate-authority: "$RIG/pki/ca.crt" } }
users:
- { name: admin, user: { token: $(cat pki/token) } }
END
}

start_all() {
  [ -e kubeconfig ] || make_keys
  # Nothing here has to survive a loss of power, and waiting for the disk would show in the recorded times.
  cat >etcd.yaml <<END
name: default
data-dir: $RIG/data
log-level: error
unsafe-no-fsync: true
END
  start runtime -socket "$RIG/runtime.sock"
  start etcd --config-file="$RIG/etcd.yaml"
  sleep 2
  # Without limits on requests, because the recorder sends many at once. Events stay for longer than a recording takes.
  start kube-apiserver --etcd-servers=http://127.0.0.1:2379 --bind-address=127.0.0.1 --secure-port=6443 \
    --advertise-address=10.0.0.1 --service-cluster-ip-range=10.96.0.0/12 \
    --tls-cert-file=pki/api.crt --tls-private-key-file=pki/api.key --client-ca-file=pki/ca.crt --token-auth-file=pki/tokens.csv \
    --service-account-key-file=pki/sa.pub --service-account-signing-key-file=pki/sa.key \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --authorization-mode=Node,RBAC --allow-privileged=true --event-ttl=24h \
    --max-requests-inflight=0 --max-mutating-requests-inflight=0 --enable-priority-and-fairness=false
  until bin/kubectl --kubeconfig=kubeconfig get --raw /readyz >/dev/null 2>&1; do
    runs kube-apiserver || { tail "log/kube-apiserver" >&2; return 1; }
    sleep 1
  done
  start kube-controller-manager --kubeconfig=kubeconfig --bind-address=127.0.0.1 --leader-elect=false --allocate-node-cidrs=false \
    --service-account-private-key-file=pki/sa.key --root-ca-file=pki/ca.crt --kube-api-qps=200 --kube-api-burst=400
  start kube-scheduler --kubeconfig=kubeconfig --bind-address=127.0.0.1 --leader-elect=false
  echo "up; kubectl --kubeconfig=$RIG/kubeconfig"
}

stop_all() {
  local name
  for name in kubelet kube-scheduler kube-controller-manager kube-apiserver etcd runtime; do stop "$name"; done
  # The kubelet leaves its folder and the Pods' volumes mounted, and $RIG could not be removed.
  awk -v folder="$RIG/kubelet" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r -n 1 umount
}

case "${1:-}" in
start) start_all ;;
stop) stop_all ;;
*) sed -n 2p "$0"; exit 2 ;;
esac
