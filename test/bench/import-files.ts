// The files of an export of Zendesk, as large as a bench wants it.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';

/** Comments of each case; every fifth is internal. */
export const commentsEach = 5;

const vocabulary =
  'grade book issue attendance teacher student report login error school schedule class import export transcript missing page cannot save slow parent portal password room bus lunch fee state enrollment calendar roster'.split(' '); // prettier-ignore

/** Writes tickets, comments and users. @returns the bytes of all files */
export async function writeExport(folder: string, cases: number): Promise<number> {
  let bytes = 0;
  let seed = 1;
  const random = (max: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % max;
  const text = (count: number): string =>
    Array.from({ length: count }, () => vocabulary[random(vocabulary.length)] ?? '').join(' ');
  const at = (minutes: number): string => new Date(Date.UTC(2023, 0, 1) + minutes * 60_000).toISOString();
  const open = async (
    name: string,
    columns: readonly string[],
  ): Promise<{ write: (row: readonly string[]) => Promise<void>; end: () => Promise<void> }> => {
    const stream = createWriteStream(path.join(folder, name));
    const write = async (row: readonly string[]): Promise<void> => {
      const line = stringify([[...row]]);
      bytes += Buffer.byteLength(line);
      if (!stream.write(line)) await once(stream, 'drain');
    };
    await write(columns);
    return {
      write,
      end: async () => {
        const done = once(stream, 'finish');
        stream.end();
        await done;
      },
    };
  };
  const users = await open('users.csv', ['Id', 'Name', 'Email', 'Role']);
  for (let n = 0; n < 2000; n++) await users.write([`${n}`, `Contact ${n}`, `contact${n}@d${n % 200}.example`, 'end-user']);
  for (let n = 0; n < 20; n++) await users.write([`${10_000 + n}`, `Agent ${n}`, `agent${n}@campus.example`, 'agent']);
  await users.end();
  const tickets = await open('tickets.csv', [
    'Id',
    'Requester',
    'Requester id',
    'Assignee',
    'Assignee id',
    'Group',
    'Subject',
    'Description',
    'Status',
    'Priority',
    'Via',
    'Ticket type',
    'Created at',
    'Updated at',
    'Organization',
    'Solved at',
  ]);
  const comments = await open('comments.csv', [
    'Id',
    'Ticket id',
    'Author id',
    'Html body',
    'Public',
    'Created at',
    'Attachments',
  ]);
  for (let n = 1; n <= cases; n++) {
    const contact = random(2000);
    const opened = n * 12;
    const isOpen = n % 20 === 0;
    await tickets.write([
      `${n}`,
      `Contact ${contact}`,
      `${contact}`,
      '',
      `${10_000 + (n % 20)}`,
      'Grade Book',
      text(6),
      `${text(30)}\n\n${text(20)}`,
      isOpen ? 'Open' : 'Closed',
      'Normal',
      'Mail',
      'Incident',
      at(opened),
      at(opened + 600),
      `District ${contact % 200}`,
      isOpen ? '' : at(opened + 600),
    ]);
    for (let k = 0; k < commentsEach; k++) {
      const isAgent = k % 2 === 0;
      const files = k === 3 && n % 10 === 0 ? `[{"file_name":"shot.png","content_url":"https://files.example/${n}.png"}]` : '';
      await comments.write([
        `${n * 10 + k}`,
        `${n}`,
        isAgent ? `${10_000 + (n % 20)}` : `${contact}`,
        `<p>${text(18)}</p><p><b>${text(3)}</b> ${text(12)}</p>`,
        k === 4 ? 'false' : 'true',
        at(opened + 10 * k + 10),
        files,
      ]);
    }
  }
  await Promise.all([tickets.end(), comments.end()]);
  return bytes;
}
