# Sourced by up.sh and kubelet.sh: processes that outlive the shell, each with its log and its pid in $RIG.
: "${RIG:?a folder for programs, keys, data and logs}"
RIG=$(mkdir -p "$RIG" && cd "$RIG" && pwd)
mkdir -p "$RIG/log" "$RIG/pid"

runs() { # NAME
  [ -s "$RIG/pid/$1" ] && kill -0 "$(cat "$RIG/pid/$1")" 2>/dev/null
}

start() { # NAME [ARGUMENT...]: the program of that name, unless it runs
  local name=$1
  shift
  runs "$name" && return
  setsid nohup "$RIG/bin/$name" "$@" >>"$RIG/log/$name" 2>&1 </dev/null &
  echo $! >"$RIG/pid/$name"
}

stop() { # NAME: with SIGTERM, and after a second with SIGKILL
  runs "$1" || return 0
  local pid
  pid=$(cat "$RIG/pid/$1")
  kill "$pid"
  for _ in $(seq 20); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  kill -KILL "$pid" 2>/dev/null || true
  rm "$RIG/pid/$1"
}
