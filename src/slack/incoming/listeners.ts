// One listener for each kind of request. Bolt would run every request through the chains of all listeners, which takes longer than all it does
// otherwise; here one lookup finds the one to call. Which requests there are, and what tells them apart, is in payload.ts.
import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  SlackViewAction,
  ViewSubmitAction,
} from '@slack/bolt';

/** What a listener of each kind of interaction is called with, by the payload's type. */
interface InteractionArgs {
  block_actions: SlackActionMiddlewareArgs<BlockAction>;
  view_submission: SlackViewMiddlewareArgs<ViewSubmitAction & SlackViewAction>;
  block_suggestion: SlackOptionsMiddlewareArgs<'block_suggestion'>;
  shortcut: SlackShortcutMiddlewareArgs<GlobalShortcut>;
  message_action: SlackShortcutMiddlewareArgs<MessageShortcut>;
}

type Listener<Args> = (args: Args & AllMiddlewareArgs) => Promise<void>;

/** The listeners of all requests. Each kind of request has one; it acknowledges everything except events, which Bolt does. */
export class Listeners {
  private readonly byKind = new Map<string, Listener<never>>();

  /** Sets the listener of slash commands. */
  command(listener: Listener<SlackCommandMiddlewareArgs>): void {
    this.byKind.set('command', listener);
  }

  /** Sets the listener of an interaction. */
  interaction<T extends keyof InteractionArgs>(type: T, listener: Listener<InteractionArgs[T]>): void {
    this.byKind.set(type, listener);
  }

  /** Sets the listener of an event. */
  event<T extends string>(type: T, listener: Listener<SlackEventMiddlewareArgs<T>>): void {
    this.byKind.set(`event:${type}`, listener);
  }

  /** Sets the listener of every event that has none of its own. */
  otherEvents(listener: () => Promise<void>): void {
    this.byKind.set('event', listener);
  }

  /** Calls the listeners for what an app receives. An app that calls them needs no others. */
  listenTo(app: App): void {
    app.use(async (args) => {
      await this.find(args.body)?.(args as never);
    });
  }

  private find({ type, command, event }: { type?: unknown; command?: unknown; event?: { type: string } }) {
    if (event) return this.byKind.get(`event:${event.type}`) ?? this.byKind.get('event');
    return this.byKind.get(command === undefined ? String(type) : 'command');
  }
}
