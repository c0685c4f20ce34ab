// CommonMark as somebody would type it into a form, where Slack interprets nothing. The other direction is incoming/typed-markdown.ts.
import { toMrkdwn } from './markdown.ts';

/** Renders CommonMark as the text of a form's field. */
export function typedText(markdown: string): string {
  return toMrkdwn(markdown)
    .replace(/<([a-z]+:[^<>|]*)\|([^<>]*)>/g, (_, url: string, label: string) => (label === url ? url : `<${url}|${label}>`))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
