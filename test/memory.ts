// Keeps the temporary files of the run in memory if the machine has room there: a database is made and dropped three times as fast as on a
// disk, and the servers that tests start with the settings of production wait for no disk.
import { access, chmod, constants, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import path from 'node:path';
import { isSoak } from './soak.ts';

const memory = '/dev/shm';
const tmpfs = 0x01021994;
/** Bytes that must be free. The run uses less than half of them. */
const room = 2 * 1024 ** 3;

async function hasRoom(): Promise<boolean> {
  const found = await statfs(memory).catch(() => null);
  return found?.type === tmpfs && found.bavail * found.bsize > room && freemem() > room;
}

/** Tells whether programs may run in a folder: as root, the embedded PostgreSQL can be copied there. Containers often mount memory without that. */
async function runsPrograms(folder: string): Promise<boolean> {
  const program = path.join(folder, 'program');
  await writeFile(program, '', { mode: 0o755 });
  const runs = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  await rm(program);
  return runs;
}

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // a soak writes for hours
  if (isSoak || !(await hasRoom())) return undefined;
  const folder = await mkdtemp(path.join(memory, 'casebridge-'));
  await chmod(folder, 0o1777); // as /tmp: the servers of root run as another user
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  if (await runsPrograms(folder)) process.env.TMPDIR = folder;
  else await remove();
  return remove;
}
