// npx casebridge export: all cases, or all that happened to them, as a stream of any length.
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Argument, InvalidArgumentError, Option } from 'commander';
import { stringify } from 'csv-stringify';
import { readConfig } from "../config/index.js";
import { startDatabase } from "../db/start-database.js";
import { accountByKey, exportedColumns, exportRows } from "../usecases/search/export-rows.js";
export function addExportCommand(program, terminal) {
    program
        .command('export')
        .description('every case (without its posts and notes) or all that happened to them, as CSV or JSON')
        .addArgument(new Argument('<what>', 'cases, or history: who did what, when, from, to and why').choices(['cases', 'history']))
        .option('--account <key>', "one account's alone")
        .addOption(new Option('--format <format>', 'how it is written').choices(['csv', 'json']).default('csv'))
        .option('--from <date>', 'opened, or written, on this day (UTC) or later', dayOf)
        .option('--to <date>', 'on this day (UTC) or earlier', dayOf)
        .option('--output <file>', 'to a file, instead of standard output')
        .action((what, options) => exportAll(terminal, what, options));
}
/** @throws InvalidArgumentError */
function dayOf(text) {
    const day = new Date(`${text}T00:00:00Z`);
    if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text))
        return day;
    throw new InvalidArgumentError('Write a day such as 2026-11-24.');
}
const oneDay = 86_400_000;
async function exportAll(terminal, what, options) {
    const { account, from, to, format, output: file } = options;
    if (from && to && from > to)
        throw new Error('--from is later than --to');
    const config = readConfig(terminal.environment);
    const { db, stop } = await startDatabase(config);
    try {
        const services = {
            db,
            clock: { now: () => new Date() },
            settings: config.settings,
            userDirectories: {},
            mail: false,
        };
        const filter = {
            accountId: account === undefined ? undefined : await accountByKey(services, account),
            from,
            until: to && new Date(to.getTime() + oneDay),
        };
        let count = 0;
        const rows = counted(exportRows(services, what, filter), () => (count += 1));
        // what it says may concern children: nobody else of the machine reads it
        const output = file === undefined ? (terminal.output ?? process.stdout) : createWriteStream(file, { mode: 0o600 });
        await writeRows(rows, what, format, output, file !== undefined);
        if (file !== undefined)
            terminal.out(`${count.toLocaleString('en-US')} ${what === 'cases' ? 'cases' : 'entries'} in ${file}`);
    }
    finally {
        await stop();
    }
}
/**
 * Writes as fast as `output` takes it; a reader that has seen enough (`| head`) ends it quietly.
 * @param end whether the output ends with the rows; standard output does not
 */
export async function writeRows(rows, what, format, output, end) {
    try {
        await pipeline(rows, formatted(format, exportedColumns(what)), output, { end });
        if (!end)
            await flushed(output);
    }
    catch (error) {
        if (error.code !== 'EPIPE')
            throw error;
    }
}
/** A spreadsheet would carry out what begins with = + - @ or a tab: `escape_formulas` puts a ' before it. */
function formatted(format, columns) {
    if (format === 'json')
        return jsonArray();
    const cast = { date: (at) => at.toISOString(), boolean: String, object: inCell };
    return stringify({ header: true, columns: [...columns], escape_formulas: true, cast });
}
/** A list of texts reads as one; everything else as JSON. */
function inCell(value) {
    return Array.isArray(value) ? value.join('; ') : JSON.stringify(value);
}
function jsonArray() {
    let before = '[\n';
    return new Transform({
        writableObjectMode: true,
        transform(row, _encoding, done) {
            done(null, `${before}${JSON.stringify(row)}`);
            before = ',\n';
        },
        flush(done) {
            done(null, before === '[\n' ? '[]\n' : '\n]\n');
        },
    });
}
/** Everything that was written before has gone, or the reader has. */
function flushed(output) {
    return new Promise((resolve, reject) => {
        output.once('error', reject);
        output.write('', (error) => (error ? reject(error) : resolve()));
    });
}
async function* counted(rows, count) {
    for await (const row of rows) {
        count();
        yield row;
    }
}
//# sourceMappingURL=export.js.map