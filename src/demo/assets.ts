import path from 'node:path';
import { packageRoot } from '../package-root.ts';

/** The folder of the demo's own files (YAML, the local Slack's page), which the build to dist/ leaves where they are. */
export const assets = path.join(packageRoot, 'src/demo');
