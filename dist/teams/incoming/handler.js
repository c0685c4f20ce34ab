import { Unauthorized } from "../transport/authenticator.js";
export function createHandler({ registrations, connections, unsigned, onTurn, log }) {
    return async (request, response) => {
        if (request.url?.split('?')[0] !== '/api/messages')
            return void response.writeHead(404).end();
        if (request.method !== 'POST')
            return void response.writeHead(405).end();
        const activity = activityIn(request.rawBody);
        if (!activity)
            return void response.writeHead(400).end();
        const header = request.headers.authorization ?? '';
        try {
            const registration = unsigned ?? (await registrationOf(registrations, header));
            const door = connections.door(registration);
            const actor = await door.authenticate(activity, header);
            const answer = await door.enter(actor, activity, (context) => onTurn(context, registration));
            response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
            response.end(answer?.body === undefined ? '' : JSON.stringify(answer.body));
        }
        catch (error) {
            if (!(error instanceof Unauthorized))
                throw error;
            log.warn({ why: error.message }, 'a request to /api/messages was not signed as it must be');
            response.writeHead(401).end();
        }
    };
}
/** The token's audience chooses the credentials; it is believed only after it was validated with them. */
async function registrationOf(registrations, header) {
    const registration = await registrations.ofApp(audienceOf(header));
    if (!registration)
        throw new Unauthorized('the token is for no bot of ours');
    return registration;
}
function audienceOf(header) {
    const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/i.exec(header)?.[1];
    try {
        const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
        const { aud } = (claims ?? {});
        return typeof aud === 'string' ? aud : '';
    }
    catch {
        return '';
    }
}
/** @returns null for what is no activity that can be answered */
function activityIn(body) {
    try {
        const parsed = JSON.parse(body.toString('utf8'));
        const whole = parsed?.type && parsed.serviceUrl && parsed.conversation?.id && parsed.from?.id && parsed.recipient?.id;
        return whole ? parsed : null;
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=handler.js.map