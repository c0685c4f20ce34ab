// Emails as clients write them, each next to the text that its author wrote. Names and addresses are invented.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseMail } from '../../src/mail/in/parse-mail.ts';
import { wholeText, writtenText } from '../../src/mail/in/written-text.ts';

const folder = new URL('shapes/', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.eml') ? [file.replace('.eml', '')] : []));

it('has at least 40 shapes', () => expect(names.length).toBeGreaterThanOrEqual(40));

it.each(names)('reads what the author of %s wrote, and keeps the rest for advisors', async (name) => {
  const mail = await parseMail(readFileSync(new URL(`${name}.eml`, folder)));
  const texts = { ...mail, senderName: mail.from.name };
  const expected = readFileSync(new URL(`${name}.md`, folder), 'utf8').trimEnd();
  expect(writtenText(texts)).toBe(expected);
  expect(wholeText(texts).length).toBeGreaterThanOrEqual(expected.length / 2);
});
