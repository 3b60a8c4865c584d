import type { Target } from "../case.ts";

const broken = `size_bytes() {
  case $1 in
    *K) echo $((\${1%K} * 1024)) ;;
    *) echo "$1" ;;
  esac
}
`;

const fixed = `size_bytes() {
  case $1 in
    *[Kk]) echo $((\${1%[Kk]} * 1024)) ;;
    *[Mm]) echo $((\${1%[Mm]} * 1048576)) ;;
    *) echo "$1" ;;
  esac
}
`;

const runner = `#!/usr/bin/env bash
# Runs every function named test_* of the files in tests/.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
PATH=$root/bin:$PATH
failed=0
for file in "$root"/tests/*.test.sh; do
  for name in $(grep -o '^test_[a-z_]*' "$file"); do
    if output=$(root=$root bash -eu -c '. "$root/tests/lib.sh"; . "$1"; "$2"' - "$file" "$name" 2>&1); then
      echo "ok - $name"
    else
      echo "FAIL - $name"
      echo "$output"
      failed=1
    fi
  done
done
exit "$failed"
`;

const before = `. "$root/lib/size.sh"

test_plain() {
  equal 512 "$(size_bytes 512)"
}

test_kilo() {
  equal 10240 "$(size_bytes 10K)"
}
`;

const added = `
test_mega() {
  equal 5242880 "$(size_bytes 5M)"
}

test_lower_case() {
  equal 2048 "$(size_bytes 2k)"
}
`;

export const shellTarget: Target = {
  id: "sh-runner",
  language: "shell",
  files: {
    "README.md": "# sizes\n",
    "bin/sizes": '#!/usr/bin/env bash\n. "$(dirname "$0")/../lib/size.sh"\nsize_bytes "$1"\n',
    "lib/size.sh": broken,
    "tests/lib.sh": 'equal() {\n  [ "$1" = "$2" ] || { echo "expected: $1"; echo "actual: $2"; return 1; }\n}\n',
    "tests/run.sh": runner,
    "tests/size.test.sh": before,
  },
  gold: { "lib/size.sh": fixed },
  tests: { "tests/size.test.sh": `${before}${added}` },
  command: "bash tests/run.sh",
};
