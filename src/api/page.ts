// GET /api/docs: the OpenAPI document as a page to read. It is made of the document alone, with no script and nothing from elsewhere, so its content
// security policy allows one style sheet, by its hash.
import { createHash } from 'node:crypto';
import { apiScopes } from '../domain/api-token.ts';
import { document, type Json, type OpenApi, type Operation } from './document.ts';
import { describedAsHtml, escapeHtml as text, fieldRows, type FieldRow } from './page-fields.ts';
import { style } from './page-style.ts';
import { root } from './routes.ts';

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pages = new Map<string, string>();

/** Renders the page. @param brand name of the support organization */
export function docsPage(brand: string): { text: string; headers: Record<string, string> } {
  const html = pages.get(brand) ?? render(document(), brand);
  pages.set(brand, html);
  return { text: html, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } };
}

function render(api: OpenApi, brand: string): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const groups = api.tags.map(({ name, description }) => ({
    ...{ name, description },
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(brand)} API</title><style>${style}</style></head><body>
<nav aria-label="Contents"><a class="brand" href="#start">${text(brand)} API</a>
${groups.map(({ name, operations: all }) => `<h2>${text(name)}</h2><ul>${all.map((one) => `<li><a href="#${one.operation.operationId}">${text(one.operation.summary)}</a></li>`).join('')}</ul>`).join('\n')}
<h2>More</h2><ul><li><a href="#types">Types</a></li><li><a href="${root}/openapi.json">OpenAPI document</a></li></ul></nav>
<main><h1 id="start">${text(brand)} API</h1><p>${describedAsHtml(api.info.description)}</p>
${startSection()}
${groups.map((group) => `<h2>${text(group.name)}</h2><p>${describedAsHtml(group.description)}</p>${group.operations.map((one) => section(api, one)).join('\n')}`).join('\n')}
<h2 id="types">Types</h2>${Object.entries(api.components.schemas)
    .map(([name, schema]) => `<section id="type-${name}"><h3>${name}</h3>${answerTable(fieldRows(schema, api))}</section>`)
    .join('\n')}
</main></body></html>`;
}

function startSection(): string {
  const first = `curl -H "Authorization: Bearer $TOKEN" "$URL${root}/cases?q=is:open"`;
  const second = `curl -X POST "$URL${root}/cases/CB-10042/posts" \\
  -H "Authorization: Bearer $TOKEN" -H "Casebridge-Act-As: max@campus.example" \\
  -H "Idempotency-Key: 7f3a-1" -H "Content-Type: application/json" \\
  -d '{"text": "We found it. The fix comes tonight."}'`;
  const rows = Object.entries(apiScopes).map(([name, does]) => `<tr><td><code>${name}</code></td><td>${text(does)}</td></tr>`);
  return `<h2>Start</h2><p>An operator makes a token: <code>npx casebridge tokens add</code>. It is shown once.</p>
<pre>${text(first)}</pre><p>A change names the person it is made as:</p><pre>${text(second)}</pre>
<ul><li><b>Pages.</b> A list has <code>data</code> and <code>next</code>. Send <code>next</code> as <code>cursor</code> to get the following page; it is null on the last one. Entries added meanwhile do not shift pages.</li>
<li><b>Repeats.</b> Send an <code>Idempotency-Key</code> with a change. A repeat with the same key has no second effect and gets the same answer.</li>
<li><b>Versions.</b> A case has an <code>ETag</code>. Send it as <code>If-None-Match</code> to read only what is new, and as <code>If-Match</code> to change only what you have seen.</li>
<li><b>Limits.</b> <code>RateLimit-Remaining</code> says how many requests are left in this minute. Beyond, the answer is 429 with <code>Retry-After</code>.</li>
<li><b>Errors.</b> Every error is problem details (<code>application/problem+json</code>): <code>code</code> for programs, <code>detail</code> and <code>next</code> for people, and <code>errors</code> by field.</li></ul>
<h2>Scopes</h2><table><tbody>${rows.join('')}</tbody></table>`;
}

function section(api: OpenApi, { path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const parameters = operation.parameters.map((one) => resolve(api, one));
  const body = operation.requestBody?.content['application/json'] as { schema: Json } | undefined;
  const [status = '200', done] = Object.entries(operation.responses)[0] ?? [];
  const problems = Object.entries(operation.responses).filter(([code]) => Number(code) >= 300);
  return `<section id="${operation.operationId}"><h3>${text(operation.summary)}</h3>
<p class="call"><b class="${method.toLowerCase()}">${method}</b> <code>${text(root + path)}</code></p><p>${describedAsHtml(operation.description)}</p>
${table(parameters.map(parameterRow), 'Parameters')}
${body ? table(fieldRows(body.schema, api), 'Body') : operation.requestBody ? '<h4>Body</h4><p>The content of the file.</p>' : ''}
<h4>Answers</h4><table><tbody><tr><td><code>${status}</code></td><td>${answerType(done)}</td></tr>
${problems.map(([code, one]) => `<tr><td><code>${code}</code></td><td>${describedAsHtml(String(one['description']))}</td></tr>`).join('')}</tbody></table></section>`;
}

function resolve(api: OpenApi, parameter: Json): Json {
  const name = typeof parameter['$ref'] === 'string' ? parameter['$ref'].split('/').at(-1) : undefined;
  return name === undefined ? parameter : (api.components.parameters[name] as Json);
}

function parameterRow(parameter: Json): FieldRow {
  const [row] = fieldRows({
    type: 'object',
    properties: { x: { description: parameter['description'], ...(parameter['schema'] as Json) } },
  });
  const place = parameter['in'] === 'header' ? ' (header)' : parameter['in'] === 'path' ? ' (path)' : '';
  const found = row ?? { name: '', type: '', required: false, description: '' };
  return { ...found, name: `${String(parameter['name'])}${place}`, required: parameter['required'] === true };
}

function answerType(response: Json | undefined): string {
  const content = response?.['content'] as Record<string, { schema?: { $ref?: string } }> | undefined;
  const name = content?.['application/json']?.schema?.$ref?.split('/').at(-1);
  return name === undefined ? 'The content of the file.' : `<a href="#type-${name}">${name}</a>`;
}

/** Lists what a program sends. */
function table(rows: readonly FieldRow[], title: string): string {
  if (rows.length === 0) return '';
  return `<h4>${title}</h4>${tableOf(rows, ({ required }) => (required ? ' <i>required</i>' : ''))}`;
}

/** Lists what a program gets: nearly every field is in every answer, so the others are marked. */
function answerTable(rows: readonly FieldRow[]): string {
  return tableOf(rows, ({ required }) => (required ? '' : ' <i class="quiet">not always</i>'));
}

function tableOf(rows: readonly FieldRow[], mark: (row: FieldRow) => string): string {
  const line = (row: FieldRow) =>
    `<tr><td><code>${text(row.name)}</code>${mark(row)}</td><td>${row.type}</td><td>${describedAsHtml(row.description)}</td></tr>`;
  return `<table><tbody>${rows.map(line).join('')}</tbody></table>`;
}
