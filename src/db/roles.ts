// The two roles of a database: the owner of the tables, who migrates, and the role of the application, to which row-level security applies. The
// embedded server makes both; for a server of your own, `npx casebridge roles` prints the statements.
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** What the role of a connection may do that row-level security would not stop. */
export interface RoleFacts {
  role: string;
  isSuperuser: boolean;
  bypassesPolicies: boolean;
  /** the tables are its own, or those of a role that it belongs to; false while there are none */
  ownsTables: boolean;
}

/** Reads what the role of a connection may do. */
export async function readRole(client: Pick<pg.ClientBase, 'query'>): Promise<RoleFacts> {
  const { rows } = await client.query<RoleFacts>(`
    select rolname "role", rolsuper "isSuperuser", rolbypassrls "bypassesPolicies",
      coalesce((select pg_has_role(current_user, c.relowner, 'usage') from pg_class c where c.oid = to_regclass('"case"')), false) "ownsTables"
    from pg_roles where rolname = current_user`);
  const [facts] = rows;
  if (!facts) throw new Error('the database has no role for this connection');
  return facts;
}

/** Says why row-level security does not protect a role. @returns null when it does */
export function roleProblem({ role, isSuperuser, bypassesPolicies }: RoleFacts): string | null {
  if (!isSuperuser && !bypassesPolicies) return null;
  const what = isSuperuser ? 'is a superuser' : 'has the attribute BYPASSRLS';
  return `The role ${role} of DATABASE_URL ${what}, so row-level security does not apply to it. ${makeRoles}`;
}

/** Says what an owner of the tables could undo. @returns null for a role that is not the owner */
export function ownerProblem({ role, ownsTables }: RoleFacts): string | null {
  return ownsTables
    ? `The role ${role} of DATABASE_URL owns the tables, so row-level security does not apply to its search documents. ${makeRoles}`
    : null;
}

const makeRoles =
  'Create a role for the bot and one for migrations, and set DATABASE_URL and DATABASE_MIGRATION_URL to them. To print the statements, run: npx casebridge roles';

/**
 * Lets the role of the application read and write the tables of the owner. Does nothing when it already can.
 * @param client a connection of the owner
 */
export async function grantTo(client: pg.ClientBase, role: string): Promise<void> {
  const { rowCount } = await client.query(
    `select from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v')
       and not has_table_privilege($1, c.oid, case when c.relname = '_prisma_migrations' then 'select' else 'delete' end) limit 1`,
    [role],
  );
  if (rowCount === 0) return;
  const { rows } = await client.query<{ schema: string }>('select current_schema() "schema"');
  const [schema, to] = [pg.escapeIdentifier(rows[0]?.schema ?? 'public'), pg.escapeIdentifier(role)];
  await client.query(`
    grant usage on schema ${schema} to ${to};
    grant select, insert, update, delete on all tables in schema ${schema} to ${to};
    revoke insert, update, delete on _prisma_migrations from ${to};
    grant usage, select, update on all sequences in schema ${schema} to ${to}`);
}

/** The roles that `roleStatements` makes. */
const names = { owner: 'casebridge_owner', application: 'casebridge_app' };

/**
 * Writes the statements that make the roles, for an administrator of the server, with the addresses to configure afterwards.
 * @param url the present DATABASE_URL
 * @param facts of its role
 */
export function roleStatements(url: string, { role, isSuperuser, bypassesPolicies }: RoleFacts): string {
  const keepsOwner = !isSuperuser && !bypassesPolicies;
  const owner = keepsOwner ? role : names.owner;
  const passwords = { owner: makePassword(), application: makePassword() };
  const create = (name: string, password: string): string =>
    `create role ${name} login password '${password}' nosuperuser nobypassrls nocreaterole nocreatedb;`;
  const address = (user: string, password: string): string => Object.assign(new URL(url), { username: user, password }).href;
  return [
    'begin;',
    ...inDatabase(decodeURIComponent(new URL(url).pathname.slice(1))),
    ...(keepsOwner ? [] : [create(owner, passwords.owner), handOver(owner)]),
    create(names.application, passwords.application),
    'commit;',
    '-- Then set these, and start the bot or run: npx casebridge migrate',
    `-- DATABASE_MIGRATION_URL=${keepsOwner ? 'the present DATABASE_URL' : address(owner, passwords.owner)}`,
    `-- DATABASE_URL=${address(names.application, passwords.application)}`,
  ].join('\n');
}

/** Ends the statements where they were sent to another database, such as the one that administrators use. */
const inDatabase = (name: string): string[] =>
  name === ''
    ? []
    : [
        `do $$ begin if current_database() <> ${pg.escapeLiteral(name)} then raise 'These statements are for the database %, not %. Nothing was changed.', ${pg.escapeLiteral(name)}, current_database(); end if; end $$;`,
      ];

/** Makes a role the owner of the database, its schema and everything of ours in it. */
const handOver = (owner: string): string => `do $$
declare made record;
begin
  execute format('alter database %I owner to ${owner}', current_database());
  execute format('alter schema %I owner to ${owner}', current_schema());
  for made in
    select format('alter %s %s owner to ${owner}', case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, oid::regclass) statement
    from pg_class c where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v', 'S')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
    union all
    select format('alter type %s owner to ${owner}', oid::regtype) from pg_type where typnamespace = current_schema()::regnamespace and typtype = 'e'
    union all
    select format('alter function %s owner to ${owner}', oid::regprocedure) from pg_proc p where pronamespace = current_schema()::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  loop
    execute made.statement;
  end loop;
end $$;`;

const makePassword = (): string => randomBytes(18).toString('base64url');
