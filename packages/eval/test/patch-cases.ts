/** What an agent may leave behind. Both scripts run in bash with the tree as the working directory. */
export interface PatchCase {
  readonly name: string;
  /** Makes the start different from a clean checkout. */
  readonly start?: string;
  readonly agent: string;
  /** Paths under which the two trees may differ: ignored files stay out. */
  readonly except?: RegExp;
  readonly empty?: true;
  /** Also tried without Docker. */
  readonly quick?: true;
}

/** A small repository with the kinds of files that break careless diffs. */
export const baseTree: string = String.raw`
git init -q -b main . && git config user.email a@b.c && git config user.name n
printf 'one\ntwo\nthree\n' >plain.txt
printf 'a\r\nb\r\nc\r\n' >crlf.txt
printf 'no newline' >bare.txt
printf 'x\0\1\2\377y' >data.bin
printf '#!/bin/sh\necho hi\n' >run.sh && chmod 755 run.sh
ln -s plain.txt link
mkdir -p 'dir with space/ünïcode' sub/deep && echo deep >'dir with space/ünïcode/file [1]*?.txt' && echo s >sub/deep/s.txt && echo t >sub/t.txt
printf '*.log\n/build/\n!keep.log\n' >.gitignore
printf 'local/\n' >sub/.gitignore
git add -A && git commit -q -m base
echo second >>plain.txt && git commit -q -am second
mkdir build sub/local && echo made >build/out && echo private >sub/local/state && echo noise >noise.log
git config core.filemode false`;

export const patchCases: readonly PatchCase[] = [
  { name: "nothing", quick: true, agent: "true", empty: true },
  { name: "only touches files", agent: "touch plain.txt crlf.txt; git status >/dev/null", empty: true },
  { name: "edits and adds", quick: true, agent: "sed -i s/two/2/ plain.txt; echo new >new.txt; mkdir -p a/b; echo c >a/b/c" },
  { name: "deletes", agent: "rm plain.txt link; rm -r 'dir with space'" },
  { name: "CRLF lines", quick: true, agent: String.raw`printf 'a\r\nB\r\nc\r\n' >crlf.txt; printf 'n\r\nm\r\n' >new-crlf.txt` },
  { name: "line ends converted", agent: String.raw`printf 'a\nb\nc\n' >crlf.txt; printf 'one\r\ntwo\r\n' >plain.txt` },
  { name: "no final newline", agent: "printf 'still none' >bare.txt; printf x >x; truncate -s -1 plain.txt" },
  { name: "binary", agent: String.raw`printf 'x\0changed\377' >data.bin; head -c 70000 /dev/urandom >new.bin; printf '\0' >zero.bin` },
  { name: "modes with core.filemode false", agent: "chmod 644 run.sh; chmod 755 plain.txt; echo '#!/bin/sh' >tool && chmod +x tool" },
  { name: "content of an executable", quick: true, agent: "echo more >>run.sh" },
  { name: "mode and content", agent: "echo more >>run.sh; chmod 644 run.sh" },
  { name: "symlinks", agent: "rm link; ln -s crlf.txt link; ln -s /etc/nowhere dangling; ln -s sub folder-link" },
  { name: "file becomes symlink and back", agent: "rm plain.txt; ln -s crlf.txt plain.txt; rm link; echo file >link" },
  {
    name: "file becomes folder and back",
    agent: "rm plain.txt; mkdir plain.txt; echo in >plain.txt/in; rm -r 'dir with space'; echo file >'dir with space'",
  },
  { name: "renames", agent: "git mv plain.txt renamed.txt; mv sub/t.txt 'sub/t 2.txt'" },
  {
    name: "strange names",
    quick: true,
    agent: String.raw`echo 1 >'-dash'; echo 2 >$'new\nline'; echo 3 >'quote"'"'"'s'; echo 4 >$'latin\xe9'; echo 5 >'日本語.txt'; echo 6 >' lead'; echo 7 >$'tab\t'`,
  },
  { name: "awkward existing names", agent: 'for f in dir*/*/*; do echo more >>"$f"; done' },
  { name: "committed", quick: true, agent: "echo c >>plain.txt; echo n >n.txt; git add -A; git commit -q -m work" },
  { name: "amended and reset", agent: "echo c >>plain.txt; git commit -q -a --amend -m amended; git reset -q --soft HEAD~1" },
  { name: "another branch", agent: "git checkout -q -b other HEAD~1; echo o >o.txt; git add o.txt; git commit -q -m o" },
  {
    name: "history rewritten and pruned",
    agent:
      "echo c >>plain.txt; git add -A; git checkout -q --orphan fresh; git commit -q -m all; git branch -D main -q; git reflog expire --expire=now --all; git gc -q --prune=now",
  },
  { name: "staged, half of it", agent: "echo staged >>plain.txt; git add plain.txt; echo not >>plain.txt; echo s >s; git add s; rm s" },
  { name: "stale index lock", agent: "touch .git/index.lock; echo x >>plain.txt; echo y >y" },
  {
    name: "ignore rules widened",
    quick: true,
    agent: "printf '*\n' >.gitignore; echo new >new.txt; echo more >>plain.txt; printf '*\n' >.git/info/exclude",
  },
  {
    name: "ignore rules dropped",
    agent: "rm .gitignore sub/.gitignore; echo x >build/new; echo y >more.log; echo z >sub/local/z",
    except: /build|\.log|local/,
  },
  {
    name: "new ignored files",
    agent: "echo x >build/new; echo y >y.log; echo k >keep.log; git add -f y.log; git commit -q -m forced",
    except: /build|y\.log/,
  },
  {
    name: "attributes and hooks",
    agent: String.raw`printf '* text=auto eol=crlf\n*.bin filter=x -diff\n*.txt diff=cat export-ignore ident\n' >.gitattributes; git config filter.x.clean 'tr a-z A-Z'; git config diff.external false; git config core.autocrlf true; echo '$Id$' >>plain.txt; printf 'x\0z' >data.bin; echo 'exit 1' >.git/hooks/pre-commit`,
  },
  {
    name: "nested repository with commits",
    quick: true,
    agent:
      "mkdir vendor && cd vendor && git init -q && echo v >v.txt && mkdir in && echo w >in/w.txt && git add -A && git -c user.email=a@b -c user.name=n commit -q -m v",
  },
  {
    name: "nested repository without commits",
    agent: "git clone -q . 'clone of it'; mkdir -p q/r && cd q/r && git init -q && echo f >f && git init -q inner && echo g >inner/g",
  },
  {
    name: "a tracked folder became a repository",
    agent:
      "cd sub && git init -q && git add -A && git -c user.email=a@b -c user.name=n commit -q -m v && echo changed >t.txt && echo n >n.txt",
  },
  {
    name: "a tracked file became a repository",
    agent:
      "rm plain.txt; git init -q plain.txt && cd plain.txt && echo f >f && git add f && git -c user.email=a@b -c user.name=n commit -q -m f",
  },
  { name: "bare repository inside", agent: "git clone -q --bare . bare.git" },
  { name: "git folder deleted", quick: true, agent: "rm -rf .git; echo x >>plain.txt; rm crlf.txt; echo n >n" },
  {
    name: "git folder replaced",
    agent: "rm -rf .git; git init -q; git add -A; git -c user.email=a@b -c user.name=n commit -q -m all; echo x >>plain.txt",
  },
  {
    name: "dirty start",
    quick: true,
    start: "echo dirty >>plain.txt; echo untracked >untracked; rm bare.txt; chmod +x crlf.txt; echo staged >staged; git add staged",
    agent: "echo agent >>plain.txt; echo agent >>untracked; echo agent >>staged; echo c >>crlf.txt",
  },
  {
    name: "dirty start left alone",
    start: "echo dirty >>plain.txt; echo untracked >untracked; rm bare.txt; chmod +x crlf.txt",
    agent: "true",
    empty: true,
  },
  { name: "dirty start cleaned", start: "echo dirty >>plain.txt; echo untracked >untracked", agent: "git checkout -q .; git clean -qfd" },
  {
    name: "nested repository from the start",
    start: "mkdir vendor && cd vendor && git init -q && echo v >v.txt && git add -A && git -c user.email=a@b -c user.name=n commit -q -m v",
    agent: "echo more >>vendor/v.txt; echo w >vendor/w.txt; git -C vendor add -A",
  },
  {
    name: "submodule from the start",
    start:
      "git init -q ../lib && (cd ../lib && echo l >l.txt && git add -A && git -c user.email=a@b -c user.name=n commit -q -m l) && git -c protocol.file.allow=always submodule --quiet add ../lib lib 2>/dev/null; git commit -q -m sub",
    agent: "echo more >>lib/l.txt; git -C lib -c user.email=a@b -c user.name=n commit -q -am more; git add lib",
  },
  { name: "same size within the second", start: "echo 1 >stamp", agent: "echo 2 >stamp" },
  {
    name: "same size and time",
    agent: "cp -p plain.txt /tmp/stamp.$$; sed -i s/one/ONE/ plain.txt; touch -r /tmp/stamp.$$ plain.txt; rm /tmp/stamp.$$",
  },
  { name: "special files", agent: "mkfifo pipe; echo x >beside" },
  { name: "own environment", agent: "git config core.worktree /nowhere; git config core.bare true; echo x >>plain.txt" },
];
