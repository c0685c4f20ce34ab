// Finds the route of a request.
import { routes } from './routes.ts';
import { methods, type Route } from './define-route.ts';
import { storable } from './read-body.ts';

/** A route with the parameters of its path. */
export interface Matched {
  route: Route;
  params: Readonly<Record<string, string>>;
}

const patterns = routes.map((route) => ({ route, parts: route.path.split('/') }));

/**
 * Finds the routes of a path, by method.
 * @param path below the root, such as /cases/10042
 */
export function matchPath(path: string): ReadonlyMap<string, Matched> {
  const parts = path.split('/');
  const found = new Map<string, Matched>();
  for (const pattern of patterns) {
    const params = paramsOf(pattern.parts, parts);
    if (params) found.set(pattern.route.method, { route: pattern.route, params });
  }
  return found;
}

/** Lists the methods of routes, as the header Allow does. */
export function allowOf(found: ReadonlyMap<string, Matched>): string {
  const taken = methods
    .filter((method) => found.has(method))
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...taken, 'OPTIONS'].join(', ');
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, one] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (!one.startsWith('{')) {
      if (one !== part) return null;
      continue;
    }
    const decoded = decode(part);
    if (decoded === null || decoded === '') return null;
    params[one.slice(1, -1)] = decoded;
  }
  return params;
}

function decode(part: string): string | null {
  try {
    return storable(decodeURIComponent(part));
  } catch {
    return null;
  }
}
