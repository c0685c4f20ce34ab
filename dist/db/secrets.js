// What must not be read from a stolen database is encrypted with CASEBRIDGE_SECRET_KEY: AES-256-GCM, written `v1.<nonce>.<tag>.<text>` in base64url.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
const algorithm = 'aes-256-gcm';
const nonceBytes = 12; // GCM's own length; a random one is safe for 2^32 texts under one key
/**
 * @param key 32 bytes
 * @param place where the text is kept: a text moved to another place does not decrypt
 */
export function encrypt(key, text, place) {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}
/** @throws an Error that says nothing of the text when the key is another, or the text was changed or moved */
export function decrypt(key, sealed, place) {
    try {
        const [version, nonce, tag, text] = sealed.split('.');
        if (version !== 'v1' || !nonce || !tag || text === undefined)
            throw new Error('unknown form');
        const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(place)).setAuthTag(Buffer.from(tag, 'base64url'));
        return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8');
    }
    catch (cause) {
        throw new Error(`What is stored for ${place} cannot be decrypted: was CASEBRIDGE_SECRET_KEY changed?`, { cause });
    }
}
//# sourceMappingURL=secrets.js.map