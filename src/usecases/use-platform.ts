import type { FileSource, PlatformName, UserDirectory, WorkspaceSetup } from '../ports.ts';
import type { Services, Usage } from './context.ts';

/** What the use cases need of a platform that is on. */
interface PlatformParts {
  userDirectory: UserDirectory;
  usage: Usage;
  fileSource: FileSource;
  setup: WorkspaceSetup;
}

/** Lets the use cases work with a platform. */
export function usePlatform(services: Services, platform: PlatformName, parts: PlatformParts): void {
  services.userDirectories[platform] = parts.userDirectory;
  services.usage = { ...services.usage, [platform]: parts.usage };
  services.setup = { ...services.setup, [platform]: parts.setup };
  if (services.files) services.files.sources[platform] = parts.fileSource;
}
