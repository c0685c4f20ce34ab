#!/bin/sh
# chrono-node 2.10.3.
# Expected: a range of dates is a range with and without spaces around its hyphen. `Dec 21-Jan 4` and `12/21 - 1/4` are, with the end in the next
# year, and schools write their breaks as `12/21-1/4`.
# Seen: a hyphen and one or two digits directly after a date with slashes are taken for an offset from UTC. `12/21-1/4` is December 21 in a zone one
# hour west of Greenwich, which counts as certain, without an end, and `/4` is left over. A teacher's out-of-office answer then names no
# day of return, and the start is noon in the wrong zone. With spaces put around the hyphen beforehand it is read as meant.
# Source: https://github.com/wanasit/chrono/blob/v2.10.3/src/common/refiners/ExtractTimezoneOffsetRefiner.ts,
# https://github.com/wanasit/chrono/issues/404 (the same with years)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3 >/dev/null
cat > run.mjs <<'JS'
import { parse } from 'chrono-node/en';

const day = (part) => part && ['year', 'month', 'day'].map((name) => part.get(name)).join('-');
const read = (text) => {
  const [{ text: read, start, end }] = parse(text, { instant: new Date('2026-11-30T15:00:00Z'), timezone: -360 }, { forwardDate: true });
  return `${read}: ${day(start)} to ${day(end)}, offset ${start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : 'local'}`;
};

const seen = ['12/21 - 1/4', 'Dec 21-Jan 4', '12/21-1/4', '1/4-1/8'].map((text) => read(`I am out ${text}.`));
console.log(seen.join('\n'));
const asBefore = [
  '12/21 - 1/4: 2026-12-21 to 2027-1-4, offset local',
  'Dec 21-Jan 4: 2026-12-21 to 2027-1-4, offset local',
  '12/21-1: 2026-12-21 to null, offset -60',
  '1/4-1: 2027-1-4 to null, offset -60',
];
process.exit(seen.join() === asBefore.join() ? 0 : 1);
JS
node run.mjs
