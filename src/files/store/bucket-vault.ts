// Contents in an S3-compatible store: <prefix>ab/cd/<checksum>, those in quarantine in <prefix>quarantine/<checksum>. The AWS SDK is loaded
// with the first file. Contents are complete on the local disk before they are sent, so one request sends them, signed with their checksum:
// the store itself refuses what arrived damaged. Follows docs.aws.amazon.com/AmazonS3/latest/API.
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type * as S3 from '@aws-sdk/client-s3';
import type { BucketLocation } from '../../config/attachments.ts';
import { FileUnavailable } from '../../ports.ts';
import type { Area, Vault } from './vault.ts';

/** How long the store may take to accept a connection, and to be silent; a slow reader makes it silent, too, ms. */
const patience = { connectionTimeout: 5_000, socketTimeout: 150_000 };
/** Downloads of slow readers hold a connection each. */
const maxSockets = 500;
const checksumAtEnd = /(?:^|\/)([0-9a-f]{64})$/;

/** Creates a vault in a bucket. */
export function bucketVault(location: BucketLocation): Vault {
  const { bucket: Bucket, prefix, endpoint } = location;
  const place = `s3://${Bucket}/${prefix}${endpoint === null ? '' : ` at ${endpoint}`}`;
  let loading: ReturnType<typeof load> | undefined;
  const keyOf = (checksum: string, area: Area) =>
    area === 'quarantine'
      ? `${prefix}quarantine/${checksum}`
      : `${prefix}${checksum.slice(0, 2)}/${checksum.slice(2, 4)}/${checksum}`;

  async function call<T>(run: (loaded: Awaited<ReturnType<typeof load>>) => Promise<T>): Promise<T> {
    try {
      return await run(await (loading ??= load(location)));
    } catch (cause) {
      throw new FileUnavailable('later', nameOf(cause), { cause });
    }
  }

  return {
    place,
    async keep({ path, checksum, size }, area) {
      await call(async ({ sdk, client }) => {
        const Key = keyOf(checksum, area);
        const put = new sdk.PutObjectCommand({ Bucket, Key, Body: createReadStream(path), ContentLength: size });
        put.middlewareStack.add(
          (next) => (input) => {
            const { headers } = input.request as { headers: Record<string, string> };
            headers['x-amz-content-sha256'] = checksum;
            return next(input);
          },
          { step: 'build', name: 'signContent' },
        );
        await client.send(put);
      });
    },
    has: (checksum, area) =>
      call(({ sdk, client }) =>
        client.send(new sdk.HeadObjectCommand({ Bucket, Key: keyOf(checksum, area) })).then(
          () => true,
          (error: unknown) => {
            if (nameOf(error) === 'NotFound') return false;
            throw error;
          },
        ),
      ),
    open: (checksum, range) =>
      call(async ({ sdk, client }) => {
        const Range = range && `bytes=${range.start}-${range.end}`;
        try {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: keyOf(checksum, 'kept'), Range }));
          return Body as Readable;
        } catch (error) {
          if (nameOf(error) === 'NoSuchKey') return null;
          throw error;
        }
      }),
    async remove(checksum, area) {
      await call(({ sdk, client }) => client.send(new sdk.DeleteObjectCommand({ Bucket, Key: keyOf(checksum, area) })));
    },
    async *list() {
      let ContinuationToken: string | undefined;
      do {
        const page = await call(({ sdk, client }) =>
          client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken })),
        );
        for (const { Key = '', LastModified: at } of page.Contents ?? []) {
          const checksum = checksumAtEnd.exec(Key)?.[1];
          if (checksum && at) yield { checksum, at };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
    async check() {
      const Key = `${prefix}check-${randomUUID()}`;
      try {
        await call(async ({ sdk, client }) => {
          const limit = { abortSignal: AbortSignal.timeout(checkWithinMs) };
          await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'check' }), limit);
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }), limit);
          (Body as Readable).destroy();
          await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }), limit);
        });
      } catch (cause) {
        const code = cause instanceof FileUnavailable ? cause.code.replace('AbortError', 'no answer') : String(cause);
        throw new Error(`${place} can't be used (${code}). Check ATTACHMENTS_URL and the AWS credentials of this process`, {
          cause,
        });
      }
    },
  };
}

/** An operator waits for it, while the calls of the bot are tried again for longer, ms. */
const checkWithinMs = 15_000;

async function load({ region, endpoint }: BucketLocation): Promise<{
  sdk: typeof S3;
  client: S3.S3Client;
}> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    ...(region !== null ? { region } : endpoint === null ? {} : { region: 'us-east-1' }),
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    // the checksums that the SDK would add are unknown to older stores; ours are in the signature and checked on reading
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { ...patience, httpAgent: { maxSockets }, httpsAgent: { maxSockets } },
  });
  return { sdk, client };
}

/** Returns the store's code of an error, such as `AccessDenied`. An answer without a body, as to HEAD, has only its status. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return name.startsWith('Unknown') && $metadata?.httpStatusCode ? `status_${$metadata.httpStatusCode}` : name;
}
