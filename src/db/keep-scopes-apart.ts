import { AsyncLocalStorage } from 'node:async_hooks';
import { currentScope } from './database-scope.ts';
import type { PrismaClient } from './generated/client.ts';

/** How Prisma sends what several callers look up by key in the same turn of the event loop: as one statement. */
interface Loader {
  batchBy: (request: object) => string | undefined;
  singleLoader: (request: object) => Promise<unknown>;
  batchLoader: (requests: object[]) => Promise<unknown>;
}

interface Internals {
  _requestHandler?: { dataloader?: { options?: Partial<Loader> } };
}

/**
 * Has Prisma send look-ups of different scopes apart, each with its own. Otherwise everything that is looked up at the same moment runs with the
 * scope of the one who asked first.
 * @throws Error when this version of Prisma is built in another way
 */
export function keepScopesApart(prisma: PrismaClient): void {
  const options = (prisma as unknown as Internals)._requestHandler?.dataloader?.options;
  if (!options?.batchBy || !options.singleLoader || !options.batchLoader)
    throw new Error('Prisma combines queries in another way than src/db/keep-scopes-apart.ts knows.');
  const { batchBy, singleLoader, batchLoader } = options;
  const callers = new WeakMap<object, <T>(run: () => T) => T>();
  const asCaller = <T>(request: object | undefined, run: () => T): T => {
    const enter = request && callers.get(request);
    return enter ? enter(run) : run();
  };
  options.batchBy = (request) => {
    const batch = batchBy(request);
    if (batch === undefined) return undefined;
    callers.set(request, AsyncLocalStorage.snapshot());
    return `${currentScope() ?? ''} ${batch}`;
  };
  options.singleLoader = (request) => asCaller(request, () => singleLoader(request));
  options.batchLoader = (requests) => asCaller(requests[0], () => batchLoader(requests));
}
