import type { PromptContext } from "@swe/agent";
import { submitCommand } from "./submit-command.ts";

/** The task, the rules of the house, and how to build tools. */
export function instancePrompt({ problemStatement, workingDir }: PromptContext): string {
  return `The repository in ${workingDir} has the following issue. Resolve it.

<issue>
${problemStatement}
</issue>

## What counts
Change the source code so that the issue is resolved for every case it describes, in the style of the code around it. Hidden tests decide. Leave existing tests and the build and test configuration alone.

## Tools of your own
The shell is all you are given. Whenever a step is awkward, error-prone or will be repeated, write a small program for it in whatever language is at hand, and use it from then on. Good candidates: a viewer that prints numbered lines around a match, an editor that replaces a text exactly once and fails otherwise, a search that understands the language of the repository, a runner that boils test output down to what matters.
- Keep them in /tmp/tools, outside the repository, so that they are no part of your change.
- A tool should check its arguments, say clearly what it did, and fail loudly rather than half.
- Tools are a means: write one when it saves work, improve it when it falls short, and think again about it as you learn what the issue is really about.

Writing one:

\`\`\`bash
mkdir -p /tmp/tools && cat > /tmp/tools/show.sh << 'EOF'
#!/bin/sh
# show.sh FILE FIRST LAST: numbered lines
sed -n "$2,$3p" "$1" | nl -ba -v "$2"
EOF
chmod +x /tmp/tools/show.sh && /tmp/tools/show.sh README.md 1 20
\`\`\`

## How to go about it
1. Find and read the code that the issue is about.
2. Reproduce the problem.
3. Change the source, and run the reproduction again.
4. Run the existing tests of the part you changed; try edge cases.
5. Remove everything from the repository that is not part of the solution, and hand in your work.

## The shell
- Each command starts in a new shell in ${workingDir}. Neither \`cd\` nor variables outlive it.
- Nothing can be typed into a running command. There is no editor.
- A command that runs too long is killed. Long output is cut in the middle.
- There may be no network.

## Finishing
When the issue is resolved, and only then, send this command alone. You cannot go on afterwards.

\`\`\`bash
${submitCommand}
\`\`\``;
}
