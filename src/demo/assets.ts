import path from 'node:path';

/** The folder of the demo's own files (YAML, the local Slack's page), which the build to dist/ leaves where they are. */
export const assets = path.resolve(import.meta.dirname, '../../src/demo');
