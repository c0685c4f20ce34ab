// Signs what we hand out and later get back: links in mails, the state of the pages they open, links to files.
// A token is `<content>.<signature>`: base64url JSON and an HMAC. It is signed, not encrypted, and it is the only permission its holder
// needs. JWTs (jose) were considered: they carry the same facts in about twice the characters, and mail clients break long links.
// The key is derived from CASEBRIDGE_SECRET_KEY for one purpose, so a token of one purpose is worthless for another.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
/**
 * Creates a signer whose tokens never expire.
 * @param secretKey 32 bytes
 * @param purpose keeps the tokens of different uses apart
 * @param shape what the content must look like when it is read
 */
export function createSigner(secretKey, purpose, shape) {
    const key = Buffer.from(hkdfSync('sha256', secretKey, '', `casebridge ${purpose}`, 32));
    return {
        sign: (content, boundTo = '') => {
            const body = Buffer.from(JSON.stringify(content)).toString('base64url');
            return `${body}.${signatureOf(key, boundTo, body)}`;
        },
        read: (token, boundTo = '') => {
            const [body = '', signature = '', ...more] = token.split('.');
            const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(key, boundTo, body))];
            if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right))
                return null;
            return shape.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))).data ?? null;
        },
    };
}
/**
 * Creates a signer whose tokens expire.
 * @param days how long a token is valid
 */
export function createExpiringSigner(secretKey, purpose, shape, days, clock) {
    // the expiry is the last item of the content: tokens of 0.4.0 have it there, and they stay valid
    const withExpiry = z
        .array(z.unknown())
        .transform((items) => ({ content: items.slice(0, -1), expiresAt: items.at(-1) }))
        .pipe(z.object({ content: shape, expiresAt: z.int() }));
    const signer = createSigner(secretKey, purpose, z.array(z.unknown()));
    const now = () => Math.floor(clock.now().getTime() / 1000);
    return {
        sign: (content, boundTo, expiresAt = now() + days * 86_400) => signer.sign([...content, expiresAt], boundTo),
        read: (token, boundTo) => {
            const { data } = withExpiry.safeParse(signer.read(token, boundTo));
            if (!data)
                return null;
            return data.expiresAt < now() ? 'expired' : data;
        },
    };
}
/** 18 bytes of HMAC-SHA-256: 144 bits cannot be guessed, and they are 24 characters of a link instead of 43. */
const signatureBytes = 18;
function signatureOf(key, boundTo, body) {
    return createHmac('sha256', key).update(`${boundTo}\n${body}`).digest().subarray(0, signatureBytes).toString('base64url');
}
//# sourceMappingURL=signed-links.js.map