#!/bin/sh
# email-reply-parser 2.3.9.
# Expected: `getVisibleText` hides a signature where one is: below `-- `, or a line such as "Sent from my iPhone" at the end.
# Seen: a line of two to four hyphens, underscores, pluses or equals signs, as people put it around a copied error message, and any line that begins
# with "Sent from" hide everything below them, to the end of the email, however much that is and whatever it says. Of "Records / Sent from School A
# on Friday. / None arrived at School B." one word is left. A line of five hyphens hides nothing.
# Source: https://github.com/crisp-oss/email-reply-parser/blob/master/lib/regex.ts (signatureRegex),
# https://github.com/crisp-oss/email-reply-parser/issues/41
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --omit=optional email-reply-parser@2.3.9 >/dev/null
cat > run.mjs <<'JS'
import EmailReplyParser from 'email-reply-parser';

const read = (...lines) => new EmailReplyParser().read(lines.join('\n')).getVisibleText();

const seen = {
  error: read('The page says:', '---', 'TypeError: term is undefined', '---', 'What can we do?'),
  longer: read('The page says:', '-----', 'TypeError: term is undefined', '-----', 'What can we do?'),
  records: read('Records', 'Sent from School A on Friday.', 'None arrived at School B.'),
};
for (const [name, text] of Object.entries(seen)) console.log(`${name}: ${JSON.stringify(text)}`);
const isAsBefore = seen.error === 'The page says:' && seen.longer.endsWith('What can we do?') && seen.records === 'Records';
process.exit(isAsBefore ? 0 : 1);
JS
node run.mjs
