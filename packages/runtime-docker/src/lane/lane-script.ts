import { shellQuote } from "@swe/core";

/**
 * A lane is a login bash kept open over one engine exec; it runs one command at a time, each in a forked child with its own process
 * group. The child's stdout and stderr are the exec's own, so the engine frames them and nothing is copied in the container.
 * The end of a command is a number the driver drew for it: it lies unread in the lane's input until the command is over, so that a
 * command cannot print it. Bash 4.3 and coreutils or busybox are enough; in the loop itself everything is a builtin.
 *
 * Descriptors: 40 requests, 1 and 42 the exec's stdout and stderr, 43 a pipe nobody writes to (its time is the lane's start, and
 * waiting for it is a sleep without a fork), 44 to 48 the profile files as they were read,
 * 49 the lane's own core dump filter.
 *
 * When memory runs out, whatever a lane started goes before the warden does.
 */
export const laneBootScript: string = `exec 40<&0 41>&1 42>&2 </dev/null >/dev/null 2>&1
echo 500 >/proc/self/oom_score_adj
exec 43<> <(:)
exec bash -lc "$1" bash`;

/** Puts a test into the loop that is true once a fresh login would read other files than this one did. */
const staleness = `
__swe_stale= __swe_n=44
__swe_or() { __swe_stale+="\${__swe_stale:+ || }$1"; }
for __swe_f in /etc/profile /etc/bash.bashrc ~/.bash_profile ~/.bash_login ~/.profile ~/.bashrc; do
  printf -v __swe_q %q "$__swe_f"
  if [[ ! -e $__swe_f ]]; then __swe_or "-e $__swe_q"
  elif (( __swe_n < 49 )) && eval "exec $__swe_n<$__swe_q"; then
    [[ $__swe_f -nt 43 ]] || __swe_or "$__swe_q -nt 43"
    __swe_or "! $__swe_q -ef $__swe_n"
    (( __swe_n += 1 ))
  fi
done
for __swe_f in /etc/profile.d /etc/profile.d/*; do
  [[ $__swe_f -nt 43 ]] && continue
  printf -v __swe_q %q "$__swe_f"
  __swe_or "$__swe_q -nt 43"
done
for __swe_f in ~/bin ~/.local/bin; do
  printf -v __swe_q %q "$__swe_f"
  if [[ -d $__swe_f ]]; then __swe_or "! -d $__swe_q"; else __swe_or "-d $__swe_q"; fi
done
__swe_loop=\${__swe_loop/@stale/$__swe_stale}
`;

/** Sets flag 1 when something of the command lives on, flag 2 when it also holds this lane's output. `$1` is its tag, or empty for any. */
const survivors = `
__swe_look() {
  local q f d
  for q in /proc/[0-9]*; do
    [[ $q == /proc/$$ ]] && continue
    f=
    { read -r f <$q/coredump_filter; } 2>/dev/null || [[ -d $q ]] || continue
    [[ $__swe_tagged && $1 && $f != *$1 ]] && continue
    d=($q/fd/*)
    [[ $__swe_tagged && $1 ]] && __swe_a=1
    if [[ \${d[0]} == *'*' ]]; then [[ $1 && -d $q ]] && __swe_b=1; continue; fi
    for f in "\${d[@]}"; do
      if [[ $f -ef 1 || $f -ef 42 ]]; then __swe_a=1 __swe_b=1; return; fi
    done
  done
}
`;

/**
 * Request: kind (R run, F run whatever the profile files say, Q is the output still held), `a` for a command of plain ASCII, tag (3),
 * processes of the runtime itself (4), length of the prologue (9) and of the command (9), both texts, then the number of 32 digits. Reply: the number, status (3), flags
 * (survivors; output held; 1 profile changed, 2 nothing could be started, 3 the next may not be) and
 * how often the container ran out of memory (9; 0 after a status of 0) on stdout, the number alone on stderr.
 */
const reopened = ">|1 2>|42";

const laneSetup = `unset -v SWE_LANE
__swe_o=\${-//[!eufx]/}
set +eufx
set -m
# What is read here is taken as it comes; commands get the login's separators back.
__swe_ifs=$IFS
IFS=
# Descriptors are one short name away from here; every command goes to its own folder anyway.
builtin cd /proc/$$/fd
${staleness}
${survivors}
unset -f __swe_or
__swe_tagged=
# Written before each fork: a child inherits what its parent has, and opening the file anew in each child would cost more.
{ exec 49>/proc/self/coredump_filter; } 2>/dev/null && __swe_tagged=1
for __swe_pids in /sys/fs/cgroup/pids.current /sys/fs/cgroup/pids/pids.current ''; do [[ -r $__swe_pids ]] && break; done
__swe_max=
[[ -z $__swe_pids ]] || read -r __swe_max <"\${__swe_pids%current}max"
[[ $__swe_max == +([0-9]) ]] || __swe_max=999999999
for __swe_mem in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control ''; do [[ -r $__swe_mem ]] && break; done
__swe_oom=() __swe_i=0
if [[ $__swe_mem ]]; then
  mapfile -t __swe_oom <$__swe_mem
  while [[ \${__swe_oom[__swe_i]} && \${__swe_oom[__swe_i]} != oom_kill\\ * ]]; do (( __swe_i += 1 )); done
fi
# Opened anew for each command: a program that makes its output non-blocking would make the lane's own so. Root alone may.
{ : >/proc/self/fd/41 && : >/proc/self/fd/42; } 2>/dev/null || __swe_loop=\${__swe_loop/"${reopened}"/2>&42}
exec >&41 41>&-
builtin printf %s "$__swe_hello" >&42
builtin printf '%s %d %s;' "$__swe_hello" $$ "\${BASH_VERSINFO[0]}.\${BASH_VERSINFO[1]}"`;

const readNumber = "builtin read -r -N 32 -u 40 __swe_r || exit;";
const slowReply = [
  'builtin printf "%s%03d%d%d%d%09d" "$__swe_r" $__swe_s $__swe_a $__swe_b $__swe_e $__swe_c;',
  'builtin printf %s "$__swe_r" >&42;',
].join(" ");

/**
 * One line once it is joined: what bash says about a command names the line of the `eval`, and a command starts at line 1. A fork that
 * fails (no process left) ends the lane, which says so on its way out.
 *
 * Every expansion counts here: a header like the one before is not taken apart again, a plain success is neither formatted nor
 * compared by arithmetic, and nothing is a function, which bash would copy at each call.
 */
const laneLoop: string = [
  `trap '[[ $__swe_w ]] && { __swe_e=2 __swe_s=254; ${readNumber} ${slowReply} }' EXIT;`,
  "__swe_l=none __swe_a=0 __swe_b=0 __swe_c=0 __swe_e=0 __swe_s=0;",
  "while builtin read -r -N 27 -u 40 __swe_h; do",
  '  [[ $__swe_h == "$__swe_l"* ]] ||',
  "    { __swe_l=${__swe_h:0:18} __swe_t=${__swe_h:2:3} __swe_m=$((10#${__swe_h:5:4})) __swe_k=${__swe_h:9:9}; };",
  "  __swe_n=${__swe_h:18};",
  "  if [[ $__swe_k == 000000000 ]]; then __swe_p=; else LC_ALL=C builtin read -r -N $__swe_k -u 40 __swe_p || exit; fi;",
  "  if [[ $__swe_h == ?a* ]]; then builtin read -r -N $__swe_n -u 40 BASH_EXECUTION_STRING || exit;",
  "  elif [[ $__swe_n == 000000000 ]]; then BASH_EXECUTION_STRING=;",
  "  else LC_ALL=C builtin read -r -N $__swe_n -u 40 BASH_EXECUTION_STRING || exit; fi;",
  "  if [[ $__swe_h == R* && ( @stale ) ]]; then __swe_e=1;",
  "  elif [[ $__swe_h == Q* ]]; then __swe_look '';",
  "  else __swe_w=1;",
  "    [[ $__swe_tagged == $__swe_t || -z $__swe_tagged ]] || { __swe_tagged=$__swe_t; builtin printf 0x%s $__swe_t >&49; };",
  "    ( trap - EXIT; set +m; IFS=$__swe_ifs;",
  '      [[ -z $__swe_p ]] || builtin eval "$__swe_p";',
  '      builtin cd -- "$__swe_d" || exit 126;',
  "      [[ -z $__swe_o ]] || set -$__swe_o;",
  "      unset -v OLDPWD;",
  '      builtin eval "$BASH_EXECUTION_STRING"',
  `    ) ${reopened} 40<&- 42>&- 43<&- 44<&- 45<&- 46<&- 47<&- 48<&- 49>&-;`,
  "    __swe_s=$? __swe_w=;",
  "    if [[ $__swe_s != 0 ]]; then",
  "      if (( __swe_s >= 147 && __swe_s <= 150 )) && kill -0 %% 2>/dev/null; then",
  "        while kill -0 %% 2>/dev/null; do builtin read -r -t 0.2 -u 43 __swe_r; done;",
  "        wait %% 2>/dev/null; __swe_s=137;",
  "      fi;",
  "      if [[ $__swe_mem ]]; then mapfile -t __swe_oom <$__swe_mem; __swe_c=${__swe_oom[__swe_i]#* }; fi;",
  "    fi;",
  "    __swe_n=0;",
  "    [[ -z $__swe_pids ]] || builtin read -r __swe_n <$__swe_pids;",
  "    if [[ $__swe_n != $__swe_m ]]; then",
  "      (( __swe_n > 0 && __swe_n <= __swe_m )) ||",
  // The counter may stand too high for good (the kernel does not always take back what an engine exec was charged): then the processes are counted.
  '        { __swe_q=(/proc/[0-9]*); (( ${#__swe_q[@]} <= __swe_m )) || __swe_look "$__swe_t"; };',
  "      (( __swe_n + 8 < __swe_max )) || __swe_e=3;",
  "    fi;",
  "  fi;",
  // As late as possible: until then the number lies where nobody else can see it.
  `  ${readNumber}`,
  "  if [[ $__swe_s$__swe_a$__swe_b$__swe_e$__swe_c == 00000 ]]; then",
  '    builtin printf %s "${__swe_r}000000000000000"; builtin printf %s "$__swe_r" >&42;',
  "  else",
  `    ${slowReply}`,
  "    (( __swe_e == 0 || __swe_e == 3 )) || exit;",
  "    __swe_a=0 __swe_b=0 __swe_c=0 __swe_e=0 __swe_s=0;",
  "  fi;",
  "done",
].join(" ");

/** How a lane is started: the shell's command, and what it reads before its first request (a short command line, as every `ps` shows it). */
export function laneStart(workdir: string, hello: string): { readonly shellCommand: string; readonly introduction: Buffer } {
  const setup = Buffer.from(`__swe_d=${shellQuote(workdir)} __swe_hello=${hello}\n${laneSetup}`);
  const loop = Buffer.from(laneLoop);
  const read = "LC_ALL=C IFS= read -r -u 40 -N";
  return {
    shellCommand: `${read} ${setup.length} __swe_setup; ${read} ${loop.length} __swe_loop; eval "$__swe_setup"; eval "$__swe_loop"`,
    introduction: Buffer.concat([setup, loop]),
  };
}
