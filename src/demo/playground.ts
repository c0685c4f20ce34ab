// Starts Microsoft's Agents Playground, a Teams page for one machine. It is downloaded by npx under Microsoft's own terms and is not part of
// this project. Its tenant is in `tenant.ts`.
import { existsSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isReachable, startChild } from './child.ts';
import { tenantFile, type TeamsPerson, type Tenant } from './tenant.ts';
import { withTimeout } from '../with-timeout.ts';

/** The package that npx runs. */
export const playgroundPackage = '@microsoft/m365agentsplayground@0.2.28';

/** The page that describes the package and shows its terms. */
export const playgroundPage = 'https://www.npmjs.com/package/@microsoft/m365agentsplayground';
const program = 'agentsplayground';

/** Whether npx may download the package or only use what it downloaded before. */
export type PlaygroundSource = 'download' | 'cache';

/** The installed program, or the reason why it could not be installed. */
export type FoundPlayground = { program: string; license: string | null } | { reason: string };

/** A running Agents Playground. */
export interface Playground {
  url: string;
  /** Whom one acts as on the page. */
  person: TeamsPerson;
  /** The file with Microsoft's terms, or the page that shows them. */
  license: string;
  stop: () => Promise<void>;
}

/** A download of 4 MB, and npm's own start. */
const findTimeoutMs = 60_000;
const startTimeoutMs = 20_000;

/**
 * Finds the program, downloading it if allowed.
 * @param folder an empty folder outside any npm package
 * @param signal aborts the search
 */
export async function findPlayground(folder: string, source: PlaygroundSource, signal?: AbortSignal): Promise<FoundPlayground> {
  await mkdir(folder, { recursive: true });
  // a package that was downloaded before needs no network
  const cached = await runNpx(folder, ['--no', '--offline'], signal);
  if ('program' in cached || source === 'cache') return cached;
  // without a network, fail at once instead of after npm's three attempts
  return runNpx(folder, ['--yes', '--fetch-retries=0'], signal);
}

async function runNpx(folder: string, options: readonly string[], signal?: AbortSignal): Promise<FoundPlayground> {
  if (signal?.aborted) return { reason: 'the demo was stopped' };
  const npx = startChild(['npx', ...options, `--package=${playgroundPackage}`, '-c', `command -v ${program}`], folder);
  const stop = (): void => void npx.stop();
  signal?.addEventListener('abort', stop, { once: true });
  const code = await withTimeout(
    findTimeoutMs,
    () => npx.ended,
    () => 'late' as const,
  );
  signal?.removeEventListener('abort', stop);
  await npx.stop();
  if (signal?.aborted) return { reason: 'the demo was stopped' };
  if (code === 'late') return { reason: `npm took longer than ${findTimeoutMs / 1000} seconds` };
  const found = npx
    .output()
    .split('\n')
    .find((line) => path.isAbsolute(line) && line.endsWith(program) && existsSync(line));
  if (code !== 0 || !found) return { reason: npmError(npx.output()) };
  const file = await realpath(found);
  const license = path.join(path.dirname(file), 'LICENSE');
  return { program: file, license: existsSync(license) ? license : null };
}

/**
 * Starts the program in a folder for its configuration and logs, and waits until its page answers.
 * @returns a short reason if it does not start
 */
export async function startPlayground(
  { program: file, license }: Extract<FoundPlayground, { program: string }>,
  folder: string,
  port: number,
  botPort: number,
  tenant: Tenant,
): Promise<Playground | { reason: string }> {
  await writeFile(path.join(folder, '.m365agentsplayground.yml'), tenantFile(tenant));
  const bot = `http://127.0.0.1:${botPort}/api/messages`;
  const options = ['start', '--app-endpoint', bot, '--channel-id', 'msteams', '--port', String(port), '--disable-telemetry'];
  const child = startChild([process.execPath, file, ...options], folder);
  for (const deadline = Date.now() + startTimeoutMs; child.isRunning() && Date.now() < deadline; await wait(50)) {
    // it picks another port if this one was taken in the meantime
    const chosen = /Listening on (\d+)/.exec(child.output())?.[1];
    const url = pageUrl(Number(chosen));
    if (chosen && (await isReachable(url)))
      return { url, person: tenant.person, license: license ?? playgroundPage, stop: child.stop };
  }
  const hasExited = !child.isRunning();
  await child.stop();
  return { reason: hasExited ? `it exited at once; see ${path.join(folder, 'devTools')}` : 'it does not answer' };
}

const pageUrl = (port: number): string => `http://localhost:${port}`;

/** Returns the address at which the bot reaches the page's conversations. */
export function connectorUrl(port: number): string {
  return `${pageUrl(port)}/_connector`;
}

function npmError(output: string): string {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1];
  return code ? `npm answered ${code}` : 'npx did not install it';
}
