// Where the demo's mails go: an SMTP server on this machine that passes nothing on, and a page that shows what came.
import { once } from 'node:events';
import { h } from 'hastscript';
import { SMTPServer } from 'smtp-server';
import { htmlDocument } from "../mail/document.js";
import { readMail } from "./read-mail.js";
/** Older ones are forgotten. */
const mostMails = 200;
/** @param port 0: any free one */
export async function startMailbox(port) {
    const mails = [];
    let forgotten = 0;
    const server = new SMTPServer({
        // loopback: there is nothing to hide from anybody, and nobody to ask for a password
        disabledCommands: ['STARTTLS', 'AUTH'],
        disableReverseLookup: true,
        onData: (stream, _session, claimed) => {
            let raw = '';
            stream.setEncoding('latin1').on('data', (chunk) => (raw += chunk));
            stream.on('end', () => {
                readMail(raw).then((mail) => {
                    mails.push(mail);
                    forgotten += mails.splice(0, mails.length - mostMails).length;
                    claimed();
                }, claimed);
            });
        },
    });
    server.on('error', () => undefined); // of a client that went away
    const listening = server.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    return {
        url: `smtp://127.0.0.1:${listening.address().port}`,
        mails,
        show: (path, response) => {
            const [, id = '', part] = /^\/(\d+)(\/html)?$/.exec(path) ?? [];
            const mail = id === '' ? undefined : mails[Number(id) - forgotten - 1];
            if (part !== undefined && mail)
                return answer(response, framed(mail.html), inFrame);
            answer(response, mail ? mailPage(id, mail) : listPage(mails, forgotten));
        },
        stop: () => new Promise((resolve) => server.close(() => resolve())),
    };
}
/** What a mail says runs nothing and loads nothing; its links open beside it. */
const inFrame = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'";
function answer(response, html, policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'") {
    response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policy,
    });
    response.end(html);
}
const framed = (html) => html.replace('<head>', '<head><base target="_blank">');
function listPage(mails, forgotten) {
    const rows = mails
        .map((mail, index) => h('tr', [
        cell(mail, 'date'),
        cell(mail, 'to', 'white-space:nowrap'),
        h('td', h('a', { href: `/mailbox/${forgotten + index + 1}` }, header(mail, 'subject'))),
    ]))
        .reverse();
    const table = h('table', { style: 'border-spacing:12px 4px;margin-left:-12px' }, [
        h('thead', h('tr', { style: 'text-align:left' }, ['When', 'To', 'Subject'].map((name) => h('th', { scope: 'col' }, name)))),
        h('tbody', rows),
    ]);
    const words = 'What the bot has mailed, newest first. Nothing leaves this machine. Load the page again to see what is new.';
    return page('Mail', [h('p', words), rows.length > 0 ? table : h('p', 'Nothing yet.')]);
}
function mailPage(id, mail) {
    const lines = ['from', 'to', 'subject', 'date', 'message-id', 'references'].map((name) => h('div', [h('strong', `${name}: `), header(mail, name)]));
    const frame = h('iframe', {
        src: `/mailbox/${id}/html`,
        title: 'The mail as HTML',
        sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
        style: 'width:100%;height:480px;border:1px solid #8888;margin:16px 0',
    });
    const plain = h('pre', { style: 'white-space:pre-wrap;overflow-wrap:anywhere' }, mail.text);
    return page(header(mail, 'subject'), [
        h('p', h('a', { href: '/mailbox' }, 'All mails')),
        ...lines,
        frame,
        h('h2', 'As plain text'),
        plain,
    ]);
}
const page = (title, content) => htmlDocument(title, [h('h1', title), ...content]);
const header = (mail, name) => mail.headers.get(name) ?? '';
const cell = (mail, name, style) => h('td', { style }, header(mail, name));
//# sourceMappingURL=mailbox.js.map