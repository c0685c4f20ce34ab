// The message that tells leads which workspaces must install the app again. Who gets it and when: usecases/notifications/missing-scopes.ts.
import type { Card } from '../cards/elements.ts';
import { formatList, plural } from '../domain/text/numbers.ts';
import type { ScopeGap } from '../usecases/notifications/missing-scopes.ts';
import { platformNames } from './platform-names.ts';

/** Renders it for the workspaces that still must. */
export function reinstallCard(gaps: readonly ScopeGap[]): Card {
  if (gaps.length === 0) {
    const text = 'Every workspace has installed the latest version of the app.';
    return { summary: text, elements: [{ kind: 'callout', tone: 'good', text: [text] }] };
  }
  const summary = `The app must be installed again in ${plural(gaps.length, 'workspace')}`;
  const links = new Map(gaps.flatMap(({ platform, url }) => (url === null ? [] : [[platform, url] as const])));
  return {
    summary,
    title: 'Install the app again',
    elements: [
      {
        kind: 'callout',
        tone: 'warning',
        text: [{ bold: `${summary}.` }, ' Until then everything works there as before, but files or reactions may not.'],
      },
      ...gaps.map(({ platform, name, workspaceId, missing }) => ({
        kind: 'text' as const,
        text: [{ bold: name || workspaceId }, ` (${platformNames[platform]}): ${formatList(missing)}`],
      })),
      // spelled out, because the leads pass it on
      ...[...links].map(([platform, url]) => ({
        kind: 'text' as const,
        text: [
          `Send this link to an administrator of each ${platformNames[platform]} workspace, who installs the app with it: `,
          { link: url, text: url },
        ],
      })),
    ],
  };
}
