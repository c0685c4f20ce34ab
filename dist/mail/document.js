import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import { styles } from "./styles.js";
const schemes = ':root{color-scheme:light dark}@media(prefers-color-scheme:dark){body{background:#16181d;color:#e6e6e6}}';
/** Returns a complete HTML document. @param title shown by the browser and announced first by screen readers */
export function htmlDocument(title, content) {
    const head = h('head', [
        h('meta', { charSet: 'utf-8' }),
        h('meta', { name: 'viewport', content: 'width=device-width,initial-scale=1' }),
        h('meta', { name: 'color-scheme', content: 'light dark' }),
        h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
        h('title', title),
        h('style', schemes),
    ]);
    const body = h('body', { style: styles.body }, [h('div', { role: 'article', lang: 'en', style: styles.column }, content)]);
    return toHtml({ type: 'root', children: [{ type: 'doctype' }, h('html', { lang: 'en' }, [head, body])] });
}
//# sourceMappingURL=document.js.map