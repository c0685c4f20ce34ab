// npx casebridge calendar: prints the days off of a place or an account in a year, with the reason of each, so that an operator can check
// what business days are counted by. A place needs no database.
import type { Command } from 'commander';
import { isListed } from '../domain/business-time.ts';
import { daysOff, isPlace, nearestPlace } from '../domain/holidays.ts';
import { plural } from '../domain/text/numbers.ts';
import type { Account } from '../db/generated/client.ts';
import { alignColumns } from './align-columns.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

/** Adds `calendar`. */
export function addCalendarCommand(program: Command, terminal: Terminal): void {
  program
    .command('calendar')
    .description('print the days off of a place or an account, with the reason of each')
    .argument('<place or account>', 'e.g. US-MN, or the key of an account')
    .argument('[year]', 'e.g. 2027; by default this year')
    .action(async (name: string, typed: string | undefined) => {
      const year = readYear(typed);
      if (isPlace(name)) terminal.out(placeText(name, year));
      else
        await withServices(terminal, async (services) =>
          terminal.out(accountText(findAccount(await services.db.prisma.account.findMany(), name), year)),
        );
    });
}

function readYear(typed: string | undefined): number {
  if (typed === undefined) return new Date().getFullYear();
  if (/^(19|20|21)\d\d$/.test(typed)) return Number(typed);
  throw new Refusal(`“${typed}” isn't a year. Type four digits, e.g. npx casebridge calendar US-MN 2027`);
}

function findAccount(accounts: readonly Account[], key: string): Account {
  const account = accounts.find((one) => one.key === key) ?? accounts.find((one) => one.key.toLowerCase() === key.toLowerCase());
  if (account) return account;
  const near =
    nearestPlace(key) ??
    accounts.find((one) => one.key.startsWith(key) || one.name.toLowerCase().startsWith(key.toLowerCase()))?.key;
  const hint = near
    ? `Did you mean ${near}?`
    : 'Type a country and state such as US-MN, or the key of an account in the directory.';
  throw new Refusal(`“${key}” is neither a place nor an account. ${hint}`);
}

function placeText(place: string, year: number): string {
  const days = daysOff(place, year).map(({ date, name, source }) => [...dayColumns(date), name, source]);
  return [`${place} ${year}: ${plural(days.length, 'day')} off, weekends included`, '', alignColumns(days)].join('\n');
}

/** One line of an account's calendar. */
interface Line {
  date: string;
  kind: 'holiday' | 'closed' | 'worked';
  columns: string[];
}

function accountText({ key, name, timezone, holidays, closed, worked }: Account, year: number): string {
  const off = holidays === null ? [] : daysOff(holidays, year);
  const idle = inYear(worked, year).filter((days) => !off.some(({ date }) => isListed([days], date)));
  const lines: Line[] = [
    ...off.map(({ date, name: reason, source }): Line => {
      const kind = isListed(worked, date) ? 'worked' : 'holiday';
      return { date, kind, columns: [reason, kind === 'worked' ? 'directory, worked' : source] };
    }),
    ...inYear(closed, year).map((days): Line => ({
      date: days,
      kind: 'closed',
      columns: [rangeText(days), 'directory, closed'],
    })),
    ...idle.map((days): Line => ({
      date: days,
      kind: 'worked',
      columns: ['No holiday, so this changes nothing', 'directory, worked'],
    })),
  ].sort((one, other) => one.date.localeCompare(other.date));
  const rows = lines.map(({ date, kind, columns }) => [...dayColumns(date), kind, ...columns]);
  const place = holidays === null ? 'no holidays' : `holidays of ${holidays}`;
  return [`${key} (${name}) ${year}: ${timezone}, ${place}`, '', alignColumns(rows)].join('\n').trimEnd();
}

/** Keeps the dates and ranges that touch a year. */
function inYear(dates: readonly string[], year: number): string[] {
  return dates.filter((days) => Number(days.slice(0, 4)) <= year && year <= Number(days.slice(-10, -6)));
}

function rangeText(days: string): string {
  const [, to] = days.split('/');
  return to === undefined ? 'Closed' : `Closed through ${to}`;
}

function dayColumns(days: string): [date: string, weekday: string] {
  const date = days.slice(0, 10);
  return [date, new Date(date).toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' })];
}
