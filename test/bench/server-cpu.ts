import { readdir, readFile } from 'node:fs/promises';
import type { Database } from '../../src/db/client.ts';

/**
 * Returns a function that says how much CPU the database's server has spent since its start, in seconds: all of its processes, also those that have
 * ended. It needs Linux and a server on this machine.
 */
export async function serverCpu({ pool }: Pick<Database, 'pool'>): Promise<() => Promise<number>> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() pid');
  const postmaster = (await statOf(String(rows[0]?.pid)))?.parent ?? '';
  return async () => {
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const all = await Promise.all(processes.map(async (pid) => ({ pid, stat: await statOf(pid) })));
    const spent = all.map(({ pid, stat }) => {
      if (pid === postmaster) return (stat?.own ?? 0) + (stat?.ended ?? 0);
      return stat?.parent === postmaster ? stat.own : 0;
    });
    return spent.reduce((sum, seconds) => sum + seconds, 0);
  };
}

/** Reads what a process has spent itself, and what those that it started and that have ended have spent; seconds. */
async function statOf(pid: string): Promise<{ parent: string; own: number; ended: number } | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // the name in the second field may contain spaces; fields 4 and 14 to 17, ticks of 10 ms
  const fields = stat.split(') ').at(-1)?.split(' ') ?? [];
  const seconds = (field: number): number => Number(fields[field - 3] ?? 0) / 100;
  return { parent: fields[1] ?? '', own: seconds(14) + seconds(15), ended: seconds(16) + seconds(17) };
}

/** Returns what a process has spent, with all its threads; seconds, 0 when it has ended. */
export const processCpu = async (pid: number | undefined): Promise<number> => (await statOf(String(pid)))?.own ?? 0;
