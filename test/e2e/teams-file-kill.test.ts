// A file on its way into a person's OneDrive, and a process that is killed in the middle.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Message } from '../fake-slack/state.ts';
import { startProcess, type BotProcess } from './bot-process.ts';
import { card } from './harness.ts';
import { openProcesses, type Processes } from './teams-processes.ts';
import { asked, seen } from './teams-harness.ts';

let harness: Processes;
let folder: string;
let bot: BotProcess;
/** The advisors' card of Rosa's case. */
let his: Message;
const content = Buffer.alloc(7_000_000, 'grades ');

async function start(): Promise<void> {
  const { environment, teams, slack } = harness;
  bot = await startProcess({ ...environment, CASEBRIDGE_DATA_DIR: folder, TEAMS_GRAPH_URL: teams.graphUrl });
  teams.botUrl = slack.botUrl = bot.url;
}

beforeAll(async () => {
  harness = await openProcesses();
  folder = await mkdtemp(path.join(tmpdir(), 'casebridge-files-'));
  await start();
  const { rosa, slackQueue } = harness;
  await rosa.press(await asked(rosa, 'open Killed', '[Open a case]'), 'Open a case');
  await rosa.submit({ module: 'Attendance', priority: 'Medium', description: 'x' }, 'Open case');
  rosa.closeDialog();
  his = await card(slackQueue, 'Killed', 'Status: New');
});
afterAll(async () => {
  bot.kill();
  await bot.died;
  await harness.stop();
  await rm(folder, { recursive: true });
});

/** Max sends a file, Rosa takes it, and the process is killed when a piece has arrived. @returns what had arrived after each piece */
async function killedAt(name: string, isMoment: (received: number) => boolean): Promise<number[]> {
  const { max, rosa, slackQueue, teams } = harness;
  const { child, died, kill } = bot;
  const received: number[] = [];
  teams.uploads.onPiece = (bytes) => {
    received.push(bytes);
    return isMoment(bytes) && !child.killed && kill();
  };
  await max.attach([max.file(name, content)], 'The grades', slackQueue, his);
  await rosa.accept(await seen(rosa, rosa.direct, name, '[Allow]'));
  await died;
  await start();
  return received;
}

const kept = () => [...harness.rosa.direct.drive.values()];

it('goes on after kill -9 with what has not arrived yet', async () => {
  const { rosa, teams } = harness;
  const piece = 3_276_800;
  const received = await killedAt('grades.csv', (bytes) => bytes === 2 * piece);
  await seen(rosa, rosa.direct, 'grades.csv in OneDrive');
  expect(received).toEqual([piece, 2 * piece, content.length]);
  expect(kept().map((file) => file.content.equals(content))).toEqual([true]);
  expect(teams.violations).toEqual([]);
});

it('shows the download when nobody can tell whether the last piece arrived, and uploads nothing twice', async () => {
  const { rosa, teams } = harness;
  const before = kept().length;
  const received = await killedAt('last.csv', (bytes) => bytes === content.length);
  await seen(rosa, rosa.direct, '[Download last.csv]');
  expect(received).toHaveLength(3);
  expect(kept().slice(before)).toHaveLength(1);
  expect(teams.violations).toEqual([]);
});
