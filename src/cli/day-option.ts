import { InvalidArgumentError } from 'commander';

/** Reads a day of an option, which begins at midnight UTC. @throws InvalidArgumentError */
export function dayOf(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return day;
  throw new InvalidArgumentError('Use a date such as 2026-11-24.');
}
