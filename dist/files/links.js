// The addresses of files. The path says which file; the signed key says in which time zone its times are shown and when it expires.
import { z } from 'zod';
import { createExpiringSigner } from "../server/signed-links.js";
/** Days a link is valid: about as long as people work on a post-mortem. */
export const linkDays = 14;
const pathShape = /^\/files\/notices\/([1-9]\d{0,8})\/timeline\.(md|png)$/;
/**
 * Creates the links to files.
 * @param secretKey 32 bytes
 * @param publicUrl without a slash at the end
 */
export function createLinks(secretKey, publicUrl, clock) {
    const signer = createExpiringSigner(secretKey, 'file link', z.tuple([z.string()]), linkDays, clock);
    return {
        timeline: (noticeId, format, zone) => {
            const path = `/files/notices/${noticeId}/timeline.${format}`;
            return `${publicUrl}${path}?key=${signer.sign([zone], path)}`;
        },
        read: (url) => {
            const [path = '', query = ''] = url.split('?', 2);
            const [, id, format] = pathShape.exec(path) ?? [];
            const read = signer.read(new URLSearchParams(query).get('key') ?? '', path);
            if (!id || read === null)
                return null;
            if (read === 'expired')
                return 'expired';
            return { noticeId: Number(id), format: format === 'md' ? 'md' : 'png', zone: read.content[0] };
        },
    };
}
//# sourceMappingURL=links.js.map