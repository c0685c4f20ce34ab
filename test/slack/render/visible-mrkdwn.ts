/** What a reader sees of mrkdwn without formatting: entities are characters, joints nothing. */
export function shownPlain(mrkdwn: string): string {
  return mrkdwn
    .replace(/\u200B/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
