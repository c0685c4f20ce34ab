#!/bin/sh
# chrono-node 2.10.3.
# Expected: a time that the parser does not know as a whole gives no result. "the day after tomorrow", "friday next week" and "2 weeks from now" are
# known, so close relatives of them are either read as meant or not at all.
# Seen: a part is read, and it is another day. "day after tomorrow" without "the" is tomorrow. "two weeks from Friday" is two weeks from today,
# "Friday in two weeks" is this Friday, "Tuesday the 8th" is tomorrow although that is the 1st, and "an hour and a half" is an hour. A snooze or
# a follow-up set by `parse(text)[0]` comes on a wrong day without a word; only what is left around `text` of the result tells.
# Source: https://github.com/wanasit/chrono/blob/v2.10.3/README.md, https://github.com/wanasit/chrono/issues/453
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3 >/dev/null
cat > run.mjs <<'JS'
import { parse } from 'chrono-node/en';

// Monday, November 30, 2026, 9:00 AM in Chicago
const read = (text) => {
  const [first] = parse(text, { instant: new Date('2026-11-30T15:00:00Z'), timezone: -360 }, { forwardDate: true });
  return `${text}: ${first.start.get('month')}/${first.start.get('day')} ${first.start.get('hour')}:00 (“${first.text}”)`;
};

const known = ['the day after tomorrow', 'friday next week', '2 weeks from now'].map(read);
const parts = ['day after tomorrow', 'two weeks from friday', 'friday in two weeks', 'tuesday the 8th', 'an hour and a half'].map(read);
console.log([...known, '', ...parts].join('\n'));
const asBefore = [
  'day after tomorrow: 12/1 9:00 (“tomorrow”)',
  'two weeks from friday: 12/14 9:00 (“two weeks”)',
  'friday in two weeks: 12/4 12:00 (“friday”)',
  'tuesday the 8th: 12/1 12:00 (“tuesday”)',
  'an hour and a half: 11/30 10:00 (“an hour”)',
];
const isAsBefore = known[0].includes('12/2 ') && known[1].includes('12/11 ') && known[2].includes('12/14 ');
process.exit(isAsBefore && parts.join() === asBefore.join() ? 0 : 1);
JS
node run.mjs
