// `npm run test:deploy`: what deploy/ says, done on this machine. It runs the commands of the Dockerfile in the same order in empty folders,
// starts the result with a database of its own, watches it as the container would, puts nginx with TLS in front of it, and has systemd read
// the unit. What a machine does not have (nginx, systemd) is named and left out. Not part of `npm test`: it takes minutes.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '../../src/db/embedded/index.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';

const root = mkdtempSync(path.join(tmpdir(), 'casebridge-deploy-'));
const limitMb = 340;
const port = 20_000 + (process.pid % 20_000);
let failed = false;

try {
  const { app, healthcheck, command } = buildImage();
  importEverything(app);
  const database = await startEmbedded(path.join(root, 'database'));
  try {
    await runBot(app, command, healthcheck, database);
  } finally {
    await database.stop();
    await eraseHome(path.join(root, 'database'));
  }
  readUnit(app);
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

function report(isHeld: boolean, what: string): void {
  failed ||= !isHeld;
  console.log(`${isHeld ? 'ok  ' : 'FAIL'}  ${what}`);
}

/** Runs the instructions of the Dockerfile, each stage in a folder that stands for its root. */
function buildImage(): { app: string; healthcheck: string[]; command: string[] } {
  const lines = readFileSync('Dockerfile', 'utf8')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
  const stages = new Map<string, string>();
  let [stage, folder] = ['', ''];
  const result = { app: '', healthcheck: [] as string[], command: [] as string[] };
  const inStage = (name: string): string => path.join(stage, path.isAbsolute(name) ? name : path.join(folder, name));
  for (const line of lines) {
    const [instruction = '', ...parts] = line.split(/\s+/);
    const rest = line.slice(instruction.length + 1);
    if (instruction === 'FROM') {
      stage = path.join(root, `stage-${stages.size}`);
      stages.set(parts[2] ?? 'last', stage);
    } else if (instruction === 'WORKDIR') {
      folder = parts[0] ?? '/';
      mkdirSync(inStage('.'), { recursive: true });
    } else if (instruction === 'COPY') {
      const from = parts[0]?.startsWith('--from=') ? stages.get(parts.shift()?.slice('--from='.length) ?? '') : undefined;
      const to = parts.pop() ?? '.';
      for (const name of parts) {
        if (from === undefined && !ignored.includes(`!${name}`)) throw new Error(`.dockerignore keeps ${name} from the build`);
        const target = parts.length > 1 ? path.join(inStage(to), path.basename(name)) : inStage(to);
        const isGenerated = (file: string) => from === undefined && file.endsWith('src/db/generated');
        cpSync(from === undefined ? name : path.join(from, name), target, {
          recursive: true,
          filter: (file) => !isGenerated(file),
        });
      }
    } else if (instruction === 'RUN' && !rest.includes('chown')) {
      console.log(`      ${rest}`);
      execFileSync('sh', ['-c', rest.replaceAll(' /app', ` ${stage}/app`)], {
        cwd: inStage('.'),
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    } else if (instruction === 'HEALTHCHECK') {
      result.healthcheck = JSON.parse(rest.slice(rest.indexOf('['))) as string[];
    } else if (instruction === 'CMD') {
      Object.assign(result, { app: inStage('.'), command: JSON.parse(rest) as string[] });
    }
  }
  const kilobytes = Number(execFileSync('du', ['-sk', result.app], { encoding: 'utf8' }).split('\t')[0]);
  report(kilobytes / 1000 <= limitMb, `the container runs ${Math.round(kilobytes / 1000)} MB; the limit is ${limitMb} MB`);
  return result;
}

/** Loads every file of the build but the programs, which start something, so that a package that was left out is found. */
function importEverything(app: string): void {
  const script = `
    const { readdirSync } = await import('node:fs');
    const files = readdirSync('dist', { recursive: true })
      .filter((file) => /^(chunks|cli)\\/.*\\.js$/.test(file) && !/telemetry-/.test(file));
    for (const file of files) await import('./dist/' + file);
    console.log(files.length);
    process.exit();`;
  writeFileSync(path.join(app, 'import-everything.mjs'), script);
  const count = execFileSync('node', ['import-everything.mjs'], { cwd: app, encoding: 'utf8' });
  rmSync(path.join(app, 'import-everything.mjs'));
  report(Number(count) > 30, `all ${count.trim()} files of the container's build load`);
}

async function runBot(
  app: string,
  [program = '', ...args]: string[],
  healthcheck: string[],
  database: Awaited<ReturnType<typeof startEmbedded>>,
): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    ...{
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: database.url,
      DATABASE_MIGRATION_URL: database.ownerUrl,
      CASEBRIDGE_DATA_DIR: path.join(root, 'files'),
    },
    ...{ PUBLIC_URL: 'https://casebridge.example', CASEBRIDGE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') },
    ...{ SLACK_SIGNING_SECRET: 's', SLACK_CLIENT_ID: 'c', SLACK_CLIENT_SECRET: 's', SLACK_STATE_SECRET: 's' },
    ...{ MICROSOFT_APP_ID: '00000000-0000-0000-0000-000000000001', MICROSOFT_APP_PASSWORD: 'p' },
    ...{ MICROSOFT_APP_TENANT_ID: '00000000-0000-0000-0000-000000000002' },
  };
  const bot = spawn(program, args, { cwd: app, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const isReady = await waitUntil(bot, async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok);
  report(isReady, 'the container starts and is ready');
  const [check = '', ...checkArgs] = healthcheck;
  report(exitOf(check, checkArgs, { ...env }) === 0, 'its health check passes');
  report(exitOf(check, checkArgs, { ...env, PORT: String(port + 1) }) === 1, 'its health check fails where nothing answers');
  await throughNginx();
  const stoppedAt = performance.now();
  bot.kill('SIGTERM');
  const [code] = (await once(bot, 'exit')) as [number | null];
  report(code === 0 && performance.now() - stoppedAt < 10_000, 'SIGTERM stops it with 0 within 10 seconds');
}

function exitOf(program: string, args: string[], env: NodeJS.ProcessEnv): number | null {
  try {
    execFileSync(program, args, { env, stdio: 'ignore' });
    return 0;
  } catch (error) {
    return (error as { status: number | null }).status;
  }
}

async function waitUntil(child: ChildProcess, isThere: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 120 && child.exitCode === null; tries += 1) {
    if (await isThere().catch(() => false)) return true;
    await wait(500);
  }
  return false;
}

/** Runs deploy/nginx.conf with a certificate of its own, on ports that need no rights. */
async function throughNginx(): Promise<void> {
  const nginx = programOf('nginx');
  if (nginx === null) return;
  const at = (name: string): string => path.join(root, name);
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=casebridge.example'],
    ...['-addext', 'subjectAltName=DNS:casebridge.example', '-keyout', at('privkey.pem'), '-out', at('fullchain.pem')],
  ], { stdio: 'ignore' }); // prettier-ignore
  const site = readFileSync('deploy/nginx.conf', 'utf8')
    .replaceAll('/etc/ssl/casebridge', root)
    .replace('127.0.0.1:3000', `127.0.0.1:${port}`)
    .replace(/listen (\[::\]:)?(80|443)/g, (_all, _six, which: string) => `listen 127.0.0.1:${port + (which === '80' ? 2 : 3)}`)
    .replace(/(listen [^;]+;)\n\s+\1/g, '$1');
  const logs = `error_log ${at('error.log')}; pid ${at('nginx.pid')}; daemon off;`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${at(one)};`).join(' ');
  const config = `${logs} events {} http { access_log off; ${temporary}\n${site}\n}`;
  writeFileSync(at('nginx.conf'), config);
  report(exitOf(nginx, ['-t', '-c', at('nginx.conf')], process.env) === 0, 'nginx accepts deploy/nginx.conf');
  const proxy = spawn(nginx, ['-c', at('nginx.conf')], { stdio: 'ignore' });
  const options = {
    ca: readFileSync(at('fullchain.pem')),
    servername: 'casebridge.example',
    headers: { host: 'casebridge.example' },
  };
  const upload = (target: string, bytes: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { ...options.headers, 'content-length': bytes };
      request(`https://127.0.0.1:${port + 3}${target}`, { ...options, headers, method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end(Buffer.alloc(bytes));
    });
  const answer = (target: string): Promise<number> =>
    new Promise((resolve, reject) => {
      get(`https://127.0.0.1:${port + 3}${target}`, options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).on('error', reject);
    });
  const isThere = await waitUntil(proxy, async () => (await answer('/healthz')) === 200);
  report(isThere, 'nginx passes HTTPS to the bot');
  report((await answer('/slack/install')) === 302, 'Slack can be installed through nginx');
  // the proxy would say 413
  report(
    (await upload('/api/v1/cases/CB-1/files?name=log.txt', 2_000_000)) === 401,
    'nginx passes the files of the API to the bot',
  );
  const plain = await fetch(`http://127.0.0.1:${port + 2}/privacy`, {
    redirect: 'manual',
    headers: { host: 'casebridge.example' },
  });
  report(plain.status === 308, 'plain HTTP is sent to HTTPS');
  proxy.kill('SIGTERM');
  await once(proxy, 'exit');
}

function readUnit(app: string): void {
  const analyze = programOf('systemd-analyze');
  if (analyze === null) return;
  const unit = path.join(root, 'casebridge.service');
  const node = execFileSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).trim();
  const text = readFileSync('deploy/casebridge.service', 'utf8')
    .replaceAll('/opt/casebridge', app)
    .replace('/usr/bin/node', node);
  writeFileSync(unit, text);
  report(exitOf(analyze, ['verify', '--man=no', unit], process.env) === 0, 'systemd accepts deploy/casebridge.service');
}

/** @returns null, and says so, when this machine does not have it */
function programOf(name: string): string | null {
  const found = ['/usr/sbin', '/usr/bin', '/usr/local/bin'].map((one) => path.join(one, name)).find((one) => existsSync(one));
  if (found === undefined) console.log(`--    left out: this machine has no ${name}`);
  return found ?? null;
}
