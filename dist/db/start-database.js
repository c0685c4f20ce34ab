import { openDatabase } from "./client.js";
import { startEmbedded } from "./embedded/index.js";
import { migrate } from "./migrate.js";
/**
 * Opens the database the configuration names, embedded where it names none, and brings it to this version of the product.
 * @throws an Error of one line; nothing is left running then
 */
export async function startDatabase({ databaseUrl, dataDir }, onIdleError) {
    const embedded = databaseUrl === null ? await startEmbedded(dataDir) : null;
    try {
        const url = embedded?.url ?? databaseUrl ?? '';
        const migrated = await migrate(url);
        const db = openDatabase(url, undefined, onIdleError);
        const stop = async () => {
            await db.close();
            await embedded?.stop();
        };
        return { db, migrated, stop };
    }
    catch (error) {
        await embedded?.stop();
        throw embedded === null && isUnreachable(error)
            ? new Error(`The database of DATABASE_URL does not answer: ${words(error)}`, { cause: error })
            : error;
    }
}
/** Errors of the connection have the system's code (ECONNREFUSED) or one of PostgreSQL's classes 08, 28, 3D and 57. */
function isUnreachable(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /^(E[A-Z]+|(08|28|3D|57).{3})$/.test(code);
}
function words(error) {
    // several addresses of one host fail together, and then the message is empty
    const [first] = error instanceof AggregateError ? error.errors : [error];
    return (first ?? error).message;
}
//# sourceMappingURL=start-database.js.map