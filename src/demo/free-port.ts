import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** @param wished the friendly one, if nobody has it @returns a port nobody listens on at this moment */
export async function freePort(wished: number): Promise<number> {
  return (await tryPort(wished)) ?? (await tryPort(0)) ?? wished;
}

async function tryPort(port: number): Promise<number | null> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
    const { port: got } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return got;
  } catch {
    return null;
  }
}
