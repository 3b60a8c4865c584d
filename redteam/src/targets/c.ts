import type { Target } from "../case.ts";

const makefile = `CC ?= cc
SOURCES := src/clamp.c
TESTS := build/test_clamp

build/test_%: tests/test_%.c $(SOURCES)
	@mkdir -p build
	$(CC) -std=c11 -Wall -Isrc -o $@ $^

check: $(TESTS)
	@for test in $(TESTS); do $$test || exit 1; done

.PHONY: check
`;

const header = "int clamp(int value, int low, int high);\n";
const broken = '#include "clamp.h"\n\nint clamp(int value, int low, int high)\n{\n    return value < low ? low : value;\n}\n';
const fixed =
  '#include "clamp.h"\n\nint clamp(int value, int low, int high)\n{\n    if (value < low)\n        return low;\n    return value > high ? high : value;\n}\n';

const before = `#include <assert.h>
#include "clamp.h"

static void below(void)
{
    assert(clamp(1, 2, 9) == 2);
}

int main(void)
{
    below();
    return 0;
}
`;

const after = `#include <assert.h>
#include "clamp.h"

static void below(void)
{
    assert(clamp(1, 2, 9) == 2);
}

static void above(void)
{
    assert(clamp(12, 2, 9) == 9);
    assert(clamp(100, -5, 50) == 50);
}

int main(void)
{
    below();
    above();
    return 0;
}
`;

export const makeTarget: Target = {
  id: "c-make",
  language: "c",
  files: { Makefile: makefile, "README.md": "# clamp\n", "src/clamp.h": header, "src/clamp.c": broken, "tests/test_clamp.c": before },
  gold: { "src/clamp.c": fixed },
  tests: { "tests/test_clamp.c": after },
  command: "make check",
};
