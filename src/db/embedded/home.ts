// Decides where the embedded database is stored and which user runs it. PostgreSQL refuses to run as root, and other users often cannot reach
// the folders of root.
import { execFile } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A user of the operating system. */
export interface Account {
  uid: number;
  gid: number;
}

/** The folders of the embedded database and the user that runs the server. */
export interface Home {
  /** contains the cluster, its log and, if the path is short enough, its socket; only `owner` may enter */
  folder: string;
  socketFolder: string;
  /** a folder that `owner` can reach, where the programs can be copied */
  copies: string;
  owner: Account;
  /** whether this process is root and starts the programs as `owner` */
  asOther: boolean;
}

/**
 * Prepares the folders of the embedded database.
 * @param dataDir CASEBRIDGE_DATA_DIR, created if absent; its `postgres` is the database, or a link to it if other users cannot reach `dataDir`
 */
export async function openHome(dataDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true });
  const place = path.join(await realpath(dataDir), 'postgres');
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (self.uid !== 0) {
    await mkdir(place, { recursive: true, mode: 0o700 });
    const folder = await realpath(place);
    if ((await stat(folder)).uid !== self.uid)
      throw new Error(
        `The embedded database in ${folder} belongs to another user: run as that user, or set CASEBRIDGE_DATA_DIR.`,
      );
    return {
      folder,
      socketFolder: await findSocketFolder(folder, self),
      copies: path.dirname(place),
      owner: self,
      asOther: false,
    };
  }
  const existing = await realpath(place).catch(() => null);
  const owner = (existing ? await ownerOf(existing) : null) ?? (await unprivilegedUser());
  const isReachable = await canReach(owner, path.dirname(place));
  const copies = isReachable ? path.dirname(place) : await systemFolder();
  const folder = existing ?? (isReachable ? await createFolder(place) : await createLinkedFolder(place, copies));
  await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
  return { folder, socketFolder: await findSocketFolder(folder, owner), copies, owner, asOther: true };
}

async function createFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Creates a folder elsewhere and a link to it. The name is random, so that it never is the folder of an earlier data folder. */
async function createLinkedFolder(place: string, elsewhere: string): Promise<string> {
  const folder = await mkdtemp(path.join(elsewhere, 'data-'));
  try {
    await symlink(folder, place);
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return realpath(place); // another process was faster
  }
}

/** Tells whether a data folder has an embedded database. Makes nothing. */
export async function hasHome(dataDir: string): Promise<boolean> {
  const present: string[] = await readdir(dataDir).catch(() => []);
  return present.includes('postgres');
}

/** Deletes the embedded database of a data folder, also if it is stored elsewhere. The server must not be running. */
export async function eraseHome(dataDir: string): Promise<void> {
  const place = path.join(dataDir, 'postgres');
  const folder = await realpath(place).catch(() => null);
  if (folder) await rm(folder, { recursive: true, force: true });
  await rm(place, { recursive: true, force: true });
}

/** Returns whether a user can enter every folder on the way to `target`, and read (and, for a folder, enter) `target` itself. */
export async function canReach(account: Account, target: string): Promise<boolean> {
  if (account.uid === process.getuid?.()) return true;
  for (let at = await realpath(target), needed = 0o5; ; at = path.dirname(at), needed = 0o1) {
    const { mode, uid, gid } = await stat(at);
    const granted = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((granted & needed) !== needed) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function ownerOf(folder: string): Promise<Account | null> {
  const { uid, gid } = await stat(folder);
  return uid === 0 ? null : { uid, gid };
}

/** Finds an unprivileged user that the system knows by name, because initdb looks its user up. */
async function unprivilegedUser(): Promise<Account> {
  const run = promisify(execFile);
  for (const name of ['casebridge', 'postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      continue;
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has no user named casebridge, postgres or nobody: add one, or set DATABASE_URL.',
  );
}

/** Finds a folder where root alone can write. The temporary folder is tried last, because a restart of the machine may empty it. */
async function systemFolder(): Promise<string> {
  for (const parent of ['/var/lib', '/var/tmp', tmpdir()]) {
    const folder = path.join(parent, 'casebridge');
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = await lstat(folder);
      if (uid === 0 && (mode & 0o022) === 0) return folder;
    } catch {
      continue;
    }
  }
  throw new Error(
    'No folder for the embedded database that both root and an ordinary user can reach: set CASEBRIDGE_DATA_DIR to one.',
  );
}

/** Finds a folder for the socket. The path of a Unix socket has at most 103 bytes on macOS and 107 on Linux, and long paths get another folder. */
async function findSocketFolder(folder: string, owner: Account): Promise<string> {
  if (Buffer.byteLength(path.join(folder, '.s.PGSQL.5432')) <= 103) return folder;
  const short = path.join(tmpdir(), `casebridge-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  await mkdir(short, { mode: 0o700 }).then(
    () => chown(short, owner.uid, owner.gid),
    () => undefined,
  );
  const found = await lstat(short);
  if (!found.isDirectory() || found.uid !== owner.uid || (found.mode & 0o077) !== 0)
    throw new Error(`${short} is in the way: delete it.`);
  return short;
}
