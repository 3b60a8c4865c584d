# Sourced by scripts/setup, after env.sh. Starts an installed Docker engine.
# shellcheck shell=bash

DOCKER_PID_FILE=${DOCKER_PID_FILE:-/var/run/docker.pid}
CONTAINERD_PID_FILE=${CONTAINERD_PID_FILE:-/var/run/docker/containerd/containerd.pid}
DOCKER_START_SECONDS=${DOCKER_START_SECONDS:-60}

# is_running NAME PIDFILE: whether the process that the file names is that program and lives; one that is dead but not collected has no
# executable any more (the first process of a container collects nobody's).
is_running() {
  local pid
  pid=$(cat "$2" 2>/dev/null) && [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ] && readlink "/proc/$pid/exe" >/dev/null
}

# After everything was killed at once (a container or a snapshot of a machine) the files name processes that are gone, and other
# programs that have their numbers now: the engine would take these for its own and wait for them.
remove_stale_pid_files() {
  is_running dockerd "$DOCKER_PID_FILE" || rm -f "$DOCKER_PID_FILE"
  is_running containerd "$CONTAINERD_PID_FILE" || rm -f "$CONTAINERD_PID_FILE"
}

# wait_for_docker PID: fails when that process ends, or does not answer in time.
wait_for_docker() {
  local end=$((SECONDS + DOCKER_START_SECONDS))
  until SWE_DOCKER_ANSWER_SECONDS=5 docker_answers; do
    kill -0 "$1" 2>/dev/null && [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

start_docker() {
  local log="$SWE_TOOLS_DIR/dockerd.log" pid
  if is_running dockerd "$DOCKER_PID_FILE"; then
    pid=$(cat "$DOCKER_PID_FILE")
    say "A Docker engine is running (process $pid) but does not answer; waiting for it ..."
    wait_for_docker "$pid" ||
      die "the Docker engine (process $pid) hangs. Restart it (systemctl restart docker, or kill -9 $pid), then run this again."
    return
  fi
  say "Starting the Docker engine ..."
  remove_stale_pid_files
  setsid dockerd >"$log" 2>&1 </dev/null &
  pid=$!
  wait_for_docker "$pid" && return
  kill -0 "$pid" 2>/dev/null || die "dockerd ended instead of starting. Its log is $log; the last words are: $(tail -n 3 "$log")"
  die "dockerd did not answer within $DOCKER_START_SECONDS seconds; its log is $log"
}
