// The embedded database: a real PostgreSQL server of our own on this machine, shared by every process that opens the same data folder.
import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { locateBinaries } from "./binaries.js";
import { openHome } from "./home.js";
import { findServer, initialise, launch, terminate } from "./server.js";
/** Held shared by every process that uses the server, exclusively by the one that stops it. */
const useLock = 7_217_001;
const setUpLock = 7_217_002;
const startWithinMs = 120_000; // recovery after a crash can take a while
/**
 * Starts the server of `dataDir`, or joins the one that is running. When the server dies, it is started again.
 * @param settings of postgresql.conf, heeded by the process that starts the server
 * @throws an Error with PostgreSQL's own words
 */
export async function startEmbedded(dataDir, settings = {}) {
    const home = await openHome(dataDir);
    let leaving = false;
    let seat;
    const sit = async () => {
        const client = await join(home, settings);
        client.once('end', () => {
            if (leaving)
                return;
            seat = sit();
            seat.catch(() => undefined); // the pools meet the same fault and report it; stop() reports it too
        });
        return client;
    };
    seat = sit();
    await seat;
    return {
        url: urlOf(home, 'casebridge', 'casebridge'),
        async stop() {
            leaving = true;
            await leave(home, await seat);
        },
    };
}
async function join(home, settings) {
    const end = Date.now() + startWithinMs;
    for (;;) {
        const server = await findServer(home);
        if (!server) {
            const binaries = await locateBinaries(home.owner, home.copies);
            await initialise(home, binaries);
            await launch(home, binaries, settings);
            if (!(await findServer(home)) && Date.now() > end)
                throw new Error(`The embedded PostgreSQL in ${home.folder} does not stay up: see postgres.log there.`);
        }
        try {
            return await takeSeat(home);
        }
        catch (error) {
            // starting, stopping, or just killed: a few moments settle which
            if (Date.now() > end)
                throw error;
            await wait(20);
        }
    }
}
async function takeSeat(home) {
    const client = new pg.Client({
        connectionString: urlOf(home, 'postgres', 'postgres'),
        keepAlive: true,
        application_name: 'casebridge (seat)',
    });
    client.on('error', () => undefined); // 'end' follows
    await client.connect();
    try {
        await client.query('select pg_advisory_lock_shared($1)', [useLock]);
        await client.query('select pg_advisory_lock($1)', [setUpLock]);
        const { rows } = await client.query('select (select count(*) from pg_roles where rolname = $1) as roles, (select count(*) from pg_database where datname = $1) as databases', ['casebridge']);
        const [have] = rows;
        if (have?.roles === '0')
            await client.query('create role casebridge login createdb'); // no superuser: the product needs none
        if (have?.databases === '0')
            await client.query('create database casebridge owner casebridge');
        await client.query('select pg_advisory_unlock($1)', [setUpLock]);
        return client;
    }
    catch (error) {
        await client.end().catch(() => undefined);
        throw error;
    }
}
async function leave(home, seat) {
    const server = await findServer(home);
    try {
        await seat.query('select pg_advisory_unlock_shared($1)', [useLock]);
        const { rows } = await seat.query('select pg_try_advisory_lock($1) as last', [useLock]);
        // still seated, so that whoever comes now waits for the lock, is cut off, and starts the server anew
        if (server && rows[0]?.last)
            await terminate(home, server.pid);
    }
    finally {
        await seat.end().catch(() => undefined);
    }
}
function urlOf(home, user, database) {
    return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(home.socketFolder)}`;
}
//# sourceMappingURL=index.js.map