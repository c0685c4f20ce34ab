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

test('nobody reads the metrics through the ingress, and Prometheus finds their port', () => {
  const find = (kind: string): Manifest => objects.find((one) => one.kind === kind) ?? { apiVersion: '', kind };
  const { METRICS_PORT: port } = find('ConfigMap')['data'] as Record<string, string>;
  const { ports } = (find('Deployment')['spec'] as Deployment).template.spec.containers[0] ?? {};
  expect(ports).toContainEqual({ name: 'metrics', containerPort: Number(port) });
  expect(find('Service')['spec']).toMatchObject({ ports: [{ targetPort: 'http' }] });
});

interface Deployment {
  replicas: number;
  template: {
    spec: {
      terminationGracePeriodSeconds: number;
      containers: {
        readinessProbe: { httpGet: { path: string } };
        livenessProbe: { httpGet: { path: string } };
        lifecycle: { preStop: { sleep: { seconds: number } } };
        securityContext: object;
        ports: { name: string; containerPort: number }[];
      }[];
    };
  };
}

test('compose starts the bot after its database, with nothing it can write but its files', () => {
  const { services } = parse(read('compose.yaml')) as { services: Record<string, Record<string, unknown>> };
  expect(services['bot']).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    depends_on: { database: { condition: 'service_healthy' } },
    volumes: ['files:/data'],
    tmpfs: ['/tmp'],
  });
});

test('the proxy takes the files that the bot takes', () => {
  const nginx = read('nginx.conf');
  const megabytes = Number(/location \/files\/ \{\s+client_max_body_size (\d+)m/.exec(nginx)?.[1]);
  expect(megabytes).toBeGreaterThanOrEqual(10 * 15);
});

test('the guide says of every table once what it grows with and when its rows are deleted', () => {
  const section = read('README.md').split('## How the database grows')[1] ?? '';
  const rows = [...section.matchAll(/^\| (`.*?) \| (.+?) \| (.+?) \|$/gm)];
  const described = rows.flatMap(([, tables = '']) => [...tables.matchAll(/`(\w+)`/g)].map(([, table]) => table));
  const tables = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/@@map\("(\w+)"\)/g)].map(([, table]) => table);
  expect(tables.length).toBeGreaterThan(50);
  expect(described.sort()).toEqual(tables.sort());
});
