// Connects a workspace or tenant, in which the bot was installed, to an account: from then on it vouches for the account's contacts.
import { fieldError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { changeDirectory } from './change-directory.ts';
import type { Directory } from './directory.ts';

/** A workspace in which the bot is, and that the directory does not list. */
export interface WaitingWorkspace {
  platform: PlatformName;
  workspaceId: string;
  /** null where it is not known */
  name: string | null;
}

/**
 * Lists workspaces that installed the bot, and tenants that wrote to it, but belong to no account and not to the support organization.
 * @throws CaseError not-allowed
 */
export async function waitingWorkspaces({ db }: Services, lead: Advisor, max: number): Promise<WaitingWorkspace[]> {
  authorize(lead, 'directory');
  return readWaiting(db.prisma, max);
}

function readWaiting(db: Pick<Tx, '$queryRaw'>, max: number): Promise<WaitingWorkspace[]> {
  return db.$queryRaw<WaitingWorkspace[]>`
    select platform::text, "workspaceId", max(name) name from (
      select platform::text platform, workspace_id "workspaceId", name from installation
      union all
      select platform::text, workspace_id, null from address where channel_id = ''
    ) met
    where not exists (select from workspace w where w.platform::text = met.platform and w.external_id = met."workspaceId" and w.active)
    group by platform, "workspaceId" order by platform, name, "workspaceId" limit ${max}`;
}

/**
 * Connects a workspace to an account.
 * @param input.account key of the account
 * @throws CaseError not-allowed, invalid-directory; no-workspace for one that is no longer waiting
 */
export async function connectWorkspace(
  services: Services,
  lead: Advisor,
  input: { platform: string; workspaceId: string; account: string },
  request: RequestContext,
): Promise<void> {
  const { platform, workspaceId, account } = input;
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    const waiting = await readWaiting(tx, 1000);
    const found = waiting.find((one) => one.platform === platform && one.workspaceId === workspaceId);
    if (!found) throw fieldError('no-workspace', 'workspace', 'Choose a workspace of the list.');
    const listed = [{ platform: found.platform, id: found.workspaceId, account, also: [], line: 1 }];
    return { workspaces: { listed, removed: [] } };
  };
  await changeDirectory(services, lead, entriesOf, request);
}
