// A mail as it came over SMTP, read.
import PostalMime from 'postal-mime';
/** @param raw the message, as bytes in latin1: a character is a byte */
export async function readMail(raw) {
    const { headers, subject = '', text = '', html = '' } = await PostalMime.parse(Buffer.from(raw, 'latin1'));
    const named = headers.map(({ key, value }) => [key, value]);
    return { headers: new Map([...named, ['subject', subject]]), text, html };
}
//# sourceMappingURL=read-mail.js.map