import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Makes a temporary folder for a database of a test's own. Every user may enter it: for root, the server runs as another user, and would keep
 * its files on the system's disk otherwise.
 */
export async function openFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `casebridge-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}
