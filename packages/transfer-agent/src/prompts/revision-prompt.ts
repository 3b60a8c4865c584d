/** The reviewer was not content with a draft that has not been built yet. */
export function revisionPrompt(reviewFeedback: string): string {
  return `A reviewer read your Dockerfile before the build and asks for changes:\n\n${reviewFeedback}\n\nReturn the revised Dockerfile as the JSON object described above. Where the reviewer is mistaken, keep your version and say why in "notes".`;
}

/** A finished try failed; `findings` says which check and shows its evidence. */
export function retryPrompt(findings: string): string {
  return `That try did not pass. What was found:\n\n${findings}\n\nFind the cause in the evidence, then return the corrected Dockerfile as the JSON object described above ("<None>" if only the script has to change; it is asked for next).`;
}

/** The reply could not be read. */
export function repairPrompt(problem: string, format: string): string {
  return `Your reply could not be used: ${problem}\n\nSend the answer again as exactly one JSON object of this form, with nothing around it:\n${format}`;
}
