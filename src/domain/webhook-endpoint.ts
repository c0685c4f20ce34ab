// What a lead or an operator says of a webhook endpoint, checked.
import { formError } from './form-errors.ts';
import { eventGroups, offeredEvents } from './webhook-events.ts';

/** Length limit of an endpoint's name, in characters. */
export const maxEndpointName = 60;
/** Length limit of an endpoint's address, in characters. */
export const maxEndpointUrl = 500;
/** Endpoints that there can be. Each of them multiplies what is sent. */
export const maxEndpoints = 50;
/** How long the former secret still signs after a rotation, in hours. */
export const secretOverlapHours = 24;

/** What an endpoint is made of. */
export interface EndpointInput {
  name: string;
  url: string;
  /** types or groups of events; empty: all */
  events: readonly string[];
  /** empty: all */
  modules: readonly string[];
}

/**
 * Checks what somebody entered for an endpoint.
 * @param input what was entered
 * @param known the configured modules
 * @param mayBeHttp whether a host, with its port if it has one, may be called without TLS
 * @throws CaseError bad-endpoint, with an error at each field
 */
export function parseEndpoint(
  input: EndpointInput,
  known: readonly string[],
  mayBeHttp: (host: string, hostWithPort: string) => boolean,
): EndpointInput {
  const { name, url, events, modules } = input;
  const named = name.replace(/\s+/g, ' ').trim();
  const offered: readonly string[] = [...offeredEvents, ...eventGroups];
  const unknownEvent = events.find((one) => !offered.includes(one));
  const unknownModule = modules.find((one) => !known.includes(one));
  const errors = {
    ...(named === '' ? { name: 'Enter a name.' } : {}),
    ...(named.length > maxEndpointName ? { name: `The limit is ${maxEndpointName} characters.` } : {}),
    ...urlError(url.trim(), mayBeHttp),
    ...(unknownEvent === undefined ? {} : { events: `There's no event “${unknownEvent}”. Try case.* or post.created.` }),
    ...(unknownModule === undefined ? {} : { modules: `There's no module “${unknownModule}”.` }),
  };
  if (Object.keys(errors).length > 0) throw formError('bad-endpoint', errors);
  return { name: named, url: hrefOf(url), events: [...new Set(events)], modules: [...new Set(modules)] };
}

/**
 * Checks an address that replaces that of an endpoint.
 * @param mayBeHttp as of `parseEndpoint`
 * @throws CaseError bad-endpoint, with an error at the field
 */
export function parseEndpointUrl(url: string, mayBeHttp: (host: string, hostWithPort: string) => boolean): string {
  const errors = urlError(url.trim(), mayBeHttp);
  if (errors.url !== undefined) throw formError('bad-endpoint', { url: errors.url });
  return hrefOf(url);
}

const hrefOf = (url: string): string => new URL(url.trim()).href;

/** A first part of a path that names a product or a version rather than being a token. */
const wordInPath = /^[a-z]{1,15}(?:[-_.][a-z]{1,15}){0,2}[-_.]?v?\d{0,2}$/;

/**
 * Masks the address of an endpoint for people to read. Many products put a token into the path or the query, which is as good as a password, so
 * only the host and a first word of the path are left: `https://hooks.example.com/services/…`.
 */
export function maskEndpointUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  const [first = '', ...more] = pathname.slice(1).split('/');
  if (!wordInPath.test(first)) return `${origin}/${first === '' && more.length === 0 ? '' : '…'}${search === '' ? '' : '?…'}`;
  const rest = more.join('') === '' ? '' : '/…';
  return `${origin}/${first}${rest}${search === '' ? '' : '?…'}`;
}

function urlError(url: string, mayBeHttp: (host: string, hostWithPort: string) => boolean): { url?: string } {
  if (url.length > maxEndpointUrl) return { url: `The limit is ${maxEndpointUrl} characters.` };
  if (!URL.canParse(url)) return { url: 'Enter an address such as https://example.com/casebridge.' };
  const { protocol, username, password, hash, hostname, host } = new URL(url);
  if (username !== '' || password !== '') return { url: 'Leave the name and password out. Every call is signed instead.' };
  if (hash !== '') return { url: 'Leave out the part after #.' };
  if (protocol === 'https:' || (protocol === 'http:' && mayBeHttp(hostname, host))) return {};
  return { url: 'The address must start with https://.' };
}
