// Every route of the API.
import { actionRoutes } from './action-routes.ts';
import { caseRoutes } from './case-routes.ts';
import type { Route } from './define-route.ts';
import { directoryRoutes } from './directory-routes.ts';
import { correctionRoutes } from './correction-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { ownPostRoutes } from './own-post-routes.ts';
import { postRoutes } from './post-routes.ts';
import { recipientRoutes } from './recipient-routes.ts';
import { workRoutes } from './work-routes.ts';

/** The path below which all routes are. */
export const root = '/api/v1';

/** Every route, in the order of the document. */
export const routes: readonly Route[] = [
  ...[...caseRoutes, ...correctionRoutes, ...recipientRoutes],
  ...[...postRoutes, ...ownPostRoutes, ...actionRoutes, ...workRoutes, ...fileRoutes, ...directoryRoutes],
];
