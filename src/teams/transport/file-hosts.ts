// Which hosts files are read from and sent to. The addresses come with messages, so nothing else is ever called: no private address, and no
// host that is not Microsoft's. Follows learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges.
import type { TeamsConfig } from '../../config/index.ts';

/** Tells what may be called, and with which token. */
export interface FileHosts {
  /** OneDrive and SharePoint, whose addresses contain their permission: they get no token */
  isStorage(url: string): boolean;
  /** a picture that the connector behind a service address has; it gets the bot's token, with which much else could be read there */
  isAttachment(url: string, serviceUrl: string): boolean;
  /** a picture of a message in Microsoft Graph, which gets a token of Graph */
  isHostedContent(url: string): boolean;
  /** address of Microsoft Graph, without a slash at the end */
  graphUrl: string;
}

/** SharePoint and OneDrive in every cloud, the gateways through which they serve content, and the store of Teams' own uploads. */
const storage = [
  'sharepoint.com',
  'sharepoint.us',
  'sharepoint-mil.us',
  'sharepoint.cn',
  'svc.ms',
  '1drv.com',
  'microsoftpersonalcontent.com',
  'asyncgw.teams.microsoft.com',
];

const attachment = /\/v3\/attachments\/[^/%]+\/views\/[^/%]+$/;
/** A picture of a message in Graph. Its id is Base64; nothing in the address leads out of its conversation. */
const hostedContent =
  /^\/v1\.0\/(?:chats|users\/[^/]+\/chats|teams\/[^/]+\/channels)\/([^/]+)\/messages\/\d+(?:\/replies\/\d+)?\/hostedContents\/(?:[\w=+-]|%(?:2b|2f|3d))+\/\$value$/i;

/** Creates the rule. Addresses on this machine are accepted only by a bot whose own Teams is on this machine. */
export function createFileHosts({ graphUrl, noAuth }: Pick<TeamsConfig, 'graphUrl' | 'noAuth'>): FileHosts {
  const isLocal = noAuth || isLoopback(new URL(graphUrl));
  const isAllowed = (url: URL): boolean => (url.protocol === 'https:' && url.port === '') || (isLocal && isLoopback(url));
  const parse = (address: string): URL | null => {
    if (!URL.canParse(address)) return null;
    const url = new URL(address);
    return url.username === '' && url.password === '' && isAllowed(url) ? url : null;
  };
  return {
    graphUrl,
    isStorage: (address) => {
      const url = parse(address);
      if (!url) return false;
      return (isLocal && isLoopback(url)) || storage.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
    },
    isAttachment: (address, serviceUrl) => parse(address) !== null && isAttachmentOf(address, serviceUrl),
    isHostedContent: (address) => parse(address) !== null && hostedIn(address, graphUrl) !== null,
  };
}

/** Tells whether an address is that of a picture at the connector. */
export function isAttachmentOf(address: string, serviceUrl: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(serviceUrl)) return false;
  const { origin, pathname } = new URL(address);
  return origin === new URL(serviceUrl).origin && attachment.test(pathname);
}

/** Reads the conversation of a picture's address in Microsoft Graph. @returns null for any other address */
export function hostedIn(address: string, graphUrl: string): string | null {
  const { href } = URL.canParse(address) ? new URL(address) : { href: '' };
  const id = href.startsWith(`${graphUrl}/`) ? hostedContent.exec(href.slice(graphUrl.length))?.[1] : undefined;
  return id === undefined ? null : decoded(id);
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function isLoopback({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
