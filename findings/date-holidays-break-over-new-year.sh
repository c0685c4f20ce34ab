#!/bin/sh
# date-holidays 3.37.0.
# Expected: a holiday of several days, such as the winter break `12-21 P14D`, added with `setHoliday` for a school district, is a holiday on each
# of its days: the library itself says that this one lasts until the end of Monday, January 3, 2028.
# Seen: `isHoliday` is false from January 1 on, because it computes the rules for the year of the date it is asked for and so sees only the break of
# the next December. `getHolidays` of the new year does not list the rest either. Response times run and reminders go out while the
# school is closed. Two holidays, `12-21 P11D` and `01-01 P3D`, give the days that were meant.
# Source: https://github.com/commenthol/date-holidays-parser/blob/master/src/Holidays.js (isHoliday),
# https://github.com/commenthol/date-holidays/blob/master/docs/specification.md (duration of a holiday)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund date-holidays@3.37.0 >/dev/null
cat > run.mjs <<'JS'
import Holidays from 'date-holidays';

const district = new Holidays('US', 'MN');
district.setHoliday('12-21 P14D', { name: { en: 'Winter Break' }, type: 'school' });
const isBreak = (day) => (district.isHoliday(new Date(`${day}T12:00:00-06:00`)) || []).some(({ type }) => type === 'school');
const inYear = (year) => district.getHolidays(year).filter(({ type }) => type === 'school');

const seen = {
  end: inYear(2027)[0].end.toISOString(),
  december: isBreak('2027-12-30'),
  january: isBreak('2028-01-03'),
  listedIn2028: inYear(2028).map(({ date }) => date.slice(0, 10)).join(),
};
console.log(seen);
const isAsBefore = seen.end === '2028-01-04T06:00:00.000Z' && seen.december && !seen.january && seen.listedIn2028 === '2028-12-21';
process.exit(isAsBefore ? 0 : 1);
JS
node run.mjs
