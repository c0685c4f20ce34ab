// The operator's commands. They work while the bot runs, also on its embedded database.
import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { alignColumns } from "./align-columns.js";
import { addIncidentCommand } from "./incidents.js";
import { addReleaseCommands } from "./releases.js";
import { addExportCommand } from "./export.js";
import { addTeamsCommands } from "./teams.js";
import { readConfig } from "../config/index.js";
import { parseDirectory } from "./directory.js";
import { examine } from "./doctor.js";
import { formatCaseNumber } from "../domain/case-number.js";
import { listDeadLetters, replayDeadLetters } from "../outbox/dead-letters.js";
import { startDatabase } from "../db/start-database.js";
import { DirectoryError } from "../usecases/people/directory.js";
import { importDirectory } from "../usecases/people/import-directory.js";
/** What the operator can put right: one line, no stack. */
class Refusal extends Error {
}
/** @returns the exit code: 0 done, 1 not done, 2 not understood */
export async function runCli(args, terminal) {
    const program = commands(terminal);
    try {
        await program.parseAsync(args.length === 0 ? ['help'] : args, { from: 'user' });
        return 0;
    }
    catch (error) {
        if (error instanceof CommanderError)
            return error.exitCode === 0 ? 0 : 2; // commander has said why
        terminal.err(error instanceof DirectoryError ? error.message : `casebridge: ${error instanceof Error ? error.message : String(error)}`);
        return 1;
    }
}
function commands(terminal) {
    const program = new Command('casebridge')
        .description('Case management in the chat both sides already live in.')
        .exitOverride()
        .configureOutput({
        writeOut: (text) => terminal.out(text.trimEnd()),
        writeErr: (text) => terminal.err(text.trimEnd()),
    })
        .helpCommand('help [command]', 'say what a command does');
    program
        .command('doctor')
        .description('look at everything and say what is wrong')
        .action(() => doctor(terminal));
    program
        .command('import')
        .description('who is who, from a directory file; the same file again changes nothing')
        .argument('<file>', 'e.g. directory.yaml')
        .option('--force', 'also where something was changed in chat since')
        .action((file, { force }) => importFile(terminal, file, force ?? false));
    program
        .command('migrate')
        .description('bring the database to this version (npm start does it, too)')
        .action(() => migrateNow(terminal));
    const deliveries = program
        .command('deliveries')
        .description('what could not be delivered, and sending it again')
        .exitOverride()
        .helpCommand(false);
    deliveries
        .command('list', { isDefault: true })
        .description('what could not be delivered, and why')
        .action(() => listDeliveries(terminal));
    deliveries
        .command('replay')
        .description('send it again, in order')
        .argument('[ids...]', 'as the list shows them')
        .option('--all', 'all of them')
        .action((ids, { all }) => replay(terminal, all ? 'all' : ids));
    addExportCommand(program, terminal);
    addTeamsCommands(program, terminal);
    addReleaseCommands(program, terminal.out, (act) => withWork(terminal, act));
    addIncidentCommand(program, terminal.out, (act) => withWork(terminal, act));
    return program;
}
async function doctor({ environment, out }) {
    const findings = await examine(environment);
    out(alignColumns(findings.map(({ verdict, part, words }) => [verdict, part, words])));
    const wrong = findings.filter(({ verdict }) => verdict === 'wrong');
    if (wrong.length > 0)
        throw new Refusal(`${wrong.length} wrong`);
}
async function importFile(terminal, file, force) {
    const text = await readFile(file, 'utf8').catch(() => {
        throw new Refusal(`cannot read ${file}`);
    });
    try {
        const directory = parseDirectory(text);
        await withWork(terminal, async (services) => terminal.out(report(await importDirectory(services, directory, { force }))));
    }
    catch (error) {
        if (!(error instanceof DirectoryError))
            throw error;
        for (const { line, message } of error.mistakes)
            terminal.err(`${file}:${line}: ${message}`);
        throw new Refusal(`${file} was refused, nothing was changed`);
    }
}
function report(imported) {
    const sections = Object.entries(imported);
    const counts = sections.map(([section, { added, changed, removed, kept, left }]) => [
        section,
        `${added.length} added`,
        `${changed.length} changed`,
        `${removed.length} removed`,
        `${left + kept.length} left`,
    ]);
    const names = sections.flatMap(([, { added, changed, removed, kept }]) => [
        ...added.map((name) => `+ ${name}`),
        ...changed.map((name) => `~ ${name}`),
        ...removed.map((name) => `- ${name}`),
        ...kept.map((name) => `= ${name} (changed in chat since: --force overrides it)`),
    ]);
    return [alignColumns(counts), ...names].join('\n');
}
async function listDeliveries(terminal) {
    await withWork(terminal, async ({ db }) => {
        const letters = await listDeadLetters(db.pool);
        if (letters.length === 0)
            return terminal.out('Everything was delivered or is on its way.');
        const rows = letters.map(({ id, caseNumber, kind, platform, workspaceId, channelId, code, since }) => [
            String(id),
            caseNumber === null ? '–' : formatCaseNumber(caseNumber),
            kind,
            [platform, workspaceId, channelId].filter((part) => part !== '').join(' '),
            code,
            since.toISOString().slice(0, 16).replace('T', ' '),
        ]);
        terminal.out(alignColumns([['id', 'case', 'what', 'to', 'why', 'since (UTC)'], ...rows]));
        terminal.out('Put the cause right, then: npx casebridge deliveries replay <id>, or --all');
    });
}
async function replay(terminal, which) {
    if (which.length === 0)
        throw new Refusal('say which: npx casebridge deliveries replay <id>, or --all');
    const wrong = which === 'all' ? undefined : which.find((id) => !/^[1-9]\d{0,8}$/.test(id));
    if (wrong !== undefined)
        throw new Refusal(`${wrong} is no id: see npx casebridge deliveries`);
    await withWork(terminal, async ({ db }) => {
        const count = await replayDeadLetters(db.pool, which === 'all' ? 'all' : which.map(Number));
        if (count === 0 && which !== 'all')
            throw new Refusal('no such dead letter: see npx casebridge deliveries');
        terminal.out(count === 0 ? 'There is nothing to send again.' : `${count} on the way; the bot sends them while it runs.`);
    });
}
async function migrateNow({ environment, out }) {
    const { migrated, stop } = await startDatabase(readConfig(environment));
    await stop();
    out(migrated.length === 0 ? 'The database is up to date.' : migrated.map((name) => `applied ${name}`).join('\n'));
}
async function withWork(terminal, act) {
    const config = readConfig(terminal.environment);
    const { db, stop } = await startDatabase(config);
    try {
        await act({ db, clock: { now: () => new Date() }, settings: config.settings, userDirectories: {}, mail: false });
    }
    finally {
        await stop();
    }
}
//# sourceMappingURL=index.js.map