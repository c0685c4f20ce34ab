// A small world for the use-cases: Campus Support, two districts, and a clock that the test moves.
import type { Database } from '../../src/db/client.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import type { Advisor, Contact, ContactType } from '../../src/domain/person.ts';
import type { Profile } from '../../src/ports.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import type { RequestContext, Services } from '../../src/usecases/context.ts';

export const vendor = 'T0CAMPUS';
export const plainviewSpace = 'T0PLAIN';

export interface World {
  services: Services;
  at: { now: Date };
  profiles: Map<string, Profile>;
  ada: Contact;
  ben: Contact;
  rita: Contact;
  rosa: Contact;
  max: Advisor;
  tia: Advisor;
  /** a Said nobody has said before */
  request: (origin?: RequestContext['origin']) => RequestContext & { platform: 'slack' };
  /** opens a case of Ada's in her direct conversation and tells its number */
  open: (over?: Record<string, unknown>) => Promise<number>;
}

export async function makeWorld(db: Database): Promise<World> {
  const at = { now: new Date('2026-11-02T15:00:00Z') };
  const profiles = new Map<string, Profile>();
  const services: Services = {
    db,
    clock: { now: () => at.now },
    settings: { ...defaultSettings, supportPhone: '+1 800 555 0100' },
    userDirectories: {
      slack: {
        profile: async (workspaceId, userId) => {
          const profile = profiles.get(`${workspaceId}/${userId}`);
          if (!profile) throw new Error(`no profile of ${userId}`);
          return profile;
        },
      },
    },
    mail: false,
  };
  const plainview = await db.prisma.account.create({
    data: { key: 'plainview', name: 'Plainview School District', timezone: 'America/Chicago' },
  });
  const rivertown = await db.prisma.account.create({
    data: { key: 'rivertown', name: 'Rivertown Schools', timezone: 'America/New_York' },
  });
  await db.prisma.workspace.createMany({
    data: [
      { platform: 'slack', externalId: vendor },
      { platform: 'slack', externalId: plainviewSpace, accountId: plainview.id },
    ],
  });
  const queue = { platform: 'slack' as const, workspaceId: vendor, purposes: ['queue' as const] };
  await db.prisma.channel.createMany({
    data: [
      { ...queue, channelId: 'C0QUEUE' },
      { ...queue, channelId: 'C0GRADES', modules: ['Grade Book'] },
      { platform: 'slack', workspaceId: plainviewSpace, channelId: 'C0HELP', purposes: ['cases'], accountId: plainview.id },
    ],
  });
  const contact = async (name: string, email: string, accountId: number, contactType: ContactType): Promise<Contact> => {
    const row = await db.prisma.person.create({ data: { name, email, kind: 'contact', accountId, contactType } });
    return { kind: 'contact', id: row.id, name, email, accountId, contactType };
  };
  const advisor = async (name: string, email: string): Promise<Advisor> => {
    const row = await db.prisma.person.create({ data: { name, email, kind: 'advisor' } });
    return { kind: 'advisor', id: row.id, name, email, lead: false, team: null };
  };
  const ada = await contact('Ada Park', 'ada@plainview.example', plainview.id, 'support');
  let receipts = 0;
  const request: World['request'] = (origin) => ({ idempotencyKey: `slack:Ev${++receipts}`, platform: 'slack', origin });
  return {
    services,
    at,
    profiles,
    ada,
    ben: await contact('Ben Ode', 'ben@plainview.example', plainview.id, 'technical'),
    rita: await contact('Rita Reed', 'rita@plainview.example', plainview.id, 'readOnly'),
    rosa: await contact('Rosa Lind', 'rosa@rivertown.example', rivertown.id, 'support'),
    max: await advisor('Max Reyes', 'max@campus.example'),
    tia: await advisor('Tia Holm', 'tia@campus.example'),
    request,
    open: async (over = {}) => {
      const outcome = await openCase(
        services,
        ada,
        { ...newCase, ...over },
        { workspaceId: plainviewSpace, directChannel: 'D0ADA' },
        request(),
      );
      if (outcome === 'repeat') throw new Error('a fresh receipt was taken for a repeat');
      return outcome.number;
    },
  };
}

export const newCase = {
  subject: 'Grade Book issue after the term change',
  description: 'Teachers see last term.',
  replicationSteps: null,
  expected: null,
  actual: null,
  environment: null,
  impact: null,
  priority: 'Medium' as const,
  module: 'Grade Book',
  caseType: 'Question',
  dueDate: null,
  dueReason: null,
};
