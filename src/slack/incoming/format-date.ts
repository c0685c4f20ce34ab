// Dates that Slack writes in each reader's zone. A post is read on other platforms and in mail, so here they are in UTC, and say so.
// Follows docs.slack.dev/messaging/formatting-message-text, Date formatting.

const utc = (at: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(at).replace(/\u202F/g, ' ');

const long = { year: 'numeric', month: 'long', day: 'numeric' } as const;
const short = { ...long, month: 'short' } as const;
const minutes = { hour: 'numeric', minute: '2-digit' } as const;

/** The "pretty" tokens say "today" in Slack, which is wrong once the text is stored: they are written as dates here. */
const tokens: Record<string, (at: Date) => string> = {
  date_num: (at) => at.toISOString().slice(0, 10),
  date_slash: (at) => utc(at, { year: 'numeric', month: '2-digit', day: '2-digit' }),
  date_long: (at) => utc(at, { ...long, weekday: 'long' }),
  date_long_full: (at) => utc(at, long),
  date_long_pretty: (at) => utc(at, { ...long, weekday: 'long' }),
  date: (at) => utc(at, long),
  date_pretty: (at) => utc(at, long),
  date_short: (at) => utc(at, short),
  date_short_pretty: (at) => utc(at, short),
  day_divider_pretty: (at) => utc(at, { ...long, weekday: 'long' }),
  time: (at) => `${utc(at, minutes)} UTC`,
  time_secs: (at) => `${utc(at, { ...minutes, second: '2-digit' })} UTC`,
  ago: (at) => `${utc(at, short)}, ${utc(at, minutes)} UTC`,
};

/** The last moment that a JavaScript date holds, in seconds. */
const maxSeconds = 8_640_000_000_000;

/**
 * Writes a date the way its format asks, in UTC.
 * @param seconds since 1970
 * @param format text with tokens such as `{date_short}` and `{time}`
 * @returns null without a moment, or without a token that is known
 */
export function formatDateTokens(seconds: number | undefined, format = '{date_short} {time}'): string | null {
  if (seconds === undefined || !Number.isFinite(seconds) || Math.abs(seconds) > maxSeconds) return null;
  const at = new Date(seconds * 1000);
  let found = false;
  const written = format.replace(/\{([a-z_]+)\}/g, (token, name: string) => {
    const write = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
    found ||= write !== undefined;
    return write ? write(at) : token;
  });
  return found ? written : null;
}
