// Packs the app that a Teams administrator uploads: `npm run pack:teams -- --app-id <guid> --url https://…`.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';

export interface Installation {
  /** the Application (client) ID of the bot's registration, a GUID */
  appId: string;
  /** where people and Teams reach this bot: https, and nothing behind the name */
  url: string;
}

/** What the operator can put right: one line that begins with the option. */
export class PackRefusal extends Error {}

// What stands in manifest.json, so that it is valid by Microsoft's schema as it lies there.
const placeholder = { appId: '00000000-0000-0000-0000-000000000000', host: 'casebridge.example' };
const usage = 'npm run pack:teams -- --app-id <guid> --url https://casebridge.your-company.example [--out casebridge-teams.zip]';

const read = (name: string) => readFileSync(path.join(import.meta.dirname, name));
const template = read('manifest.json').toString('utf8');
const icons = { 'color.png': read('color.png'), 'outline.png': read('outline.png') };

/**
 * The bytes of the zip: the manifest for this installation and both icons. The same values give the same bytes.
 * @throws PackRefusal when a value cannot be right
 */
export function packTeams({ appId, url }: Installation): Uint8Array {
  const manifest = template.replaceAll(placeholder.appId, guid(appId)).replaceAll(placeholder.host, publicHost(url));
  return zipSync({ 'manifest.json': strToU8(manifest), ...icons }, { mtime: new Date(1980, 0, 1) }); // a zip knows no earlier day
}

function guid(text: string): string {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) || text === placeholder.appId)
    throw new PackRefusal(
      `--app-id "${text}" is not the id of an app: copy the Application (client) ID, e.g. 3f2504e0-4f89-41d3-9a0c-0305e82c3301, from the app registration in Microsoft Entra.`,
    );
  return text.toLowerCase();
}

/** With its port, if it has one. */
function publicHost(text: string): string {
  const refuse = (wrong: string) =>
    new PackRefusal(
      `--url "${text}" ${wrong}: give the address Teams reaches this bot by, e.g. https://casebridge.your-company.example`,
    );
  if (!URL.canParse(text)) throw refuse('is not an address');
  const url = new URL(text);
  if (url.protocol !== 'https:') throw refuse('does not begin with https://');
  if (url.username || url.password || url.pathname !== '/' || /[?#]/.test(text))
    throw refuse('has more in it than https:// and a name');
  // a bare name or an IP address is nothing that Microsoft's servers reach, or that validDomains takes
  if (!/^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(url.hostname)) throw refuse('is not a public name');
  if (url.hostname === placeholder.host) throw refuse('is the placeholder');
  return url.host;
}

/** @returns the exit code: 0 written, 2 not understood and nothing written */
function run(args: string[]): number {
  try {
    const { appId, url, out } = options(args);
    const zip = packTeams({ appId, url });
    write(out, zip);
    process.stdout.write(
      `${out} is ready. Upload it at https://admin.teams.microsoft.com (Teams apps > Manage apps > Upload new app), and set ${new URL('/api/messages', url).href} as the bot's messaging endpoint in Azure.\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof PackRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function options(args: string[]): Installation & { out: string } {
  const given = parsed(args);
  const missing = (option: string, what: string) => new PackRefusal(`${option} is missing: ${what}. ${usage}`);
  if (!given['app-id']) throw missing('--app-id', 'the Application (client) ID of the app registration in Microsoft Entra');
  if (!given.url) throw missing('--url', 'the address Teams reaches this bot by');
  if (!given.out) throw missing('--out', 'the file to write');
  return { appId: given['app-id'], url: given.url, out: given.out };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        'app-id': { type: 'string' },
        url: { type: 'string' },
        out: { type: 'string', default: 'casebridge-teams.zip' },
      },
    }).values;
  } catch (error) {
    // its first sentence names the option; the rest is about dashes
    const [wrong] = (error instanceof Error ? error.message : String(error)).split(/\.?\n|\. /);
    throw new PackRefusal(`${wrong}. ${usage}`);
  }
}

function write(out: string, zip: Uint8Array): void {
  try {
    writeFileSync(out, zip);
  } catch (error) {
    throw new PackRefusal(
      `--out "${out}" cannot be written (${error instanceof Error ? error.message : String(error)}): name a file in a folder that exists and is yours.`,
    );
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) process.exitCode = run(process.argv.slice(2));
