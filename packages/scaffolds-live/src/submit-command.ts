/** Hands in the work and shows it. */
export const submitCommand = "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT && git add -A && git diff --cached";
