/** Test runners whose output can be read test by test. */
export const runnerIds = [
  "pytest",
  "unittest",
  "jest",
  "vitest",
  "mocha",
  "node:test",
  "go test",
  "cargo test",
  "maven",
  "gradle",
  "ctest",
  "phpunit",
  "rspec",
  "tap",
] as const;

export type RunnerId = (typeof runnerIds)[number];
