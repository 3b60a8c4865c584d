import type { PromptContext } from "@swe/agent";

/** The task and the phases of the work. */
export function instancePrompt({ problemStatement, workingDir }: PromptContext): string {
  return `A repository is in ${workingDir}. This is the issue to resolve:

<issue>
${problemStatement}
</issue>

Make the change to the source files that resolves it. The tests that decide are written already and hidden from you, so leave the tests in the repository as they are. The environment is ready: install nothing, and expect no network.

Go through these phases:
1. Understand: put the issue into your own words, with every behaviour it asks for.
2. Explore: find the files and functions concerned, and how the project runs its tests.
3. Reproduce: write a script in /tmp that shows the problem.
4. Analyse: name the cause and the place where it should be mended.
5. Change: edit the source, small and complete.
6. Verify: run your script, the existing tests nearby, and edge cases of your own.
7. Review: read the issue once more against your change, remove what you left behind in ${workingDir}, and call submit.`;
}
