// A mail as it came over SMTP, read: as far as the mails of the bot go, a plain text and an HTML part.

export interface ReadMail {
  /** by lower-case name, decoded */
  headers: ReadonlyMap<string, string>;
  text: string;
  html: string;
}

interface Entity {
  headers: Map<string, string>;
  body: string;
}

/** @param raw the message, as bytes in latin1: a character is a byte */
export function readMail(raw: string): ReadMail {
  const whole = entityOf(raw);
  const leaves = leavesOf(whole);
  const partOf = (type: string): string => {
    const found = leaves.find(({ headers }) => (headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type));
    return found ? bodyOf(found) : '';
  };
  const headers = new Map([...whole.headers].map(([name, value]) => [name, decodedWords(value)]));
  return { headers, text: partOf('text/plain'), html: partOf('text/html') };
}

function entityOf(raw: string): Entity {
  const [, head = '', body = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(raw) ?? [];
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { headers, body };
}

function leavesOf(entity: Entity): Entity[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(entity.headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) return [entity];
  const parts = `\r\n${entity.body}`.split(`\r\n--${boundary}`).slice(1, -1);
  return parts.flatMap((part) => leavesOf(entityOf(part.replace(/^\r\n/, ''))));
}

function bodyOf({ headers, body }: Entity): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  const bytes = encoding === 'quoted-printable' ? unquoted(body.replace(/=\r\n/g, '')) : body;
  return Buffer.from(bytes, 'latin1').toString('utf8').replace(/\r\n/g, '\n');
}

const unquoted = (text: string): string =>
  text.replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** RFC 2047: a header in other letters than ASCII's. */
function decodedWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(unquoted(text.replace(/_/g, ' ')), 'latin1').toString('utf8'),
    );
}
