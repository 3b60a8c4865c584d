/**
 * What the main process of a sandbox does. It ends at the deadline whoever started it, and until then finds and kills processes on request.
 * It never forks: everything is a builtin, so it still works when the container has no process left to give. As PID 1 it cannot be killed
 * from inside, and takes in the orphans of the container (bash collects whatever child ends).
 *
 * Requests are lines `verb id arguments` (a verb is one letter), replies `id answer`:
 * - `K id tag lanes`: kill the command with this tag that runs in the first of these lanes (process ids, comma between them)
 * - `B id exec`: an exec of this name begins; `F id exec`: it is over; `E id exec marker`: kill it
 * - `D id seconds`: end in so many seconds
 * - `L id pid`: kill this lane; `T id`: which tags are alive; `P id`: `full` when no process is left to give; `O id`: processes killed for want of memory
 * The answer of a kill is `clean`, `left` (something would not die) or `strange` (something appeared that belongs to nobody known).
 */
const wardenScript = `trap '' TERM INT HUP
exec 43<> <(:)
base=
{ read -r base </proc/self/coredump_filter; } 2>/dev/null
declare -A begun=()
frozen=0 before=()
nap() { IFS= read -r -t "$1" -u 43 _; }
marked() {
  local v
  { while IFS= read -r -d '' v; do [[ $v == $2 ]] && return 0; done <"$1/environ"; } 2>/dev/null
  return 1
}
scan() {
  local q p s f again all=(/proc/[0-9]*)
  mine=() strange=() others=() halted=()
  declare -A is=() parent=() open=()
  set -f
  for q in "\${all[@]}"; do
    p=\${q#/proc/}
    (( p == 1 || p == $$ )) && continue
    s=
    { IFS= read -r -d '' s <$q/stat; } 2>/dev/null
    [[ $s ]] || continue
    s=(\${s##*) })
    [[ \${s[0]} == [ZX] ]] && continue
    f=
    { read -r f <$q/coredump_filter; } 2>/dev/null
    parent[$p]=\${s[1]}
    if belongs "$p" "$f" "$q" "\${s[1]}" "\${s[2]}" "\${s[3]}" "\${s[19]}"; then
      is[$p]=1
      mine+=("$p")
    else
      [[ \${s[0]} == [Tt] ]] && halted+=("$p")
      open[$p]="$f \${s[19]}"
    fi
  done
  set +f
  again=1
  while (( again )); do
    again=0
    for p in "\${!open[@]}"; do
      [[ \${is[\${parent[$p]}]} ]] || continue
      is[$p]=1 again=1
      mine+=("$p")
      unset "open[$p]"
    done
  done
  for p in "\${!open[@]}"; do
    others+=("$p")
    f=\${open[$p]}
    [[ $since && ( ! $base || \${f% *} == "$base" ) ]] && (( \${f#* } >= since )) && ! marked /proc/$p 'SWE_@(LANE|EXEC)=*' && strange+=("$p")
  done
}
freeze() {
  (( frozen )) || kill -STOP -1
  frozen=1
}
thaw() {
  local p
  (( frozen )) || return
  frozen=0
  # Lanes last: one that runs before its command does would see it stopped.
  for p in "\${others[@]}"; do
    [[ " \${before[*]} " == *" $p "* ]] || marked /proc/$p 'SWE_LANE=*' || kill -CONT $p
  done
  for p in "\${others[@]}"; do
    [[ " \${before[*]} " == *" $p "* ]] || kill -CONT $p
  done
}
crowd() {
  # So many that they would not let this shell get on: all are stopped before they are looked at.
  local all=(/proc/[0-9]*)
  (( \${#all[@]} > 100 )) && before=() && freeze
}
purge() {
  local round odd=0
  crowd
  for (( round = 0; round < 60; round += 1 )); do
    scan
    if (( \${#mine[@]} == 0 )); then
      thaw
      (( \${#strange[@]} == 0 )) && { answer=clean; return; }
      (( odd += 1 ))
      (( odd > 3 )) && { answer=strange; return; }
      nap 0.05
      continue
    fi
    kill -KILL "\${mine[@]}"
    (( round == 2 && ! frozen )) && before=("\${halted[@]}") && freeze
    (( round > 1 )) && nap 0.02
  done
  thaw
  answer=left
}
shopt -s extglob
while (( SECONDS < limit )); do
  # Bash collects ended children between two reads only: no read lasts, and none is given up in the middle of a line.
  IFS= read -r -t 1 -N 1 verb || {
    (( $? > 128 )) || nap 1
    continue
  }
  [[ $verb == $'\\n' ]] && continue
  IFS=' ' read -r -t $(( limit - SECONDS + 1 )) id one two
  { case $verb in
  K)
    crowd
    root= since=
    for q in /proc/[0-9]*; do
      s=
      { IFS= read -r -d '' s <$q/stat; } 2>/dev/null
      s=(\${s##*) })
      [[ \${s[1]} == "\${two%%,*}" ]] && root=\${q#/proc/} since=\${s[19]} && kill -KILL -- -$root
    done
    # A survivor of an earlier command may carry the same tag when all have been used: it is older.
    lanes=,$two,
    belongs() { [[ $lanes != *,$1,* ]] && belongs_to_command "$@"; }
    belongs_to_command() { { [[ $2 == *$one ]] && (( $7 >= \${since:-0} )); } || [[ $1 == "$root" || $5 == "$root" ]]; }
    purge ;;
  B)
    read -r up _ </proc/uptime
    begun[$one]=\${up/./}
    answer=noted ;;
  E)
    crowd
    since= from=\${begun[$one]:-0} marker=$two
    unset "begun[$one]"
    belongs() {
      marked "$3" "SWE_EXEC=$marker" || { [[ $base && $2 == "$base" ]] && (( $7 >= from )) && ! marked "$3" 'SWE_@(LANE|EXEC)=*'; }
    }
    purge ;;
  F) unset "begun[$one]"; continue ;;
  D) limit=$(( SECONDS + one )); answer=noted ;;
  L) marked /proc/$one 'SWE_LANE=*' && kill -KILL $one; answer=clean ;;
  T)
    answer=
    for q in /proc/[0-9]*; do
      f=
      { read -r f <$q/coredump_filter; } 2>/dev/null && answer+=" \${f:(-3)}"
    done ;;
  P)
    for q in /sys/fs/cgroup/{,pids/}pids; do
      { read -r answer <$q.current && read -r f <$q.max; } 2>/dev/null && (( answer + 8 >= f )) && answer=full
    done ;;
  O)
    answer=0
    for q in /sys/fs/cgroup/{memory.events,memory/memory.oom_control}; do
      { while read -r f s; do [[ $f == oom_kill ]] && answer=$s; done <$q; } 2>/dev/null
    done ;;
  *) answer=unknown ;;
  esac; } 2>/dev/null
  printf '%s %s\\n' "$id" "$answer"
done`;

/** The main process's command: short, as every `ps` shows it. What it does, it is told over its input. */
export function wardenCommand(lifetimeMs: number): readonly string[] {
  const seconds = Math.max(1, Math.ceil(lifetimeMs / 1000));
  const command = `limit=${seconds}; LC_ALL=C IFS= read -r -t $limit -N ${wardenScript.length} run && eval "$run"; exec sleep $((limit - SECONDS))`;
  return ["bash", "--norc", "--noprofile", "-c", command];
}

/** To be sent first on each connection: a warden that has it already takes it for requests it does not know. */
export const wardenIntroduction: string = wardenScript;
