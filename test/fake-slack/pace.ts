// How often an app may call in one workspace, per method (docs.slack.dev/apis/web-api/rate-limits; the tiers stand on each method's page).
const perMinute: Record<string, number> = {
  'chat.postMessage': 300, // "several hundred messages per minute"
  'chat.update': 50,
  'chat.delete': 50,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'files.info': 100,
  'files.delete': 50,
  'pins.add': 20,
  'pins.remove': 20,
};
const minute = 60_000;

export class Pace {
  private readonly calls = new Map<string, number[]>();

  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Counts a call. @returns how many seconds the app has to wait; undefined: it may */
  count(workspace: string, method: string): number | undefined {
    const most = perMinute[method];
    if (most === undefined) return undefined;
    const now = this.now();
    const key = `${workspace}/${method}`;
    const calls = (this.calls.get(key) ?? []).filter((at) => at > now - minute);
    this.calls.set(key, calls);
    const oldest = calls.at(-most);
    if (oldest !== undefined) return Math.ceil((oldest + minute - now) / 1000);
    calls.push(now);
    return undefined;
  }
}
