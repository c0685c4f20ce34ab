// How mails and the pages of their links look. Mail clients drop style sheets, so everything that matters is inline. No color is set that
// would be unreadable on a dark background.
/** Gray on light and dark backgrounds: a weaker shade of the text color. */
const gray = 'opacity:0.7';
const line = 'rgba(128,128,128,0.35)';
const text = "font:16px/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const wraps = 'overflow-wrap:anywhere;word-break:break-word';

/** Pixels of what is in the column. */
export const columnWidth = 568;

/** Inline styles by what they are for. */
export const styles = {
  body: `margin:0;padding:0;${text}`,
  column: `max-width:600px;margin:0 auto;padding:24px 16px;text-align:left;${text};${wraps}`,
  preview: 'display:none;max-height:0;overflow:hidden;mso-hide:all',
  brand: 'margin:0 0 4px;font-weight:600',
  about: `margin:0 0 16px;${gray};font-size:14px`,
  heading: 'margin:16px 0 8px;font-size:20px;line-height:1.3',
  text: 'margin:0 0 12px',
  image: 'max-width:100%;height:auto;border:0',
  context: `margin:0 0 12px;${gray};font-size:14px`,
  fields: 'border-collapse:collapse;margin:0 0 16px;font-size:15px',
  label: `padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:normal;${gray};white-space:nowrap`,
  value: 'padding:2px 0;vertical-align:top',
  row: `margin:0 0 8px;padding:0 0 8px;border-bottom:1px solid ${line}`,
  rule: `border:0;border-top:1px solid ${line};margin:20px 0`,
  controls: 'margin:16px 0',
  link: 'color:inherit;text-decoration:underline',
  footer: `margin:24px 0 0;${gray};font-size:13px`,
  input: `${text};box-sizing:border-box;width:100%;padding:8px;border:1px solid #808080;border-radius:6px;background:transparent;color:inherit`,
  area: 'min-height:160px;resize:vertical',
  field: 'margin:0 0 16px',
  group: 'margin:0;padding:0;border:0',
  option: 'display:block;margin:0 0 4px',
  name: 'display:block;font-weight:600;margin:0 0 4px',
  mistake: 'margin:4px 0 0;color:#d0342c;font-weight:600',
} as const;

const buttonColors = { primary: '#1f6feb', danger: '#c62828', plain: '#57606a' } as const;

/** Returns the style of a button; its white label is readable in light and dark mode. */
export function buttonStyle(style: 'primary' | 'danger' | undefined): string {
  const background = buttonColors[style ?? 'plain'];
  const shape =
    'display:inline-block;padding:10px 16px;margin:0 8px 8px 0;border:0;border-radius:6px;text-decoration:none;cursor:pointer';
  return `${shape};${text};font-weight:600;background:${background};color:#ffffff`;
}

/** Styles of the tags that CommonMark produces. */
export const markdownStyles: Readonly<Record<string, string>> = {
  p: styles.text,
  a: styles.link,
  blockquote: `margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid ${line}`,
  pre: `margin:0 0 12px;padding:8px;border:1px solid ${line};border-radius:6px;font-size:14px;white-space:pre-wrap`,
  code: 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:14px',
  ul: 'margin:0 0 12px;padding:0 0 0 24px',
  ol: 'margin:0 0 12px;padding:0 0 0 24px',
  h4: 'margin:12px 0 8px;font-size:16px',
  hr: styles.rule,
  table: 'border-collapse:collapse;margin:0 0 12px',
  th: `padding:4px 8px;border:1px solid ${line};vertical-align:top;font-weight:600`,
  td: `padding:4px 8px;border:1px solid ${line};vertical-align:top`,
};

const calloutColors = {
  neutral: '#8c959f',
  good: '#2da44e',
  warning: '#d4a72c',
  danger: '#cf222e',
  incident: '#d4762c',
  maintenance: '#2da44e',
  over: '#8c959f',
} as const;

/** Returns the style of a callout of this tone. */
export function calloutStyle(tone: keyof typeof calloutColors): string {
  return `margin:0 0 16px;padding:8px 12px;border-left:4px solid ${calloutColors[tone]}`;
}
