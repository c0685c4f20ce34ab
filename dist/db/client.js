import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from "./generated/client.js";
/**
 * Opens the product's database; connections are made on first use.
 * @param url a PostgreSQL 14 or newer, e.g. `postgresql://casebridge@localhost/casebridge`
 * @param connections at most this many at a time
 * @param onIdleError hears of a connection lost while nobody used it; the next query opens another
 */
export function openDatabase(url, connections = 20, onIdleError = () => undefined) {
    const pool = new pg.Pool({
        connectionString: url,
        max: connections,
        connectionTimeoutMillis: 10_000,
        application_name: 'casebridge',
    });
    pool.on('error', onIdleError); // without a listener it would end the process
    const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
    const close = async () => {
        await prisma.$disconnect();
        await pool.end();
    };
    return { prisma, pool, url, close };
}
//# sourceMappingURL=client.js.map