// The manifest against what the code listens to, and against the limits of docs.slack.dev/reference/app-manifest.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandName } from '../../src/slack/incoming/commands.ts';
import { globalShortcut, messageShortcut } from '../../src/slack/incoming/shortcuts.ts';
import { scopes } from '../../src/slack/scopes.ts';

interface Manifest {
  display_information: { name: string; description: string; long_description: string; background_color: string };
  features: {
    app_home: Record<string, boolean>;
    bot_user: { display_name: string };
    shortcuts: { name: string; type: string; callback_id: string; description: string }[];
    slash_commands: { command: string; url: string; description: string; usage_hint: string; should_escape: boolean }[];
  };
  oauth_config: { redirect_urls: string[]; scopes: { bot: string[]; user?: string[] } };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] };
    interactivity: { is_enabled: boolean; request_url: string; message_menu_options_url: string };
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'manifests/slack.json'), 'utf8')) as Manifest;
const folder = path.join(root, 'src/slack');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8'))
  .join('\n');
const { features, settings, oauth_config: oauth, display_information: display } = manifest;

describe('the manifest', () => {
  it('subscribes to the events that the code handles', () => {
    const listened = [...sources.matchAll(/listeners\.event\('([a-z_]+)'/g)].map(([, name]) => name);
    const subscribed = settings.event_subscriptions.bot_events.map((name) => name.replace(/^message\..*/, 'message'));
    expect([...new Set(subscribed)].sort()).toEqual([...new Set(listened)].sort());
  });

  it('defines the slash command, with mentions sent as IDs', () => {
    expect(features.slash_commands.map(({ command }) => command)).toEqual([commandName]);
    expect(features.slash_commands[0]?.should_escape).toBe(true);
  });

  it('defines the shortcuts that the code handles', () => {
    expect(features.shortcuts.map(({ type, callback_id: id }) => [type, id])).toEqual([
      ['global', globalShortcut],
      ['message', messageShortcut],
    ]);
  });

  it('asks for exactly the scopes that an install requests', () => {
    expect(oauth.scopes.bot).toEqual(scopes);
    expect(oauth.scopes.user).toBeUndefined();
  });

  it('requests only scopes that the README explains', () => {
    const reasons = readFileSync(path.join(root, 'README.md'), 'utf8').split('### Why each scope')[1]?.split('\n## ')[0] ?? '';
    const named = [...reasons.matchAll(/`([a-z_]+(?::[a-z_.]+)?)`/g)].map(([, scope]) => scope);
    for (const scope of scopes) expect(named).toContain(scope);
    expect(named.filter((name) => name?.includes(':')).sort()).toEqual(scopes.filter((name) => name.includes(':')).sort());
  });

  it('requests the scope of every message event', () => {
    const wanted = { 'message.channels': 'channels:history', 'message.groups': 'groups:history', 'message.im': 'im:history' };
    for (const [event, scope] of Object.entries(wanted)) {
      expect(settings.event_subscriptions.bot_events).toContain(event);
      expect(oauth.scopes.bot).toContain(scope);
    }
  });

  it('uses one address for all requests, and one for the OAuth redirect', () => {
    const { request_url: events } = settings.event_subscriptions;
    expect(new URL(events).pathname).toBe('/slack/events');
    expect(settings.interactivity).toEqual({ is_enabled: true, request_url: events, message_menu_options_url: events });
    expect(features.slash_commands.map(({ url }) => url)).toEqual([events]);
    expect(oauth.redirect_urls.map((url) => new URL(url).pathname)).toEqual(['/slack/oauth_redirect']);
  });

  it('has a Home tab, and a Messages tab that people can write in', () => {
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  it('is installed per workspace, over HTTP, with tokens that do not rotate', () => {
    expect(settings).toMatchObject({ org_deploy_enabled: false, socket_mode_enabled: false, token_rotation_enabled: false });
  });
});

describe('the manifest keeps to Slack’s limits', () => {
  it.each([
    ['name', display.name, 1, 35],
    ['description', display.description, 1, 140],
    ['long description', display.long_description, 174, 4000],
    ['bot name', features.bot_user.display_name, 1, 80],
    ...features.slash_commands.flatMap(({ command, description, usage_hint }): [string, string, number, number][] => [
      ['command', command, 2, 32],
      ['command description', description, 1, 2000],
      ['usage hint', usage_hint, 1, 1000],
    ]),
    ...features.shortcuts.flatMap(({ name, description, callback_id }): [string, string, number, number][] => [
      ['shortcut name', name, 1, 24],
      ['shortcut description', description, 1, 150],
      ['callback id', callback_id, 1, 255],
    ]),
  ] as [string, string, number, number][])('allow the length of the %s: %s', (_, text, least, most) => {
    expect(text.length).toBeGreaterThanOrEqual(least);
    expect(text.length).toBeLessThanOrEqual(most);
  });

  it('keeps to the format of a color', () => expect(display.background_color).toMatch(/^#[0-9a-f]{6}$/i));
});
