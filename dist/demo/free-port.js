import { once } from 'node:events';
import { createServer } from 'node:net';
/** @param wished the friendly one, if nobody has it @returns a port nobody listens on at this moment */
export async function freePort(wished) {
    return (await tryPort(wished)) ?? (await tryPort(0)) ?? wished;
}
async function tryPort(port) {
    const server = createServer().listen(port);
    try {
        await once(server, 'listening');
        const { port: got } = server.address();
        server.close();
        await once(server, 'close');
        return got;
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=free-port.js.map