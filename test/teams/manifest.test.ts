// The package a Teams administrator uploads: against Microsoft's schema, the limits its pages give, and what the bot knows.
import { AppManifestUtils, type TeamsManifestLatest } from '@microsoft/app-manifest';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { PackRefusal, packTeams } from '../../manifests/teams/pack.ts';
import { commands as knownCommands } from '../../src/chat/registry.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, 'manifests/teams', name));
const manifest = JSON.parse(read('manifest.json').toString('utf8')) as TeamsManifestLatest;
const bot = manifest.bots?.[0];
const lists = bot?.commandLists ?? [];
const commands = lists.flatMap((list) => list.commands);
const extension = manifest.composeExtensions?.[0];

const appId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const url = 'https://casebridge.example.org:8443';
const unpack = () => unzipSync(packTeams({ appId, url }));

/** Against the schema that lies in the package: one that does not would be fetched, and that is refused here. */
async function faultsOf(candidate: TeamsManifestLatest): Promise<string[]> {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in this test')));
  return AppManifestUtils.validateAgainstSchema(candidate);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the manifest', () => {
  it("passes Microsoft's schema for its version", async () => {
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
    expect(await faultsOf(manifest)).toEqual([]);
  });

  it('is rejected by the schema when something is wrong', async () => {
    expect(await faultsOf({ ...manifest, id: 'no guid' })).toEqual([expect.stringContaining('/id')]);
  });

  it('uses different short and full names, as the store requires', () => {
    expect(manifest.name.full).not.toBe(manifest.name.short);
    expect(manifest.description.full).not.toContain(manifest.description.short);
  });
});

describe('the manifest matches what the bot does', () => {
  it('supports personal chats, teams and group chats, and is installed for oneself by default', () => {
    expect(bot?.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(manifest.defaultInstallScope).toBe('personal');
    expect(manifest.supportsChannelFeatures).toBe('tier1');
  });

  it('sends and receives files, in personal chats', () => expect(bot?.supportsFiles).toBe(true));

  it('offers one list of commands per scope, and each starts with help', () => {
    expect(lists.flatMap((list) => list.scopes).sort()).toEqual([...(bot?.scopes ?? [])].sort());
    for (const list of lists) expect(list.commands[0]?.title).toBe('help');
  });

  it('offers only commands that the bot knows', () => {
    const known = ['help', ...knownCommands.map(({ name }) => name)];
    expect(commands.map(({ title }) => title).filter((title) => !known.includes(title))).toEqual([]);
  });

  it('offers internal notes only in personal chats', () => {
    const scopes = lists.filter((list) => list.commands.some(({ title }) => title === 'note')).flatMap((list) => list.scopes);
    expect(scopes).toEqual(['personal']);
  });

  it('searches from the compose box, and opens a case from a message', () => {
    expect(extension?.commands).toMatchObject([
      { id: 'searchCases', type: 'query', context: ['compose', 'commandBox'], parameters: [{ name: 'query' }] },
      { id: 'openCase', type: 'action', context: ['message', 'compose'], fetchTask: true },
    ]);
  });

  it('asks to read replies in threads, and for nothing more', () => {
    expect(manifest.authorization?.permissions?.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
      { name: 'ChatMessage.Read.Chat', type: 'Application' },
    ]);
    expect(manifest.permissions).toBeUndefined();
    // consent is given to this app; without any resource the installation fails (msteams-docs, channel-messages-with-rsc)
    expect(manifest.webApplicationInfo).toEqual({ id: bot?.botId, resource: expect.stringMatching(/^https:/) as string });
  });
});

describe('the manifest keeps to Teams’ limits', () => {
  it('has at most ten commands per scope: only 1.24 and later allow twelve, for Copilot’s starter prompts', () => {
    for (const list of lists) expect(list.commands.length).toBeLessThanOrEqual(10);
  });

  it.each(commands.map(({ title, description }) => [title, description ?? '']))('%s: %s', (title, description) => {
    expect(title).toMatch(/^.{1,32}$/);
    expect(description).toMatch(/^.{1,128}$/);
  });

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is a PNG of %i pixels', (name, pixels) => {
    const png = read(name);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([pixels, pixels]);
  });

  it('includes an outline icon with an alpha channel', () => expect(read('outline.png')[25]).toBe(6));
});

describe('the package', () => {
  it('holds the manifest and both icons, and nothing else', () => {
    const files = unpack();
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    for (const name of [manifest.icons.color, manifest.icons.outline])
      expect(Buffer.compare(Buffer.from(files[name] ?? []), read(name))).toBe(0);
  });

  it('replaces every placeholder with the app ID and the address', async () => {
    const text = strFromU8(unpack()['manifest.json'] ?? new Uint8Array());
    const packed = JSON.parse(text) as TeamsManifestLatest;
    expect(packed).toMatchObject({
      id: appId,
      bots: [{ botId: appId }],
      composeExtensions: [{ botId: appId }],
      webApplicationInfo: { id: appId, resource: url },
      validDomains: ['casebridge.example.org:8443'],
      developer: { websiteUrl: url, privacyUrl: `${url}/privacy`, termsOfUseUrl: `${url}/terms` },
    });
    expect(text).not.toMatch(/00000000-|casebridge\.example(?!\.org)/);
    expect(await faultsOf(packed)).toEqual([]);
  });

  it('is identical, byte for byte, for the same values', () => {
    expect(packTeams({ appId, url })).toEqual(packTeams({ appId: appId.toUpperCase(), url: `${url}/` }));
  });

  it.each(['', 'casebridge', appId.slice(1), `{${appId}}`, '00000000-0000-0000-0000-000000000000'])(
    'refuses the id %j',
    (wrong) => {
      expect(() => packTeams({ appId: wrong, url })).toThrow(PackRefusal);
      expect(() => packTeams({ appId: wrong, url })).toThrow(/^--app-id ".*" .*$/);
    },
  );

  it.each([
    '',
    'casebridge.example.org',
    'http://casebridge.example.org',
    'https://casebridge.example.org/api/messages',
    'https://casebridge.example.org/?',
    'https://ada:secret@casebridge.example.org',
    'https://localhost:3000',
    'https://10.0.0.7',
    'https://[::1]',
    'https://a".example.org',
    'https://casebridge.example',
  ])('refuses the address %j', (wrong) => {
    expect(() => packTeams({ appId, url: wrong })).toThrow(PackRefusal);
    expect(() => packTeams({ appId, url: wrong })).toThrow(/^--url ".*" .*$/);
  });
});

describe('npm run pack:teams', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'casebridge-pack-'));
  const out = path.join(folder, 'app.zip');
  const pack = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'manifests/teams/pack.ts', '--out', out, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  afterEach(() => rmSync(out, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the package and says in one line what to do next', () => {
    const { status, stdout, stderr } = pack('--app-id', appId, '--url', url);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^.*app\.zip is ready\. Upload it .* set https:\/\/casebridge\.example\.org:8443\/api\/messages .*\n$/,
    );
    expect(Buffer.compare(readFileSync(out), packTeams({ appId, url }))).toBe(0);
  });

  it.each([
    ['--app-id is missing', ['--url', url]],
    ['--url is missing', ['--app-id', appId]],
    ['--app-id "x" is not the id of an app', ['--app-id', 'x', '--url', url]],
    ["Unknown option '--apid'", ['--apid', appId]],
    ["Option '--url' argument is ambiguous", ['--url', '--app-id']],
  ])('writes one line of error and no package when %s', (request, args) => {
    const { status, stdout, stderr } = pack(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^.+\n$/);
    expect(stderr).toContain(request);
    expect(existsSync(out)).toBe(false);
  });
});
