// Time zone rules that changed lately. Node brings its own zone data (`process.versions.tz`), and an older Node computes local times of
// these zones wrongly without any error. The table asks the runtime instead of comparing versions, because distributions patch the data.
import { DateTime } from 'luxon';

/** A zone whose rules changed, with a moment at which old and new rules differ. */
export interface ChangedZone {
  /** IANA names that follow the rule. */
  names: readonly string[];
  /** What changed, for a person. */
  change: string;
  /** The release of the IANA time zone database that has the change. */
  release: string;
  /** ISO, UTC. */
  at: string;
  /** The offset from UTC at that moment, in minutes. */
  offset: number;
}

/** The changes that concern North America since 2025c, the zone data of Node 20.20 (IANA tz database, NEWS). */
export const changedZones: readonly ChangedZone[] = [
  {
    names: ['America/Vancouver', 'Canada/Pacific'],
    change: 'British Columbia keeps UTC-7 all year since 2026-03-09',
    release: '2026b',
    at: '2027-01-15T12:00:00Z',
    offset: -7 * 60,
  },
  {
    names: ['America/Edmonton', 'America/Yellowknife', 'Canada/Mountain'],
    change: 'Alberta keeps UTC-6 all year since 2026-06-18',
    release: '2026c',
    at: '2027-01-15T12:00:00Z',
    offset: -6 * 60,
  },
];

/**
 * Finds the changes that this runtime's zone data lacks.
 * @param zones IANA names in use
 * @returns the changes that concern one of these zones
 */
export function outdatedZones(zones: Iterable<string>, changes: readonly ChangedZone[] = changedZones): ChangedZone[] {
  const used = new Set([...zones].map((zone) => zone.toLowerCase())); // names in any letter case are valid
  const isWrong = (zone: string, { at, offset }: ChangedZone) => DateTime.fromISO(at, { zone }).offset !== offset;
  return changes.filter((change) => change.names.some((zone) => used.has(zone.toLowerCase()) && isWrong(zone, change)));
}
