// GET /files/assets/upload.css and upload.js: what the page for adding files loads. They are plain files, which the build to dist/ leaves
// where they are, and their address changes with their content, so that browsers may keep them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { badLink, respond, wrongMethod, type RespondParts } from '../respond.ts';

const folder = path.join(packageRoot, 'src/files/upload');
const types = { 'upload.css': 'text/css; charset=utf-8', 'upload.js': 'text/javascript; charset=utf-8' } as const;
type AssetName = keyof typeof types;

const contents = new Map<AssetName, Buffer>();

function read(name: AssetName): Buffer {
  const known = contents.get(name);
  if (known) return known;
  const content = readFileSync(path.join(folder, name));
  contents.set(name, content);
  return content;
}

/** Returns the address of an asset, relative to the page. */
export function assetAddress(name: AssetName): string {
  const version = createHash('sha256').update(read(name)).digest('base64url').slice(0, 12);
  return `../assets/${name}?v=${version}`;
}

/** Serves an asset. */
export async function serveAsset(parts: RespondParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '' } = request;
  const name = url.split('?', 1)[0]?.split('/').at(-1) ?? '';
  if (!isAsset(name)) return respond(request, response, badLink(parts));
  if (method !== 'GET' && method !== 'HEAD') return respond(request, response, wrongMethod(parts, 'GET, HEAD'));
  const headers = { 'content-type': types[name], 'cache-control': 'public, max-age=31536000, immutable' };
  respond(request, response, { status: 200, headers, body: read(name) });
}

const isAsset = (name: string): name is AssetName => Object.hasOwn(types, name);
