// Everything below /slack/, behind our own HTTP server: checks each request's signature (signature.ts), parses its body once and passes it to
// Bolt's App. Payloads are checked further in (checked-app.ts). Bolt's own receiver serves only the pages that install the app, because it
// parses and hashes every request several times. Socket Mode is in receiver.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, LogLevel, ReceiverMultipleAckError, type App, type Authorize, type Receiver } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations, Log } from '../../ports.ts';
import { boltLogger } from '../transport/bolt-log.ts';
import { PayloadError } from '../../chat/payload.ts';
import { logFailure } from '../../chat/failure.ts';
import { LoggedFailure } from './boundary.ts';
import { NotInstalled } from '../transport/clients.ts';
import { installOptions } from './install.ts';
import { isConnectionCheck, parseBody } from './request-body.ts';
import { signatureCheck } from './signature.ts';

/** Handles a request below /slack/ whose body our server has read already. */
export type SlackHandler = (request: SlackRequest, response: ServerResponse) => void | Promise<void>;

type SlackRequest = IncomingMessage & { rawBody: Buffer };

/** What the receiver of HTTP requests needs. */
export interface HttpReceiverOptions {
  config: SlackConfig;
  /** without a slash at the end */
  publicUrl: string | null;
  installations: Installations;
  log: Log;
}

/** Where Slack posts everything. */
const endpoint = '/slack/events';

/** Slack waits this long for the acknowledgment of a request, in milliseconds. */
const slackWaitsMs = 3_000;

/** Receives requests over HTTP. It answers 400, 401 or 500 when a request cannot be handled. */
export class HttpRequests implements Receiver {
  private app: App | null = null;
  private readonly log: Log;
  private readonly refusal: ReturnType<typeof signatureCheck>;
  private readonly pages: HTTPReceiver | null;

  constructor({ config, publicUrl, installations, log }: HttpReceiverOptions) {
    this.log = log;
    const signingSecret = config.signingSecret ?? '';
    this.refusal = signatureCheck(signingSecret);
    const options = { signingSecret, logger: boltLogger(log), logLevel: LogLevel.WARN };
    this.pages = config.oauth ? new HTTPReceiver({ ...options, ...installOptions(config, installations, publicUrl) }) : null;
  }

  init(app: App): void {
    this.app = app;
  }

  /** Nothing has to be started: our server calls `handle`. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Finds the token of a request's workspace, where workspaces install the app. */
  get authorize(): Authorize<boolean> | undefined {
    const installer = this.pages?.installer;
    return installer && ((source) => installer.authorize(source));
  }

  /** Handles everything below /slack/. */
  readonly handle: SlackHandler = (request, response) => {
    if (request.method === 'POST') {
      if (request.url?.split('?', 1)[0] === endpoint) return this.receive(request, response);
    } else if (this.pages) {
      try {
        return this.pages.requestListener(request, response);
      } catch {
        // no page has this path
      }
    }
    response.writeHead(404).end();
  };

  private async receive(request: SlackRequest, response: ServerResponse): Promise<void> {
    const { headers, rawBody } = request;
    const contentType = headers['content-type'];
    const text = rawBody.toString();
    const refusal = this.refusal(headers, rawBody);
    if (refusal !== null) {
      if (isConnectionCheck(contentType, text)) return void response.writeHead(200).end();
      this.log.warn({ why: refusal }, 'refused a request to /slack/events that Slack did not sign');
      return void response.writeHead(401).end();
    }
    const body = parseBody(contentType, text);
    if (!body) return void response.writeHead(400).end();
    if (body.ssl_check === '1') return void response.writeHead(200).end();
    if (body.type === 'url_verification') return answer(response, { challenge: body.challenge });
    await this.process(body, request, response);
  }

  /** Passes a request to Bolt. Changes are committed before it is acknowledged, so that a crash loses nothing. */
  private async process(body: Record<string, unknown>, { headers }: SlackRequest, response: ServerResponse): Promise<void> {
    let acknowledgment: { with: unknown } | undefined;
    const slow = setTimeout(() => {
      if (!response.headersSent)
        this.log.warn('a request from Slack is taking longer than three seconds, so Slack will send it again');
    }, slackWaitsMs + 1);
    const ack = async (shown?: unknown): Promise<void> => {
      if (acknowledgment) throw new ReceiverMultipleAckError();
      clearTimeout(slow);
      acknowledgment = { with: shown };
    };
    try {
      if (!this.app) throw new Error('A request came before Slack was started');
      const [retryNum, retryReason] = [one(headers['x-slack-retry-num']), one(headers['x-slack-retry-reason'])];
      await this.app.processEvent({
        body,
        ack,
        retryNum: retryNum === undefined ? undefined : parseInt(retryNum, 10),
        retryReason,
      });
      if (!acknowledgment) throw new Error('No listener acknowledged a request');
      answer(response, acknowledgment.with);
    } catch (error) {
      if (!response.headersSent) this.fail(error, response);
    } finally {
      clearTimeout(slow);
    }
  }

  private fail(error: unknown, response: ServerResponse): void {
    // already logged by CheckedApp; a retry would bring the same payload
    if (causeOf(error, PayloadError)) return void response.writeHead(400, { 'x-slack-no-retry': '1' }).end();
    if (causeOf(error, NotInstalled)) {
      this.log.warn({ why: (error as Error).message }, 'refused a request from a workspace without an installation');
      return void response.writeHead(401, { 'x-slack-no-retry': '1' }).end();
    }
    if (!causeOf(error, LoggedFailure)) logFailure(this.log, error, 'a request from Slack');
    response.writeHead(500).end();
  }
}

/** Answers with text, JSON or nothing. With its length, an answer is written at once instead of in chunks. */
function answer(response: ServerResponse, body: unknown): void {
  const isText = typeof body === 'string';
  const text = isText ? body : body === undefined ? '' : JSON.stringify(body);
  const type = isText || body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(200, { ...type, 'content-length': Buffer.byteLength(text) }).end(text);
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** Bolt wraps errors of listeners and stores, sometimes more than once. */
function causeOf(error: unknown, kind: new (message: string) => Error): boolean {
  let at = error;
  while (at instanceof Error) {
    if (at instanceof kind) return true;
    const wrapper: Error = at;
    at = 'original' in wrapper ? wrapper.original : wrapper.cause;
  }
  return false;
}
