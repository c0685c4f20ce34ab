// Slack and Teams as far as their limits go: each call is counted where it arrives, in sliding windows, and refused beyond them. It outlives
// the processes that call it. The numbers are the platforms' own (their pages are named in src/slack/transport/limits.ts and src/teams/transport/limits.ts), not read from the product.

export interface Call {
  platform: 'slack' | 'teams';
  workspaceId: string;
  channelId: string;
  act: 'send' | 'update';
  /** of an update */
  messageId?: string;
  text: string;
}

export type Answer = { messageId: string } | { retryAfterMs: number } | { missing: true };

interface Limit {
  calls: number;
  ms: number;
}

/** How much shorter Slack's minute is here. Everything else takes its own time, so the product has less of it than it would have. */
export const hurry = 5;

export const limits: Record<Call['platform'], Record<Call['act'], Limit>> = {
  slack: { send: { calls: 300, ms: 60_000 / hurry }, update: { calls: 50, ms: 60_000 / hurry } },
  teams: { send: { calls: 50, ms: 1_000 }, update: { calls: 50, ms: 1_000 } },
};

/** Slack: about one message a second in a channel, with bursts; Teams: 7 in a second. */
const perChannel: Limit = { calls: 5, ms: 1_000 };

/** how long an answer takes, ms */
const [fastest, slowest] = [100, 200];

export class LimitedPlatforms {
  /** the messages in each channel: id to text */
  readonly channels = new Map<string, Map<string, string>>();
  /** calls that came too soon */
  readonly broken: string[] = [];
  private readonly windows = new Map<string, number[]>();

  async call(call: Call): Promise<Answer> {
    const { platform, workspaceId, channelId, act } = call;
    const at = performance.now();
    await new Promise((resolve) => setTimeout(resolve, fastest + Math.random() * (slowest - fastest)));
    // Slack counts each method apart, Teams everything together
    const budget = platform === 'slack' ? `${workspaceId} ${act}` : workspaceId;
    const waitMs = Math.max(
      this.count(budget, limits[platform][act], at),
      this.count(`${workspaceId} ${channelId}`, perChannel, at),
    );
    if (waitMs > 0) {
      this.broken.push(`${act} in ${workspaceId}: ${Math.round(waitMs)} ms too soon`);
      return { retryAfterMs: waitMs };
    }
    return this.keep(call);
  }

  private keep({ workspaceId, channelId, act, messageId, text }: Call): Answer {
    const key = `${workspaceId} ${channelId}`;
    const messages = this.channels.get(key) ?? new Map<string, string>();
    this.channels.set(key, messages);
    const id = act === 'send' ? `${channelId}-${messages.size + 1}` : (messageId ?? '');
    if (act === 'update' && !messages.has(id)) return { missing: true };
    messages.set(id, text);
    return { messageId: id };
  }

  /** @returns ms by which it came too soon; 0: in time, and counted */
  private count(key: string, { calls, ms }: Limit, at: number): number {
    const before = (this.windows.get(key) ?? []).filter((other) => other > at - ms);
    this.windows.set(key, before);
    const oldest = before.at(-calls);
    if (oldest !== undefined) return oldest + ms - at;
    before.push(at);
    return 0;
  }
}
