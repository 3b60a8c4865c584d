import type { PromptContext } from "@swe/agent";

/** The task and the rules of the house. */
export function instancePrompt({ problemStatement, workingDir }: PromptContext): string {
  return `The repository in ${workingDir} has the following issue. Resolve it.

<issue>
${problemStatement}
</issue>

## What counts
Change the source code so that the issue is resolved for every case it describes, in the style of the code around it. Hidden tests decide. Leave existing tests and the build and test configuration alone; you may write tests or scripts of your own while you work, but remove them before you finish.

## How to go about it
1. Find the code that the issue is about and read it.
2. Reproduce the problem with a small script or test.
3. Change the source.
4. Run your reproduction again, and the existing tests of the part you changed.
5. Think of edge cases, and try them.
6. Remove what you created for trying things out, and hand in your work.

## The shell
- Each command starts in a new shell in ${workingDir}. Neither \`cd\` nor variables outlive it: write \`cd DIR && ...\` or \`NAME=value command\` each time.
- Nothing can be typed into a running command, so use flags that keep programs from asking. There is no editor: change files with \`sed\`, a here-document or a short script.
- A command that runs too long is killed. Long output is cut in the middle: look at parts of files with \`sed -n '10,60p' FILE\` and search with \`grep -rn\`.
- There may be no network.

Creating a file:

\`\`\`bash
cat > hello.py << 'EOF'
print("hello")
EOF
\`\`\`

Changing one line:

\`\`\`bash
sed -i '42s/old/new/' path/to/file
\`\`\`

## Finishing
When the issue is resolved, and only then, send this command alone. You cannot go on afterwards.

\`\`\`bash
echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT
\`\`\``;
}
