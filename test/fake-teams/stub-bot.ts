// A bot of Microsoft's own library for the fake's own tests: whatever a test says is its turn.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceClient } from '@azure/core-client';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Activity, type TurnContext } from 'botbuilder';
import { MsalServiceClientCredentialsFactory, type ConnectorClient } from 'botframework-connector';
import { FakeTeams } from './fake-teams.ts';
import { bodyOf } from './http.ts';
import type { App, Json } from './state.ts';

/** A fake with one tenant, two people, a team and a group chat, and a bot that does what `bot.turn` says. */
export async function startStubBot() {
  // the library keeps tokens by app id for the whole process, and other files share it
  const app: App = { appId: randomUUID(), appPassword: 'fake-password' };
  const fake = new FakeTeams();
  await fake.start();
  const bot: { context: (context: TurnContext) => Promise<unknown> } = { context: async () => {} };
  const server = await serve(adapterFor(fake, app), bot);
  fake.botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.close();
    await fake.stop();
  };
  return { fake, app, bot, stop, ...people(fake, app) };
}

function people(fake: FakeTeams, app: App) {
  const district = fake.addTenant('0d000000-0000-0000-0000-000000000001', app);
  const person = (id: string, name: string, email: string, guest = false) =>
    fake.as(district, district.addUser({ id: `29:${id}`, aadObjectId: `aad-${id}`, name, email, guest }));
  const ada = person('ada', 'Ada Park', 'ada@plainview.example');
  const rosa = person('rosa', 'Rosa Lind', 'rosa@rivertown.example', true);
  const id = '19:help@thread.tacv2';
  const team = district.addTeam({ id, name: 'Plainview IT', channels: [{ id, name: 'General' }], members: [ada.user] });
  const group = district.addGroup('19:group@thread.v2', [ada.user, rosa.user]);
  return { district, ada, rosa, help: team.channels[0]!, group };
}

function adapterFor(fake: FakeTeams, app: App): CloudAdapter {
  const authority = `${fake.loginUrl}/botframework.com`;
  const knownAuthorities = [new URL(authority).host];
  const auth = { clientId: app.appId, clientSecret: app.appPassword, authority, knownAuthorities };
  // the package has one set of types for import and another for require
  const client = new ConfidentialClientApplication({ auth }) as never;
  const environment = {
    ToBotFromChannelOpenIdMetadataUrl: fake.openIdUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: fake.openIdUrl,
    ToBotFromChannelTokenIssuer: fake.issuer,
    ToChannelFromBotLoginUrl: authority,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://token.botframework.com',
    CallerId: 'urn:botframework:azure',
  };
  const credentials = new MsalServiceClientCredentialsFactory(app.appId, client);
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(environment, credentials));
  // the library sends again by itself after a lost answer (measured: two messages), and takes no option against it
  adapter.use(async (context, next) => {
    const { client } = connectorOf(context) as unknown as { client: ServiceClient };
    client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    await next();
  });
  adapter.onTurnError = async (_, error) => {
    throw error;
  };
  return adapter;
}

async function serve(adapter: CloudAdapter, bot: { context: (context: TurnContext) => Promise<unknown> }) {
  const server = createServer((request, response) => {
    const answer = {
      socket: response.socket,
      header: () => undefined,
      status: (status: number) => (response.statusCode = status),
      send: (value: unknown) => response.setHeader('content-type', 'application/json').write(JSON.stringify(value)),
      end: () => response.end(),
    };
    const run = async (context: TurnContext): Promise<void> => void (await bot.context(context));
    const { method, headers } = request;
    void bodyOf(request).then((body) =>
      adapter.process({ method, headers, body: JSON.parse(String(body)) as Json }, answer, run),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export function connectorOf(context: TurnContext): ConnectorClient {
  return context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey);
}

/** Answers an invoke. */
export function answer(context: TurnContext, body?: unknown, status = 200): Promise<unknown> {
  return context.sendActivity({ type: 'invokeResponse', value: { status, body } });
}

export const adaptive = 'application/vnd.microsoft.card.adaptive';

export function card(title: string, more: Json = {}): Json {
  return { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: title, wrap: true }], ...more };
}

export function withCard(content: Json, more: Json = {}): Activity & Json {
  const attachments = [{ contentType: adaptive, content }];
  return { type: 'message', summary: 'A card', attachments, ...more } as unknown as Activity & Json;
}

export function execute(title: string, data: Json = {}): Json {
  return { type: 'Action.Execute', title, verb: 'do', data, fallback: { type: 'Action.Submit', title, data } };
}
