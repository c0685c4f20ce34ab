import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * Finds a port that is free at this moment.
 * @param preferred the port to take if it is free; 0 for any
 */
export async function freePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? preferred;
}

async function tryPort(wanted: number): Promise<number | null> {
  const server = createServer().listen(wanted);
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  } catch {
    return null;
  }
}
