#!/bin/sh
# chrono-node 2.10.3, in processes whose TZ is UTC, America/Chicago and Pacific/Honolulu.
# Expected: a reference of `{ instant, timezone }` says when and where something was typed, so a phrase means the same day on every server.
# "tomorrow" and "in 3 days" do since 2.8.
# Seen: "the day after tomorrow" is counted from the day of the server. Typed in Chicago on Monday evening, it is Thursday on a server that runs
# in UTC. And with `forwardDate`, whether a weekday has passed is asked in the zone of the server as well: on one server "Monday", typed in
# Honolulu on Monday evening, is next week's, on another it lies in the past. Servers run in UTC and developers' machines do not, so
# tests of it pass.
# Source: https://github.com/wanasit/chrono/blob/v2.10.3/src/common/refiners/ForwardDateRefiner.ts,
# https://github.com/wanasit/chrono/blob/v2.10.3/src/common/casualReferences.ts (theDayAfter)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3 >/dev/null
cat > read.mjs <<'JS'
import { parse } from 'chrono-node/en';

const read = (text, instant, timezone) => {
  const [{ start }] = parse(text, { instant: new Date(instant), timezone }, { forwardDate: true });
  return `${start.get('month')}/${start.get('day')}`;
};
// 10:30 PM in Chicago and 8:00 PM in Honolulu, both on Monday, November 30, 2026
const words = ['tomorrow', 'the day after tomorrow', 'in 3 days'].map((text) => read(text, '2026-12-01T04:30:00Z', -360));
console.log([...words, read('monday', '2026-12-01T06:00:00Z', -600)].join(' '));
JS
failed=0
check() {
  seen=$(TZ="$1" node read.mjs)
  echo "$1: $seen"
  [ "$seen" = "$2" ] || failed=1
}
check America/Chicago '12/1 12/2 12/3 12/7'
check Pacific/Honolulu '12/1 12/2 12/3 12/7'
check UTC '12/1 12/3 12/3 11/30'
exit "$failed"
