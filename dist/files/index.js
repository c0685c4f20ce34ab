import { createHandler } from "./handler.js";
import { createLinks } from "./links.js";
/** Creates the links to files and the handler that serves them. @returns null when there is no secret key or no public address */
export function createFiles({ publicUrl, secretKey, load, page, clock, log }) {
    if (!secretKey || !publicUrl)
        return null;
    const links = createLinks(secretKey, publicUrl, clock);
    return { links, handler: createHandler({ links, load, page, log }) };
}
//# sourceMappingURL=index.js.map