// Words that say nothing about what somebody looks for. They are indexed like any other word, but left out of a search that has others.

/** PostgreSQL's English list, and contractions without their apostrophe. */
const stopWords = new Set(
  `i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself they them
  their theirs themselves what which who whom this that these those am is are was were be been being have has had having do does did doing a
  an the and but if or because as until while of at by for with about against between into through during before after above below to from
  up down in out on off over under again further then once here there when where why how all any both each few more most other some such no
  nor not only own same so than too very s t can will just don should now
  cant cannot couldnt didnt doesnt dont hadnt hasnt havent isnt arent wasnt werent wont wouldnt shouldnt im ive youre youve hes shes its were
  weve theyre theyve thats theres whats lets`.split(/\s+/),
);

/** Stop words that form a word with the one before them: "log in", "set up". */
export const particles: ReadonlySet<string> = new Set(['in', 'on', 'up', 'off', 'out', 'down', 'over']);

/** Tells whether a folded word is left out of a search that has other words. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}
