// The machine and the network: clocks, free space, and whether the public address leads to the bot.
import { statfs } from 'node:fs/promises';
import type { Config } from '../../config/index.ts';
import type { Database } from '../../db/client.ts';
import { formatSize } from '../../cards/file-line.ts';
import type { Finding } from './finding.ts';

/** Clocks further apart make times in messages and searches wrong, and Slack's requests are refused from five minutes on; ms. */
const maxSkewMs = 30_000;
const minFreeBytes = 1_000_000_000;
const timeoutMs = 5_000;

/** Compares this machine's clock with the database's, which decides when things are due. */
export async function checkClock({ pool }: Database): Promise<Finding[]> {
  const before = Date.now();
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() now');
  const middle = (before + Date.now()) / 2;
  const skewMs = middle - (rows[0]?.now.getTime() ?? middle);
  if (Math.abs(skewMs) < maxSkewMs) return [];
  const text = `this machine's clock is ${Math.round(Math.abs(skewMs) / 1000)} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} the database's. Turn on time synchronization on both, such as with: timedatectl set-ntp true`;
  return [{ verdict: 'warn', part: 'Clock', text }];
}

/** Looks for free space where files and the embedded database are. */
export async function checkSpace({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding[]> {
  const space = await statfs(dataDir).catch(() => null); // not made yet
  if (!space) return [];
  const free = space.bavail * space.bsize;
  if (free >= minFreeBytes) return [{ verdict: 'ok', part: 'Disk', text: `${formatSize(free)} free in ${dataDir}` }];
  return [
    {
      verdict: 'warn',
      part: 'Disk',
      text: `only ${formatSize(free)} free in ${dataDir}. Free some space, or move CASEBRIDGE_DATA_DIR`,
    },
  ];
}

/** Asks the bot for its health through its public address, as Slack and Teams would. */
export async function checkAddress({ publicUrl }: Pick<Config, 'publicUrl'>): Promise<Finding[]> {
  if (publicUrl === null) return [];
  const part = 'PUBLIC_URL';
  const address = `${publicUrl}/healthz`;
  const mend = 'Start the bot, and check the name, the certificate and what the proxy forwards (README, “Production”)';
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    const body = await response.text();
    if (response.ok && body.includes('"alive":true')) return [{ verdict: 'ok', part, text: `the bot answers at ${address}` }];
    return [{ verdict: 'warn', part, text: `${address} answers ${response.status}, but not as the bot does. ${mend}` }];
  } catch (error) {
    return [{ verdict: 'warn', part, text: `${address} does not answer (${reasonOf(error)}). ${mend}` }];
  }
}

/** fetch hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { cause, name, message } = error as { cause?: { code?: string; message?: string }; name?: string; message?: string };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} seconds`;
  return cause?.code ?? cause?.message ?? message ?? String(error);
}
