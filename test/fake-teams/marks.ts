// Text as a person sees it: marks gone, dates and entities resolved.

/**
 * A TextBlock's or message's markdown: bold, italic, links, escapes
 * (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#format-adaptive-cards-with-markdown).
 */
export function unmark(text: string): string {
  const escaped: string[] = [];
  return plain(
    text
      .replace(
        /\\([\\`*_{}[\]()#+\-.!<>~|&])/g,
        (_, mark: string) => `\uE000${String.fromCharCode(0xe100 + escaped.push(mark) - 1)}`,
      )
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/(?<![\p{L}\p{N}])(\*\*|__|\*|_)(?!\s)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
      .replace(/(?<![\p{L}\p{N}])(\*\*|__|\*|_)(?!\s)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, '$2'),
  ).replace(/\uE000(.)/gu, (_, at: string) => escaped[at.charCodeAt(0) - 0xe100] ?? '');
}

/** What is not formatted still has mentions, moments and entities. */
export function plain(text: string): string {
  return decode(
    text
      .replace(/<at[^>]*>(.*?)<\/at>/gs, '@$1')
      // {{DATE(2026-10-02T14:00:00Z, SHORT)}} is shown in the reader's own time zone; a test reads the moment itself
      .replace(/\{\{(?:DATE|TIME)\(([^,)]+)[^)]*\)\}\}/g, '$1'),
  );
}

/** HTML, as in a bot's message of textFormat xml and in what people write. */
export function untag(html: string): string {
  return plain(html.replace(/<br\s*\/?>|<\/(p|li|div|blockquote)>(?=.)/gs, '\n').replace(/<(?!\/?at\b)[^>]*>/g, ''));
}

function decode(text: string): string {
  return text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
