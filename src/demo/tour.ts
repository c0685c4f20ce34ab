// Plays a whole case between a contact and an advisor in the terminal: signed requests to the bot, messages in local-slack.
import { formatCaseNumber, parseCaseNumber } from '../domain/case-number.ts';
import type { Demo } from './start.ts';
import { readable, ScriptedUsers, type Message } from './scripted-users.ts';
import { channels, people } from './workspace.ts';

const ada = people.ada.id;
const max = people.max.id;
const help = channels.plainview.id;
const queue = channels.queue.id;
const subject = 'Food service reports miss the second lunch line';

/** Plays the tour. @returns the exit code: 0 if every expected message came */
export async function playTour(demo: Demo): Promise<number> {
  if (!demo.slack) {
    console.log('The tour needs local-slack, which is not installed. Run npm run demo to see how to get it.');
    return 1;
  }
  const users = await ScriptedUsers.connect(demo.slack.url);
  try {
    await play(users);
    console.log('\nThat was a whole case. Run npm run demo to try it in your browser.');
    return 0;
  } catch (error) {
    console.error(`\nThe tour stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    users.close();
  }
}

async function play(users: ScriptedUsers): Promise<void> {
  step('Ada Park, a contact, types /case open in #plainview-help and fills in the form');
  users.command(ada, help, 'open');
  const values = {
    subject, module: 'Food Service', priority: 'High',
    description: 'The daily report only counts *line 1*. Since **Monday**.',
  }; // prettier-ignore
  await users.submit(ada, 'Open a case', values, 'Is it one of these?');

  step('The form shows a similar case, but it is another matter: she opens hers');
  await users.submit(ada, 'Open a case', { ...values, similar: 'none' });
  const hers = await card(users, help, 'New');
  const number = parseCaseNumber(/CB-\d+/.exec(readable(hers))?.[0] ?? '') ?? 0;
  show('Ada', 'in #plainview-help', hers);
  const his = await card(users, queue, 'New');
  show('Max', 'in #support-queue', his);

  step('Max Reyes, an advisor, presses Claim');
  users.press(max, queue, his, 'Claim');
  show('Ada', 'her card now', await card(users, help, 'Assigned'));

  step('Max replies in the thread under his card');
  users.reply(max, queue, his.ts, 'Good morning! Which *school* is it?');
  show('Ada', 'in her thread', await reply(users, help, hers, 'Which school is it?'));

  step('Ada replies in hers');
  users.reply(ada, help, hers.ts, 'Riverside, both tills.');
  show('Max', 'in his thread', await reply(users, queue, his, 'Riverside, both tills.'));

  step('Max writes an internal note: a line that starts with //');
  users.reply(max, queue, his.ts, '// The second till has no line number. Same as Mill Creek.');
  show('Max', 'in his thread; nobody else sees it', await reply(users, queue, his, 'Same as Mill Creek.'));

  step('Max presses Resolve and explains');
  users.press(max, queue, await card(users, queue, 'Assigned'), 'Resolve');
  await users.submit(max, 'Resolve case', { explanation: 'The second till had no line number. I added one.' });
  const explained = await reply(users, help, hers, 'I added one.');
  show('Ada', 'in her thread', explained);

  step('Ada reports that it still happens');
  users.press(ada, help, explained, 'No, still happening');
  await users.submit(ada, 'Still happening', { 'still-happens': 'Today’s report is still short by 212 meals.' });
  show('Max', 'in his thread', await reply(users, queue, his, '212 meals'));

  step('Max resolves it again');
  users.press(max, queue, await card(users, queue, 'Assigned'), 'Resolve');
  await users.submit(max, 'Resolve case', { explanation: 'I ran this morning’s report again: all meals are in.' });
  const again = await reply(users, help, hers, 'all meals are in');
  show('Ada', 'in her thread', again);

  step('Ada confirms and the case closes');
  users.press(ada, help, again, 'Yes, close case');
  show('Ada', 'her card now', await card(users, help, 'Closed'));

  step('The next day Ada finds another gap and reopens the case');
  users.press(ada, help, await card(users, help, 'Closed'), 'Reopen case');
  await users.submit(ada, 'Reopen case', { details: 'The monthly report has the same gap.' });
  show('Max', 'his card now', await card(users, queue, 'Assigned'));
  await reply(users, queue, his, 'The monthly report has the same gap.');
  show('Ada', 'her card now', await card(users, help, 'Assigned'));

  const leaked = (await thread(users, help, hers)).some((message) => readable(message).includes('Mill Creek'));
  if (leaked) throw new Error('The internal note reached the contact.');
  console.log(`\n  ${formatCaseNumber(number)} is Assigned again. The internal note never left #support-queue.`);
}

/** Waits until the case's card shows a status. */
async function card(users: ScriptedUsers, channel: string, status: string): Promise<Message> {
  return users.until(`the card of “${subject}” with status ${status}`, async () =>
    (await users.messages(channel)).find(
      (message) => readable(message).includes(subject) && readable(message).includes(`Status ${status} `),
    ),
  );
}

async function reply(users: ScriptedUsers, channel: string, root: Message, text: string): Promise<Message> {
  return users.until(`“${text}”`, async () =>
    (await thread(users, channel, root)).find((message) => plain(message).includes(text)),
  );
}

async function thread(users: ScriptedUsers, channel: string, root: Message): Promise<Message[]> {
  return (await users.messages(channel)).filter((message) => message.thread_ts === root.ts && message.ts !== root.ts);
}

function plain(message: Message): string {
  return readable(message).replace(/[*_]/g, '');
}

let steps = 0;

function step(text: string): void {
  steps += 1;
  console.log(`\n${String(steps).padStart(2)}. ${text}`);
}

function show(name: string, where: string, message: Message): void {
  console.log(`\n    ${name} sees, ${where}:`);
  for (const line of readable(message).split('\n')) console.log(`    │ ${line}`);
}
