// What the generated contract suite works with on one platform: a contact, a reader and a lead there, and cases and notices made by the use
// cases, so that each scenario starts where its form or button is offered.
import type { Button } from '../../src/cards/elements.ts';
import type { NewCase } from '../../src/domain/case-input.ts';
import type { Advisor, Contact, Person } from '../../src/domain/person.ts';
import { openCase, type Filed } from '../../src/usecases/cases/open-case.ts';
import type { RequestContext, Services } from '../../src/usecases/context.ts';
import { saveDraft } from '../../src/usecases/cases/drafts.ts';
import { markFixed } from '../../src/usecases/defects/mark-fixed.ts';
import { qualifyCase } from '../../src/usecases/defects/qualify-case.ts';
import { declareNotice } from '../../src/usecases/notices/declare-notice.ts';
import { personByMail } from '../../src/usecases/people/person-by-mail.ts';
import type { ChannelRef, PlatformName } from '../../src/ports.ts';
import { newCase } from '../usecases/fixtures.ts';
import { until } from './harness.ts';
import { slackUser, teamsUser, type PlatformUser } from './platform-driver.ts';
import type { TeamsHarness } from './teams-harness.ts';

/** The people of a scenario. */
export type Role = 'contact' | 'reader' | 'lead';

type UseCase<I> = (services: Services, lead: Advisor, input: I, request: RequestContext) => Promise<unknown>;

/** One platform with its people. */
export class ContractWorld {
  private requests = 0;
  readonly services: Services;

  readonly harness: TeamsHarness;
  readonly platform: 'Slack' | 'Teams';
  readonly users: Record<Role, PlatformUser>;
  readonly contact: Contact;
  readonly reader: Contact;
  readonly lead: Advisor;
  /** an Authorized Contact of the same account, who is on no platform */
  readonly colleague: Person;

  constructor(
    harness: TeamsHarness,
    platform: 'Slack' | 'Teams',
    users: Record<Role, PlatformUser>,
    contact: Contact,
    reader: Contact,
    lead: Advisor,
    colleague: Person,
  ) {
    this.harness = harness;
    this.platform = platform;
    this.users = users;
    this.contact = contact;
    this.reader = reader;
    this.lead = lead;
    this.colleague = colleague;
    this.services = harness.bot.services;
  }

  /** A module of the lead's own queue, which no incident of these tests affects. */
  get module(): string {
    return this.platform === 'Slack' ? 'Attendance' : 'Fees';
  }

  get team(): string {
    return this.platform === 'Slack' ? 'Technical Services' : 'Training';
  }

  /** Where the contact's cases come from. */
  get filed(): Filed {
    const { ada, rosa, slackHelp, river } = this.harness;
    return this.platform === 'Slack'
      ? { workspaceId: 'T0PLAIN', directChannel: ada.direct.id, channelId: slackHelp.id }
      : { workspaceId: river.id, directChannel: rosa.direct.id };
  }

  /** The lead's direct conversation with the bot. */
  get leadDirect(): ChannelRef {
    const { max, tia, campus } = this.harness;
    return this.platform === 'Slack'
      ? { platform: 'slack', workspaceId: 'T0CAMPUS', channelId: max.direct.id }
      : { platform: 'teams', workspaceId: campus.id, channelId: tia.direct.id };
  }

  request() {
    const platform: PlatformName = this.platform === 'Slack' ? 'slack' : 'teams';
    return { idempotencyKey: `contract:${platform}:${++this.requests}`, platform };
  }

  /** Opens a case and returns its number. */
  async open(subject: string, over: Partial<NewCase> = {}): Promise<number> {
    const input: NewCase = { ...newCase, module: this.module, subject, ...over };
    const opened = await openCase(this.services, this.contact, input, this.filed, this.request());
    if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
    return opened.number;
  }

  /** Runs a use case that changes a case for the lead. */
  async byLead<I>(useCase: UseCase<I>, input: I): Promise<void> {
    await useCase(this.services, this.lead, input, this.request());
  }

  /** Declares an incident in every account and returns its id. */
  async incident(title: string): Promise<number> {
    const now = this.services.clock.now();
    const input = { kind: 'incident', severity: 'major', state: 'Investigating', modules: ['Scheduling'] } as const;
    const rest = { everyAccount: true, accountIds: [], message: 'Slow.', instructions: null, startsAt: now, endsAt: null };
    const nextUpdateAt = new Date(now.getTime() + 3_600_000);
    const notice = { ...input, ...rest, modules: [...input.modules], title, nextUpdateAt };
    const declared = await declareNotice(this.services, this.lead, notice, {}, this.request());
    if (declared === 'repeat') throw new Error('a new incident was taken for a repeat');
    return declared.id;
  }

  /** Links a new case to a new defect and returns the defect's number. */
  async defect(subject: string): Promise<string> {
    const number = await this.open(subject);
    const defect = { number: `DEV-${number}`, summary: 'A counter', severity: 'High' as const };
    const attempt = { environment: 'Staging', steps: 'Open it.', result: 'It is empty.' };
    await this.byLead(qualifyCase, { number, attempt, finding: 'defect' as const, reason: null, defect });
    return defect.number;
  }

  /** Marks a new defect fixed in a new release, without a release note. */
  async release(subject: string): Promise<{ id: number; defect: string }> {
    const defect = await this.defect(subject);
    const fix = { defects: [defect], release: `Release ${subject}`, date: '2027-01-15', notes: {} };
    const marked = await markFixed(this.services, this.lead, fix, this.request());
    if (marked === 'repeat') throw new Error('a new release was taken for a repeat');
    return { id: marked.id, defect };
  }

  draft(role: 'contact' | 'lead', text: string): Promise<string> {
    return saveDraft(this.services, role === 'contact' ? this.contact : this.lead, { text });
  }

  /** Counts the texts with all of these parts that a person sees now. */
  count(role: Role, parts: readonly string[]): number {
    return this.users[role].texts().filter((text) => parts.every((part) => text.includes(part))).length;
  }

  /** Waits for a text that a person sees, does something, and waits until they see it no longer. */
  async hides(role: Role, parts: readonly string[], act: () => Promise<void>): Promise<void> {
    await until(`a text with ${JSON.stringify(parts)}`, () => this.count(role, parts) > 0);
    await act();
    await until(`the text with ${JSON.stringify(parts)} to change`, () => this.count(role, parts) === 0);
  }

  /** Does something as one person and waits for another, or the same, to see a new text with all of these parts. */
  async shows(role: Role, parts: readonly string[], act: () => Promise<void>): Promise<void> {
    const user = this.users[role];
    const before = this.count(role, parts);
    await act();
    await until(
      `${user.name} to see ${JSON.stringify(parts)}`,
      () => this.count(role, parts) > before,
      () => `${user.window()}\n${user.texts().slice(-8).join('\n---\n')}`,
    );
  }

  /** Presses a button and waits for the window that it opens. */
  async opens(role: Role, button: Button, title: string): Promise<void> {
    const user = this.users[role];
    await user.pressNew(button);
    await until(
      `“${title}” to open`,
      () => user.window().startsWith(title),
      () => `${user.window()}\n${user.texts().at(-1)}`,
    );
  }
}

/** Makes the world of a platform. */
export async function contractWorld(harness: TeamsHarness, platform: 'Slack' | 'Teams'): Promise<ContractWorld> {
  const { ada, max, rosa, rudi, tia, slackHelp, slackQueue, feesQueue, district, slack, db } = harness;
  const person = async (email: string): Promise<Person> => {
    const found = await personByMail(harness.bot.services, email);
    if (!found) throw new Error(`${email} is not in the directory`);
    return found.person;
  };
  if (platform === 'Teams') {
    await db.prisma.person.update({ where: { email: 'tia@campus.example' }, data: { lead: true } });
    const users = {
      contact: teamsUser(rosa, 'Rosa Lind', rosa.direct),
      reader: teamsUser(rudi, 'Rudi Roth', rudi.direct),
      lead: teamsUser(tia, 'Tia Holm', feesQueue),
    };
    const contact = (await person('rosa@rivertown.example')) as Contact;
    const lead = (await person('tia@campus.example')) as Advisor;
    const readOnly = (await person('rudi@rivertown.example')) as Contact;
    return new ContractWorld(harness, platform, users, contact, readOnly, lead, await person('omar@rivertown.example'));
  }
  const contact = (await person('ada@plainview.example')) as Contact;
  const rita = { name: 'Rita Reed', email: 'rita@plainview.example' };
  await db.prisma.person.create({
    data: { ...rita, kind: 'contact', accountId: contact.accountId, contactType: 'readOnly' },
  });
  const reader = slack.as(district, district.addUser({ id: 'U0RITA', ...rita }));
  const users = {
    contact: slackUser(ada, 'Ada Park', slackHelp),
    reader: slackUser(reader, 'Rita Reed', reader.direct),
    lead: slackUser(max, 'Max Reyes', slackQueue),
  };
  return new ContractWorld(
    harness,
    platform,
    users,
    contact,
    (await person(rita.email)) as Contact,
    (await person('max@campus.example')) as Advisor,
    await person('ben@plainview.example'),
  );
}
