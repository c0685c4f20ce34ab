// An S3-compatible store in memory, as strict as the real one where we depend on it: it verifies the signature of every request (version 4)
// and the checksum of every body, and answers with the errors that S3 documents. Follows docs.aws.amazon.com/AmazonS3/latest/API and
// docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** The running store. */
export interface FakeS3 {
  url: string;
  /** by `bucket/key` */
  objects: Map<string, { body: Buffer; at: Date }>;
  /** method and path of each request that was signed correctly */
  requests: string[];
  /** Answers the next request of this method with this error. */
  failNext(method: string, status: number, code: string): void;
  stop(): Promise<void>;
}

/** What signs the requests. */
export const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret/+ key' };
const bucket = 'campus-files';
const region = 'us-east-1';
/** so few that the tests need more than one page */
const keysPerPage = 3;

class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export async function startFakeS3(): Promise<FakeS3> {
  const objects = new Map<string, { body: Buffer; at: Date }>();
  const requests: string[] = [];
  const failures = new Map<string, S3Error>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { status, code } = error instanceof S3Error ? error : new S3Error(500, String(error));
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    verify(request, body);
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url.split('?', 1)[0]}`);
    const failure = failures.get(method);
    failures.delete(method);
    if (failure) throw failure;
    const { pathname, searchParams } = new URL(url, 'http://s3');
    const [, in_, ...rest] = pathname.split('/').map(decodeURIComponent);
    if (in_ !== bucket) throw new S3Error(404, 'NoSuchBucket');
    const key = rest.join('/');
    if (key === '') return void response.end(listing(objects, searchParams));
    const name = `${bucket}/${key}`;
    const stored = objects.get(name);
    switch (method) {
      case 'PUT':
        objects.set(name, { body, at: new Date() });
        return void response.end();
      case 'DELETE':
        objects.delete(name);
        return void response.writeHead(204).end();
      case 'HEAD':
      case 'GET': {
        if (!stored) throw new S3Error(404, method === 'HEAD' ? 'NotFound' : 'NoSuchKey');
        const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        const part = first === undefined ? stored.body : stored.body.subarray(Number(first), Number(last) + 1);
        response.writeHead(first === undefined ? 200 : 206, { 'content-length': part.length });
        return void response.end(method === 'HEAD' ? undefined : part);
      }
      default:
        throw new S3Error(405, 'MethodNotAllowed');
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    failNext: (method, status, code) => void failures.set(method, new S3Error(status, code)),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function listing(objects: FakeS3['objects'], query: URLSearchParams): string {
  if (query.get('list-type') !== '2') throw new S3Error(400, 'InvalidArgument');
  const prefix = `${bucket}/${query.get('prefix') ?? ''}`;
  const keys = [...objects.keys()].filter((name) => name.startsWith(prefix)).toSorted();
  const start = Number(query.get('continuation-token') ?? 0);
  const page = keys.slice(start, start + keysPerPage);
  const contents = page.map((name) => {
    const at = objects.get(name)?.at.toISOString() ?? '';
    return `<Contents><Key>${name.slice(bucket.length + 1)}</Key><LastModified>${at}</LastModified></Contents>`;
  });
  const more = start + keysPerPage < keys.length;
  const next = more ? `<NextContinuationToken>${start + keysPerPage}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

const shape =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** @throws S3Error when the request is not signed as S3 demands */
function verify({ method = '', url = '', headers }: IncomingMessage, body: Buffer): void {
  const [, accessKeyId, day = '', signedRegion, signedHeaders = '', signature] = shape.exec(headers.authorization ?? '') ?? [];
  if (accessKeyId !== credentials.accessKeyId || signedRegion !== region) throw new S3Error(403, 'InvalidAccessKeyId');
  const names = signedHeaders.split(';');
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (!mustBeSigned.every((name) => names.includes(name))) throw new S3Error(403, 'AccessDenied');
  const payload = String(headers['x-amz-content-sha256']);
  if (payload !== sha256(body)) throw new S3Error(400, 'XAmzContentSHA256Mismatch');
  const [path = '', query = ''] = url.split('?', 2);
  const sortedQuery = query
    .split('&')
    .filter(Boolean)
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .toSorted()
    .join('&');
  const canonical = [
    method,
    path,
    sortedQuery,
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signedHeaders,
    payload,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (from, part) => createHmac('sha256', from).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  if (createHmac('sha256', key).update(toSign).digest('hex') !== signature) throw new S3Error(403, 'SignatureDoesNotMatch');
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
