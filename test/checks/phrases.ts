// Finds turns of phrase that no native speaker would write (`npm run check`): in src/, test/, prisma/, README.md and CHANGELOG.md.
// What is real English in its place is listed in `allowed`. Migrations and the data of old versions are history and stay as they are.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A phrase and what to write instead. */
interface Phrase {
  pattern: RegExp;
  instead: string;
}

const phrases: Phrase[] = [
  { pattern: /\banew\b/gi, instead: 'again' },
  { pattern: /\bfor ever\b/gi, instead: 'forever' },
  { pattern: /\bno more(?=\s*(?:[.,;:!?)’”"'`]|$))/gim, instead: 'no longer' },
  { pattern: /\bis none\b/gi, instead: 'is not' },
  { pattern: /\bnone of (?:his|hers|theirs|yours)\b/gi, instead: 'not his' },
  { pattern: /\bwhoever\b/gi, instead: 'anyone who, or the person' },
  { pattern: /\bso many\b/gi, instead: 'the limit' },
  { pattern: /\bso long\b/gi, instead: 'the time' },
  { pattern: /\b(?:is|are) told\b/gi, instead: 'is notified' },
  { pattern: /\bstands (?:there|in)\b/gi, instead: 'is in' },
  { pattern: /\bwords\b/g, instead: 'text, message or command' },
  { pattern: /(?<!\bthere )\bis no (?!longer\b)[a-z]+/gi, instead: 'is not a …' },
  { pattern: /\bwaits on\b/gi, instead: 'is waiting on, or waits for' },
  { pattern: /\bby whom\b/gi, instead: 'who did it' },
  // bare text in a channel is not a command
  { pattern: /\b[Tt]ype (?:help|list|notices|notify|recipients|release)\b|\bType “/g, instead: 'a button (chat/way-forward.ts)' },
];

/** Real uses, by file. */
const allowed: { file: RegExp; phrase: RegExp }[] = [
  { file: /^test\/checks\/(phrases|import-rules)/, phrase: /./ },
  // the words a search looks for
  {
    file: /(case-query|case-conditions|edit-distance|insert-case(-statement)?|open-case|search\/[^/]+|(chat\/cases\/|domain\/)similar[a-z-]*(\.test)?|bench\/similar[a-z/-]*|chat\/search\/[^/]+|bench\/search-[^/]+|cli\/export(\.test)?|search-index)\.ts$/,
    phrase: /words/,
  },
  { file: /(schema\.prisma|src\/README\.md)$/, phrase: /words +Unsupported|\[words\]|(rare|common)\swords/ },
  // the idiom in the title field's error message
  { file: /teams\/incoming\/message-extension\.ts$/, phrase: /Try fewer words\./ },
  { file: /privacy\/erase-columns\.ts$/, phrase: /words: derived/ },
  { file: /paragraphs\.test\.ts$/, phrase: /\bwords\b/ },
  // the field's name in forms of 0.4.0, and a column of its database
  { file: /(teams-case\.test|db\/old-database|bench\/least-post)\.ts$/, phrase: /\bwords\b/ },
  // a redaction finds whole words, or parts of longer ones
  { file: /(redact[a-z-]*(\.test)?|redaction-fold)\.ts$/, phrase: /\bwords\b/ },
  { file: /(notice-input|notice-contract\.test)\.ts$/, phrase: /Describe it in a few words\./ },
];

const unread = /^(src\/db\/generated\/|prisma\/migrations\/|test\/db\/fixtures\/)|\.(png|pem|svg|ico)$/;

/** A hit in a text: its line, counted from 1, and the phrase. */
export interface Hit {
  line: number;
  phrase: string;
  instead: string;
}

/** Finds the phrases in a file's text. @param file its path, for the allow-list */
export function findPhrases(file: string, text: string): Hit[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      phrases.flatMap(({ pattern, instead }) =>
        [...line.matchAll(pattern)]
          .filter(() => !allowed.some((one) => one.file.test(file) && one.phrase.test(line)))
          .map(([phrase]) => ({ line: index + 1, phrase, instead })),
      ),
    );
}

/** Reads every tracked file that people read and lists its phrases. */
function checkPhrases(): string[] {
  const tracked = execFileSync('git', ['ls-files', 'src', 'test', 'prisma', 'README.md', 'CHANGELOG.md'], { encoding: 'utf8' });
  return tracked
    .split('\n')
    .filter((file) => file !== '' && !unread.test(file))
    .flatMap((file) =>
      findPhrases(file, readFileSync(file, 'utf8')).map((hit) => `${file}:${hit.line}: “${hit.phrase}”; write ${hit.instead}`),
    );
}

if (process.argv[1] === import.meta.filename) {
  const found = checkPhrases();
  for (const line of found) process.stderr.write(`${line}\n`);
  if (found.length > 0) process.exitCode = 1;
}
