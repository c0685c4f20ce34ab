// Reading files from Slack, against the strict fake.
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect } from 'vitest';
import { FileUnavailable, type FileSource } from '../../../src/ports.ts';
import { toSentFiles } from '../../../src/slack/incoming/sent-files.ts';
import { mayHaveToken } from '../../../src/slack/transport/slack-hosts.ts';
import type { FileObject } from '../../fake-slack/state.ts';
import { csv, test as base } from './fixtures.ts';

const test = base
  .extend('ada', ({ fake, workspace }) =>
    fake.as(workspace, workspace.addUser({ id: 'U0ADA', name: 'Ada', email: 'ada@x.example' })),
  )
  .extend(
    'read',
    ({ source, workspace }) =>
      (file: FileObject) =>
        read(source, workspace.id, file),
  );

async function read(
  source: FileSource,
  workspaceId: string,
  file: FileObject,
): Promise<{ content: Buffer; size: number | null }> {
  const [{ ref = '' } = { ref: '' }] = toSentFiles([file]);
  const { content, size } = await source.open(workspaceId, ref);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return { content: Buffer.concat(chunks), size };
}

describe('a file in Slack', () => {
  test('is read with its size', async ({ ada, read }) => {
    expect(await read(ada.file('grades.csv', csv))).toEqual({ content: csv, size: csv.length });
  });

  test('of another organization is looked up first', async ({ ada, read }) => {
    const file = ada.file('grades.csv', csv, { file_access: 'check_file_info' });
    expect(file.url_private_download).toBeUndefined();
    expect(await read(file)).toEqual({ content: csv, size: csv.length });
  });

  test('that is a web page is read, and not taken for the sign-in page', async ({ ada, read }) => {
    expect((await read(ada.file('page.html', '<html>Mine</html>'))).content.toString()).toBe('<html>Mine</html>');
  });

  test('is gone without the scope, whose sign-in page is not the file', async ({ ada, read, workspace }) => {
    workspace.missingScopes = ['files:read'];
    const gone = { kind: 'gone', code: 'missing_scope' };
    await expect(read(ada.file('grades.csv', csv))).rejects.toMatchObject(gone);
    await expect(read(ada.file('grades.csv', csv, { file_access: 'check_file_info' }))).rejects.toMatchObject(gone);
  });

  test('is gone when it was deleted', async ({ ada, read, workspace }) => {
    for (const over of [{}, { file_access: 'check_file_info' }]) {
      const file = ada.file('grades.csv', csv, over);
      const stored = workspace.files.get(file.id);
      if (stored) stored.state = 'deleted';
      await expect(read(file)).rejects.toMatchObject({ kind: 'gone' });
    }
  });

  test.for([
    [429, 'later'],
    [500, 'later'],
    [503, 'later'],
    [403, 'gone'],
    [404, 'gone'],
    [410, 'gone'],
  ] as const)('after an answer %i is %s', async ([status, kind], { ada, read, fake }) => {
    fake.fail('download', { kind: 'status', status });
    await expect(read(ada.file('grades.csv', csv))).rejects.toMatchObject({ kind, code: `http_${status}` });
  });

  test('is read later when the connection breaks', async ({ ada, read, fake }) => {
    fake.fail('download', { kind: 'lost-answer' });
    await expect(read(ada.file('grades.csv', Buffer.alloc(100_000)))).rejects.toThrow(FileUnavailable);
  });

  test('takes the token nowhere else, neither by its address nor by a redirect', async ({ ada, read, fake, workspace }) => {
    const seen: IncomingMessage[] = [];
    const server = createServer((request, response) => void (seen.push(request), response.end('elsewhere')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
    await expect(read({ ...ada.file('a.csv', csv), url_private_download: url })).rejects.toMatchObject({ code: 'not_on_slack' });
    expect(seen).toEqual([]);
    fake.fail('download', { kind: 'odd-answer', body: url });
    expect((await read(ada.file('b.csv', csv))).content.toString()).toBe('elsewhere');
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(workspace.token).toMatch(/^xoxb-/);
    server.close();
  });
});

describe('the token', () => {
  test.for([
    ['https://files.slack.com/files-pri/T1-F1/a', true],
    ['https://slack.com/x', true],
    ['https://files.slack-gov.com/x', true],
    ['http://files.slack.com/x', false],
    ['https://slack.com.evil.example/x', false],
    ['https://evilslack.com/x', false],
    ['https://drive.google.com/x', false],
  ] as const)('goes to %s: %s', ([url, may]) => {
    expect(mayHaveToken(new URL(url), 'https://slack.com/api/')).toBe(may);
  });
});

describe('what people attach', () => {
  test('is a link where Slack has no content, and nothing where it was deleted', () => {
    const files = [
      { id: 'F1', mode: 'tombstone' },
      { id: 'F2', mode: 'external', is_external: true, name: 'Plan', external_url: 'https://docs.example/plan' },
      { id: 'F3', mode: 'quip', title: 'Canvas', permalink: 'https://x.slack.com/docs/F3' },
      { id: 'F4', mode: 'hidden_by_limit' },
      { id: 'F5', mode: 'snippet', name: 'log.txt', size: 3, url_private: 'https://files.slack.com/F5' },
    ];
    expect(toSentFiles(files)).toEqual([
      { name: 'Plan', link: 'https://docs.example/plan' },
      { name: 'Canvas', link: 'https://x.slack.com/docs/F3' },
      { name: 'a file' },
      { name: 'log.txt', size: 3, ref: '{"id":"F5","url":"https://files.slack.com/F5"}' },
    ]);
  });
});
