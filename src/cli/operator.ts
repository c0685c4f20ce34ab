import { userInfo } from 'node:os';

/** Returns the name of the user who runs the command; some containers have no names for theirs. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
