// Wires everything, starts it and stops it. `npm start` (run.ts), the demo and the tests call `startCasebridge`.
import { createApi } from './api/index.ts';
import type { Config } from './config/index.ts';
import { nodeNotes } from './config/index.ts';
import { createRouter } from './chat/router.ts';
import { renderDelivery } from './chat/render-delivery.ts';
import { storedAddresses } from './db/addresses.ts';
import { storedFileCopies } from './db/file-copies.ts';
import { storedInstallations } from './db/installations.ts';
import { rememberInstallations } from './db/remember-installations.ts';
import { inDatabaseScope, withDatabaseScope } from './db/database-scope.ts';
import { createFiles } from './files/index.ts';
import { loadMail } from './load-mail.ts';
import { startWebhooks } from './load-webhooks.ts';
import { startHttp, startMetricsHttp } from './server/http.ts';
import { loadTelemetry } from './server/load-telemetry.ts';
import type { Log } from './server/log.ts';
import type { Inbound, ReceiveOptions } from './mail/index.ts';
import { messagePage } from './mail/page.ts';
import { publicPages } from './mail/public-pages.ts';
import { createMetrics, type Metrics } from './server/metrics.ts';
import { createLog } from './server/log.ts';
import type { Pinner } from './outbox/pins.ts';
import { startPinner } from './outbox/pins.ts';
import { confirmDelivery } from './outbox/confirm-delivery.ts';
import type { Worker, WorkerOptions } from './outbox/worker.ts';
import { startWorker } from './outbox/worker.ts';
import type { Clock, Installations, Signals } from './ports.ts';
import { startSchedule } from './server/schedule.ts';
import { isReachable, startDatabase } from './db/start-database.ts';
import { Shutdown } from './server/shutdown.ts';
import { createFileDesk } from './usecases/files/file-desk.ts';
import { startFetcher, type Fetcher, type FetcherOptions } from './usecases/files/fetch-files.ts';
import { answerFileOffer } from './usecases/files/answer-file-offer.ts';
import { forgetIdentity } from './usecases/people/forget-identity.ts';
import { createFigures } from './usecases/linked-stats.ts';
import { refreshMissingScopes } from './usecases/notifications/missing-scopes.ts';
import { createMailDesk } from './usecases/mail/mail-desk.ts';
import { checkZoneData } from './usecases/check-zone-data.ts';
import { forgetFingerprint } from './usecases/idempotency.ts';
import { startAccessLog, type AccessLog } from './usecases/access-log.ts';
import type { Services } from './usecases/context.ts';
import { noticeIssue, startFollower } from './usecases/defects/follow-dev-issues.ts';
import { noteKeyUse } from './usecases/renew-secrets.ts';
import { usePlatform } from './usecases/use-platform.ts';

/** A running bot. */
export interface Casebridge {
  /** e.g. http://localhost:3000 */
  url: string;
  services: Services;
  worker: Worker;
  /** sends webhooks */
  webhooks: Worker;
  fetcher: Fetcher;
  pinner: Pinner;
  accessLog: AccessLog;
  /** null: emails are not read */
  inbound: Inbound | null;
  /** Takes nothing new, finishes what is under way, closes everything: at most 10 s. */
  stop(): Promise<void>;
}

/** What the demo and the tests replace of a bot. */
export interface Overrides {
  clock?: Clock;
  log?: Log;
  slack?: { acknowledgeWithinMs: number };
  /** false: nothing is done by the clock */
  schedule?: boolean;
  worker?: Partial<Pick<WorkerOptions, 'backoff' | 'pollMs' | 'leaseMs' | 'pace' | 'observe'>>;
  webhooks?: Parameters<typeof startWebhooks>[1]['overrides'];
  fetcher?: Partial<Omit<FetcherOptions, 'log'>>;
  inbound?: ReceiveOptions;
}

/** In which conversations each platform shows files itself. */
export const nativeFiles = { slack: 'everywhere', teams: 'direct' } as const;

/** Loaded only when they are configured: Teams alone takes two seconds and 90 MB. */
const load = {
  slack: () => import('./slack/index.ts'),
  teams: () => import('./teams/index.ts'),
};

/**
 * Starts the bot on what the configuration names.
 * @throws an Error of one line; nothing is left running then
 */
export async function startCasebridge(config: Config, overrides: Overrides = {}): Promise<Casebridge> {
  const log = overrides.log ?? createLog(config.logLevel);
  const shutdown = new Shutdown(log);
  try {
    return await start(config, overrides, log, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(config: Config, overrides: Overrides, log: Log, shutdown: Shutdown): Promise<Casebridge> {
  for (const note of [...nodeNotes(), ...config.notes]) log.warn(note);
  const clock = overrides.clock ?? { now: () => new Date() };
  let readMetrics: Metrics['list'] = async () => [];
  const telemetry = config.telemetry && (await loadTelemetry(config.telemetry, () => readMetrics(), log));
  if (telemetry) shutdown.push('telemetry', 1_000, () => telemetry.stop());
  const {
    db,
    migrated,
    stop: stopDatabase,
  } = await startDatabase(config, {
    onIdleError: (err) => log.warn({ err }, 'a connection to the database was lost'),
    onNotice: (message) => log.warn(message),
  });
  shutdown.push('database', 2_000, stopDatabase);
  if (telemetry) shutdown.push('last metrics', 1_000, () => telemetry.stop()); // which the database counts
  if (migrated.length > 0) log.info({ migrated }, 'database brought up to date');

  const services: Services = { db, clock, settings: config.settings, userDirectories: {}, mail: config.mail !== null };
  services.secretKeys = config.secretKeys;
  services.webhookHosts = config.webhooks.allowedHosts;
  const accessLog = startAccessLog({ db, clock, log });
  services.accessLog = accessLog;
  shutdown.push('access log', 1_500, () => accessLog.stop());
  for (const warning of await checkZoneData(services)) log.warn(warning);
  const { publicUrl, secretKeys, settings, dataDir, attachments } = config;
  const page = (message: string, next: string) => messagePage(settings.brand, message, next);
  const kept = { dataDir, attachments, publicUrl, secretKeys, desk: createFileDesk(services), brand: settings.brand };
  const files = createFiles({ ...kept, ...createFigures(services), page, clock, log });
  services.files = { store: files.store, sources: {}, native: nativeFiles, secretKeys };
  if (secretKeys) await noteKeyUse(services, secretKeys);
  if (files.served) services.links = files.served.links;
  const signals: Signals = inDatabaseScope('worker', {
    echoed: (deliveryId, externalId) => confirmDelivery(db.pool, deliveryId, externalId),
    userChanged: (platform, userId) => forgetIdentity(services, platform, userId),
    answeredInTime: (fingerprint) => forgetFingerprint(services, fingerprint),
  });
  const stored = config.secretKeys ? rememberInstallations(storedInstallations(db, config.secretKeys, clock)) : null;
  const installations: Installations | null = stored && {
    ...stored,
    save: async (platform, installed) => {
      await stored.save(platform, installed);
      await refreshMissingScopes(services);
    },
  };
  const slack =
    config.slack &&
    (await load.slack()).createSlack({
      config: config.slack,
      publicUrl: config.publicUrl,
      installations,
      files: { open: (checksum, range) => files.store.open(checksum, range), copies: storedFileCopies(db) },
      signals,
      log,
      timing: overrides.slack,
    });
  if (slack) {
    usePlatform(services, 'slack', slack);
    services.installs = { slack: slack.install };
  }

  const ready: Record<string, () => Promise<boolean>> = { database: () => isReachable(db) };
  const trackers = config.trackers.map(({ setting }) => setting.name);
  const platforms = (['slack', 'teams', 'mail'] as const).filter((name) => config[name] !== null);
  const metrics = inDatabaseScope('worker', createMetrics(db.pool, { trackers, platforms, ready, log }));
  readMetrics = metrics.list;
  const router = createRouter(services, undefined, metrics.countInbound);
  const addresses = storedAddresses(db, clock);
  const teams =
    config.teams &&
    (await load.teams()).createTeams({
      config: config.teams,
      publicUrl,
      router,
      installations,
      addresses,
      signals,
      files: {
        store: services.files?.store ?? null,
        copies: storedFileCopies(db),
        answerOffer: (channel, deliveryId, copy) =>
          withDatabaseScope('worker', () => answerFileOffer(services, channel, deliveryId, copy)),
      },
      clock,
      log,
    });
  if (teams) usePlatform(services, 'teams', teams);

  services.pictures = { slack: slack?.showsPictures === true, teams: true };
  const mail = await loadMail(services, config, files.store, log);
  if (mail) shutdown.push('mail', 500, async () => mail.stop());
  const transports = {
    ...(slack ? { slack: slack.transport } : {}),
    ...(teams ? { teams: teams.transport } : {}),
    ...(mail ? { mail: mail.transport } : {}),
  };
  const render = (deliveryId: number) => renderDelivery(services, deliveryId);
  const worker = startWorker({ pool: db.pool, transports, render, log, observe: metrics.observe, ...overrides.worker });
  shutdown.push('worker', 3_500, () => worker.stop());
  const webhooks = startWebhooks(services, {
    ...{ log, observe: metrics.observe, allowedHosts: config.webhooks.allowedHosts, overrides: overrides.webhooks },
  });
  shutdown.push('webhooks', 3_500, () => webhooks.stop());
  ready['queue'] = async () => worker.healthy() && webhooks.healthy();
  const pinner = startPinner({ pool: db.pool, transports, log, pollMs: overrides.worker?.pollMs });
  shutdown.push('pinner', 500, () => pinner.stop());
  if (slack) {
    shutdown.push('slack', 500, () => slack.stop());
    await slack.start(router);
  }
  if (teams) shutdown.push('teams', 2_000, () => teams.stop());
  const fetcher = startFetcher({ ...services, files: services.files }, { log, ...overrides.fetcher });
  services.files.wake = () => fetcher.wake();
  shutdown.push('fetcher', 3_500, () => fetcher.stop());
  const inbound = mail && (await mail.receive(createMailDesk(services), overrides.inbound));
  if (inbound) shutdown.push('incoming mail', 2_000, () => inbound.stop());
  const tracking = config.trackers.length > 0 ? await import('./trackers/index.ts') : null;
  if (tracking) {
    const follower = startFollower(services, log);
    services.trackers = { list: config.trackers.map((one) => tracking.createTracker(one)), wake: () => follower.wake() };
    shutdown.push('trackers', 3_500, () => follower.stop());
  }
  if (overrides.schedule !== false) shutdown.push('schedule', 500, startSchedule(services, log, metrics.countJob));
  const api = createApi({ services, log, observe: metrics.countApi });
  const metricsAccess = { ...config.metrics, read: metrics.read };
  const http = await startHttp({
    port: config.port,
    ...(config.teams?.noAuth ? { host: '127.0.0.1' } : {}),
    pages: { ...publicPages(settings), '/api': { redirect: '/api/docs' } },
    platforms: {
      slack: slack ? slack.handler : null,
      api: teams ? teams.handler : null,
      mail: mail ? mail.handler : null,
      trackers:
        tracking &&
        tracking.createWebhooks(config.trackers, (hint) => withDatabaseScope('worker', () => noticeIssue(services, hint))),
    },
    streams: { files: files.served ? files.served.handler : null, 'api/v1': api, 'api/docs': api },
    ready,
    metrics: metricsAccess.port === null ? metricsAccess : null,
    isSecure: publicUrl?.startsWith('https:') ?? false,
    log,
  });
  shutdown.push('http', 3_000, () => http.stop(2_500));
  const metricsHttp = await startMetricsHttp(metricsAccess, ready, log);
  if (metricsHttp) shutdown.push('metrics', 500, () => metricsHttp.stop(400));
  log.info({ url: http.url, platforms: Object.keys(transports) }, 'Casebridge is ready');
  return { url: http.url, services, worker, webhooks, fetcher, pinner, accessLog, inbound, stop: () => shutdown.run() };
}
