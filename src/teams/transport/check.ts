// Asks Microsoft whether the bot's registrations can sign in, for `casebridge doctor`. It changes nothing.
import type { TeamsConfig } from '../../config/index.ts';
import type { Installations } from '../../ports.ts';
import { Authenticator } from './authenticator.ts';

/** What Microsoft says about one registration. */
export interface CheckedRegistration {
  appId: string;
  /** null: for all tenants */
  tenantId: string | null;
  /** what Microsoft answered where it cannot sign in, on one line; null: it can */
  problem: string | null;
}

/** Gets a token for every registration. Without authentication (TEAMS_DEV_NO_AUTH) there is nothing to check. */
export async function checkTeams(
  config: TeamsConfig,
  installations: Pick<Installations, 'list'> | null,
): Promise<CheckedRegistration[]> {
  const stored = (await installations?.list('teams')) ?? [];
  const registrations = [
    config.app,
    ...stored.flatMap(({ appId, token, workspaceId }) => (appId ? [{ appId, password: token, tenantId: workspaceId }] : [])),
  ].filter(({ password }) => password !== null);
  return Promise.all(
    registrations.map(async (registration) => {
      const { appId, tenantId } = registration;
      const token = new Authenticator(registration, config).connectorToken();
      return { appId, tenantId, problem: await token.then(() => null, firstLine) };
    }),
  );
}

/** Microsoft's codes, such as AADSTS7000215, begin an answer of several lines with identifiers for its support. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (/AADSTS\d+:[^.\n]*/.exec(text)?.[0] ?? text.split('\n')[0] ?? text).trim();
}
