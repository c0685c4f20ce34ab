// The files of deploy/ against what defines them: Kubernetes' own types, and the bot's paths, ports and times.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const read = (file: string): string => readFileSync(path.join('deploy', file), 'utf8');
const objects = parseAllDocuments(read('kubernetes/casebridge.yaml')).map((one) => one.toJS() as Manifest);

interface Manifest {
  apiVersion: string;
  kind: string;
  [key: string]: unknown;
}

/** Compiles an object as the type of its kind. @returns the compiler's messages */
function problemsOf(manifests: readonly Manifest[]): string[] {
  const lines = manifests.map((one, index) => {
    const from = `kubernetes-types/${one.apiVersion.includes('/') ? one.apiVersion.replace('.k8s.io', '') : `core/${one.apiVersion}`}.js`;
    return `import type { ${one.kind} as T${index} } from '${from}';\nexport const o${index}: T${index} = ${JSON.stringify(one)};`;
  });
  const name = path.resolve('test/deploy/manifests-as-types.ts');
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2023 },
  };
  const files = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...files,
    getSourceFile: (file, ...more) =>
      file === name ? ts.createSourceFile(file, lines.join('\n'), ts.ScriptTarget.ES2023) : files.getSourceFile(file, ...more),
    fileExists: (file) => file === name || files.fileExists(file),
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('the manifests are what Kubernetes defines, and a wrong one would be found', () => {
  expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget', 'Ingress']);
  expect(problemsOf(objects)).toEqual([]);
  expect(problemsOf([{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { minAvailabel: 1 } }])).toEqual([
    expect.stringContaining('minAvailabel'),
  ]);
});

test('two replicas are watched on the paths of the bot, and have time to stop', () => {
  const deployment = objects.find(({ kind }) => kind === 'Deployment') as Manifest & { spec: Deployment };
  const { replicas, template } = deployment.spec;
  const [bot] = template.spec.containers;
  expect(replicas).toBe(2);
  expect([bot?.readinessProbe.httpGet.path, bot?.livenessProbe.httpGet.path]).toEqual(['/readyz', '/healthz']);
  // the bot stops within 10 seconds, after the pause in which the service learns of it
  const pause = bot?.lifecycle.preStop.sleep.seconds ?? 0;
  expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(pause + 10);
  expect(bot?.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
});

interface Deployment {
  replicas: number;
  template: {
    spec: {
      terminationGracePeriodSeconds: number;
      containers: {
        resources: { limits: { memory: string } };
        startupProbe: { periodSeconds: number; failureThreshold: number };
        readinessProbe: { httpGet: { path: string } };
        livenessProbe: { httpGet: { path: string } };
        lifecycle: { preStop: { sleep: { seconds: number } } };
        securityContext: object;
        ports: { name: string; containerPort: number }[];
      }[];
    };
  };
}

test('each replica has room for its picture process and time to migrate, and shows its metrics inside the cluster alone', () => {
  const deployment = objects.find(({ kind }) => kind === 'Deployment') as Manifest & { spec: Deployment };
  const [bot] = deployment.spec.template.spec.containers;
  // the bot alone takes up to 250 MB, and the process that makes copies of pictures 600 MB
  expect(bot?.resources.limits.memory).toBe('1Gi');
  const { periodSeconds, failureThreshold } = bot?.startupProbe ?? { periodSeconds: 0, failureThreshold: 0 };
  expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(600);
  const settings = objects.find(({ kind }) => kind === 'ConfigMap') as Manifest & { data: Record<string, string> };
  const metricsPort = Number(settings.data['METRICS_PORT']);
  expect(bot?.ports).toContainEqual({ name: 'metrics', containerPort: metricsPort });
  const service = objects.find(({ kind }) => kind === 'Service') as Manifest & { spec: { ports: { targetPort: string }[] } };
  expect(service.spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http']);
  const ingress = objects.find(({ kind }) => kind === 'Ingress') as Manifest & { spec: { ingressClassName?: string } };
  expect(ingress.spec.ingressClassName).toBe('nginx'); // its annotations are those of this controller
});

test('compose starts the bot after its database, with nothing it can write but its files', () => {
  const { services } = parse(read('compose.yaml')) as { services: Record<string, Record<string, unknown>> };
  expect(services['bot']).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    depends_on: { database: { condition: 'service_healthy' } },
    volumes: ['files:/data', './config:/config:ro'],
    tmpfs: ['/tmp'],
  });
  // while it makes a new database, PostgreSQL's image answers at its socket alone, before the roles are there
  expect(services['database']).toMatchObject({
    healthcheck: { test: ['CMD', 'pg_isready', '--host', '127.0.0.1', '--username', 'postgres'] },
  });
});

test('systemd signals the bot alone, which stops what it started, and allows the calls that Node.js makes', () => {
  const unit = read('casebridge.service');
  expect(unit).toMatch(/^KillMode=mixed$/m);
  // Node.js 20 ends with SIGSYS at its start without them
  expect(unit).toMatch(/^SystemCallFilter=@system-service @pkey$/m);
  expect(unit).not.toMatch(/^Documentation=file:/m);
});

test('files with passwords are in no commit', () => {
  const ignored = readFileSync('.gitignore', 'utf8').split('\n');
  expect(ignored).toContain('deploy/casebridge.env');
  expect(ignored).toContain('deploy/.env');
});

test('the proxy takes the files that the bot takes', () => {
  const nginx = read('nginx.conf');
  const megabytes = Number(/location \/files\/ \{\s+client_max_body_size (\d+)m/.exec(nginx)?.[1]);
  expect(megabytes).toBeGreaterThanOrEqual(10 * 15);
  expect(Number(/location \/api\/v1\/ \{\s+client_max_body_size (\d+)m/.exec(nginx)?.[1])).toBeGreaterThan(15);
});

test('the proxy logs no signed links', () => {
  const nginx = read('nginx.conf');
  for (const path of ['/files/', '/mail/']) {
    const [, location] = nginx.split(`location ${path} {`);
    expect(location?.split('}')[0]).toContain('access_log off;');
  }
});

test('the guide says of every table once what it grows with and when its rows are deleted', () => {
  const section = read('README.md').split('## How the database grows')[1] ?? '';
  const rows = [...section.matchAll(/^\| (`.*?) \| (.+?) \| (.+?) \|$/gm)];
  const described = rows.flatMap(([, tables = '']) => [...tables.matchAll(/`(\w+)`/g)].map(([, table]) => table));
  const tables = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/@@map\("(\w+)"\)/g)].map(([, table]) => table);
  expect(tables.length).toBeGreaterThan(50);
  expect(described.sort()).toEqual(tables.sort());
});
