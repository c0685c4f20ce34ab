// Which channels are told of incidents and maintenance: said in a channel it subscribes that one, elsewhere it lists them.
import { CaseError } from "../../domain/case-error.js";
import { can } from "../../domain/permission.js";
import { chooseBroadcasts, listSubscribed, subscribeChannel, unsubscribeChannel, viewSubscribed, } from "../../usecases/notices/subscribe-channel.js";
import { speakerOf } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { reply } from "../replies.js";
export const channels = {
    commands: [
        {
            name: 'channels',
            usage: '[stop | changes | all]',
            description: 'tell this channel of incidents and maintenance; in a direct message: which channels are told',
            availableTo: (person) => can(person, 'subscribe-channel'),
            maxWords: 4,
            run: (context, rest) => {
                const at = channelOf(context);
                return at ? inChannel(context, at, rest) : list(context, Number(/^[1-9]\d{0,5}$/.exec(rest)?.[0] ?? 1));
            },
        },
    ],
    actions: {
        /** value: a page */
        channels: { run: (context, value) => list(context, carriedNumber(value)) },
        'channels-page': { run: async (context, value) => ({ ...(await list(context, carriedNumber(value))), replace: true }) },
        /** value: the channel's id in the directory */
        'channel-view': {
            run: async (context, value) => ({
                kind: 'card',
                card: channelCard(await viewSubscribed(context.services, context.person, carriedNumber(value))),
            }),
        },
        'channel-changes': { run: (context, value) => choose(context, value, true) },
        'channel-all': { run: (context, value) => choose(context, value, false) },
        'channel-stop': {
            run: async (context, value) => {
                await unsubscribeChannel(context.services, context.person, { id: carriedNumber(value) }, context.request);
                return { ...stopped(), replace: true };
            },
        },
    },
};
/** @returns null in a direct conversation, or on the Home tab */
function channelOf(context) {
    const { place } = context;
    if (!place || place.kind === 'direct')
        return null;
    const { platform, workspaceId } = speakerOf(context);
    return { platform, workspaceId, channelId: place.channelId };
}
async function inChannel(context, at, rest) {
    const { services, person, request } = context;
    if (/^stop$/i.test(rest)) {
        await unsubscribeChannel(services, person, at, request);
        return stopped();
    }
    const chosen = new Map([
        ['changes', true],
        ['all', false],
    ]).get(rest.toLowerCase());
    if (rest !== '' && chosen === undefined && person.kind === 'contact')
        throw new CaseError('bad-words', `“${rest.slice(0, 40)}” is nothing to do with a channel.`, 'Say “channels”, “channels stop”, “channels changes” or “channels all”.');
    const account = rest === '' || chosen !== undefined ? undefined : rest;
    return {
        kind: 'card',
        card: channelCard(await subscribeChannel(services, person, at, { account, changesOnly: chosen }, request)),
    };
}
async function choose(context, value, changesOnly) {
    const channel = await chooseBroadcasts(context.services, context.person, carriedNumber(value), changesOnly);
    return { kind: 'card', card: channelCard(channel), replace: true };
}
function stopped() {
    return reply('This channel is told of no incidents and maintenance any more.', ['Say “channels” in it to subscribe it again.']);
}
function channelCard(channel) {
    const { accountName, changesOnly, failed } = channel;
    const whose = accountName === null ? 'everything that affects all accounts' : `what affects ${accountName}`;
    return {
        summary: 'This channel is subscribed to notices',
        elements: [
            { kind: 'heading', text: 'This channel is subscribed to notices' },
            { kind: 'context', text: [placeWords(channel)] },
            {
                kind: 'text',
                text: [
                    `It is told of ${whose}: one banner for each incident or maintenance, kept up to date, with short replies below it; and of releases.`,
                ],
            },
            { kind: 'text', text: [{ bold: broadcastsWords(channel) }] },
            ...(failed === null
                ? [{ kind: 'context', text: [memberWords] }]
                : [
                    {
                        kind: 'callout',
                        tone: 'warning',
                        text: [{ bold: `Not delivered (${failed}).` }, ` ${memberWords}`],
                    },
                ]),
            {
                kind: 'actions',
                actions: [
                    changesOnly
                        ? button('All status broadcasts', 'channel-all', channel)
                        : button('Changes only', 'channel-changes', channel),
                    button('Stop notices', 'channel-stop', channel),
                ],
            },
        ],
    };
}
const memberWords = 'The bot must be a member of the channel to write into it: invite it, or add the app.';
/** As the platform names it: bots are not told its name everywhere. */
function placeWords({ platform, workspaceId, channelId }) {
    return `${platform} ${workspaceId} ${channelId}`;
}
function broadcastsWords({ changesOnly }) {
    return changesOnly
        ? 'It is told what changes, and not that nothing has.'
        : 'While an incident is open, it is told regularly how things stand.';
}
function button(label, action, { id }) {
    return { kind: 'button', label, action, value: String(id) };
}
async function list(context, page) {
    const listed = await listSubscribed(context.services, context.person, page);
    return { kind: 'card', card: listCard(listed) };
}
function listCard({ total, page, pages, rows }) {
    const count = total === 1 ? '1 channel is' : `${total.toLocaleString('en-US')} channels are`;
    const turnTo = (label, to) => ({ kind: 'button', label, action: 'channels-page', value: String(to) });
    const turns = [
        ...(page > 1 ? [turnTo('Previous page', page - 1)] : []),
        ...(page < pages ? [turnTo('Next page', page + 1)] : []),
    ];
    return {
        summary: `${count} told of incidents and maintenance`,
        elements: [
            { kind: 'heading', text: 'Channels for notices' },
            {
                kind: 'text',
                text: [
                    total === 0
                        ? 'No channel is told of incidents and maintenance yet.'
                        : `${count} told${pages > 1 ? ` · page ${page} of ${pages}` : ''}.`,
                ],
            },
            ...rows.map(row),
            { kind: 'context', text: ['To add one, invite the bot to a channel and say “channels” in it.'] },
            ...(turns.length > 0 ? [{ kind: 'actions', actions: turns }] : []),
        ],
    };
}
function row(channel) {
    return {
        kind: 'listItem',
        text: [{ bold: channel.accountName ?? 'The support organisation' }, ` ${placeWords(channel)}`],
        detail: [broadcastsWords(channel)],
        button: button('View', 'channel-view', channel),
    };
}
//# sourceMappingURL=channels.js.map