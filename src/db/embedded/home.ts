// Where the embedded database lives and who runs it. PostgreSQL refuses to run as root, and another user may not reach root's folders.
import { execFile } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rm, stat, symlink } from 'node:fs/promises';
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
  /** holds the cluster, its log and (where its path is short enough) its socket; only `owner` may enter */
  folder: string;
  socketFolder: string;
  /** a folder that `owner` can reach, for a copy of the programs */
  copies: string;
  owner: Account;
  /** true: this process is root and starts the programs as `owner` */
  asOther: boolean;
}

/** @param dataDir CASEBRIDGE_DATA_DIR; made when absent. Its `postgres` is the database, or a link to it where root's folders are closed. */
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
    return { folder, socketFolder: await socketFolder(folder, self), copies: path.dirname(place), owner: self, asOther: false };
  }
  const existing = await realpath(place).catch(() => null);
  const owner = (existing ? await ownerOf(existing) : null) ?? (await unprivilegedUser());
  const near = await reaches(owner, path.dirname(place));
  const copies = near ? path.dirname(place) : await systemFolder();
  const folder = existing ?? (near ? await made(place) : await linked(place, copies));
  await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
  return { folder, socketFolder: await socketFolder(folder, owner), copies, owner, asOther: true };
}

async function made(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}

/** A folder of its own elsewhere, never one that an earlier data folder used: its name is known by the link alone. */
async function linked(place: string, elsewhere: string): Promise<string> {
  const folder = await mkdtemp(path.join(elsewhere, 'data-'));
  try {
    await symlink(folder, place);
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return realpath(place); // another process was faster
  }
}

/** Deletes the embedded database of a data folder, wherever it lives. The server must not be running. */
export async function eraseHome(dataDir: string): Promise<void> {
  const place = path.join(dataDir, 'postgres');
  const folder = await realpath(place).catch(() => null);
  if (folder) await rm(folder, { recursive: true, force: true });
  await rm(place, { recursive: true, force: true });
}

/** Whether this user can enter every folder on the way to `target` and read (and, for a folder, enter) `target` itself. */
export async function reaches(account: Account, target: string): Promise<boolean> {
  if (account.uid === process.getuid?.()) return true;
  for (let at = await realpath(target), wanted = 0o5; ; at = path.dirname(at), wanted = 0o1) {
    const { mode, uid, gid } = await stat(at);
    const granted = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((granted & wanted) !== wanted) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function ownerOf(folder: string): Promise<Account | null> {
  const { uid, gid } = await stat(folder);
  return uid === 0 ? null : { uid, gid };
}

/** initdb looks its user up by name, so it must be one that the system knows. */
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

/** The first of these that root can write to and nobody else can; /tmp last, because what is there may not survive a restart of the machine. */
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

/** A Unix socket's path holds about 100 bytes (103 on macOS, 107 on Linux), so a deep data folder keeps its socket elsewhere. */
async function socketFolder(folder: string, owner: Account): Promise<string> {
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
