// The environment variables of files: where their contents are, and who scans them. Their number and size are settings of the YAML file.
import { z } from 'zod';

/** A place in an S3-compatible store. Its credentials are those of the environment, in the usual variables of the AWS SDK. */
export interface BucketLocation {
  bucket: string;
  /** empty, or with a slash at its end */
  prefix: string;
  /** null: as the environment says */
  region: string | null;
  /** null: that of AWS */
  endpoint: string | null;
}

/** Where a clamd daemon listens. */
export type ScannerAddress = { host: string; port: number } | { path: string };

/** How files are kept. */
export interface AttachmentsConfig {
  /** null: in the folder attachments below the data directory */
  bucket: BucketLocation | null;
  /** null: files are not scanned */
  scanner: ScannerAddress | null;
}

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const parameters = ['region', 'endpoint'];

function readBucket(text: string): BucketLocation | null {
  if (!URL.canParse(text)) return null;
  const { protocol, host, pathname, searchParams, username, hash } = new URL(text);
  const known = [...searchParams.keys()].every((name) => parameters.includes(name));
  if (protocol !== 's3:' || !bucketName.test(host) || username !== '' || hash !== '' || !known) return null;
  const endpoint = searchParams.get('endpoint');
  if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) return null;
  const prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '');
  return { bucket: host, prefix: prefix === '' ? '' : `${prefix}/`, region: searchParams.get('region') || null, endpoint };
}

function readScanner(text: string): ScannerAddress | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, pathname, username } = new URL(text);
  if (protocol === 'unix:' && hostname === '' && pathname.length > 1) return { path: decodeURIComponent(pathname) };
  if (protocol !== 'tcp:' || hostname === '' || username !== '' || !/^\/?$/.test(pathname)) return null;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 3310 : Number(port) };
}

/** Reads a value, which is wrong when the reader returns null. */
const readBy = <T>(read: (text: string) => T | null) =>
  z
    .string()
    .transform((text, context): T => {
      const value = read(text);
      if (value !== null) return value;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    })
    .optional();

/** Checks on single variables. The messages are in `attachmentsRequirement`. */
export const attachmentsVariables = { ATTACHMENTS_URL: readBy(readBucket), CLAMD_URL: readBy(readScanner) };

/** What each variable must be, to follow its name in a message. */
export const attachmentsRequirement: Record<keyof typeof attachmentsVariables, string> = {
  ATTACHMENTS_URL:
    'must look like s3://bucket/folder?region=us-east-2, with &endpoint=https://… for a store that is not AWS. Credentials go in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  CLAMD_URL: 'must look like tcp://localhost:3310 or unix:/run/clamav/clamd.ctl',
};

/** Reads how files are kept. */
export function readAttachments(values: z.output<z.ZodObject<typeof attachmentsVariables>>): AttachmentsConfig {
  return { bucket: values.ATTACHMENTS_URL ?? null, scanner: values.CLAMD_URL ?? null };
}
