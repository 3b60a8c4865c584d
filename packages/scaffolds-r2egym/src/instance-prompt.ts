import type { PromptContext } from "@swe/agent";

/** The task and the rules of the house. */
export function instancePrompt({ problemStatement, workingDir }: PromptContext): string {
  return `The repository in ${workingDir} has the following issue:

<issue>
${problemStatement}
</issue>

Change the source code in ${workingDir} so that the issue is resolved. Hidden tests decide whether it is.

Steps that have proved good:
1. Get an overview: view ${workingDir}, then search for the names that the issue mentions and read the code around them.
2. Write a script that shows the problem, and run it.
3. Find the cause. Consider more than one explanation before you choose.
4. Make the change: as small as it can be, but complete for everything the issue describes.
5. Run your script again, and the existing tests of that part. Try edge cases: empty, very large, unusual types.
6. Delete the scripts you wrote and finish.

Rules:
- Do not change existing tests; you need not add any to the repository.
- Use absolute paths.
- There may be no network, and the environment is set up already: install nothing.
- Finish with the finish tool, and only when the work is done.`;
}
