#!/bin/sh
# Makes the roles of a new database: casebridge_owner migrates, casebridge_app is the bot, to which row-level security applies. For a database
# that exists, `npx casebridge roles` prints the statements.
set -e
psql --set ON_ERROR_STOP=1 --set "password=$POSTGRES_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role casebridge_owner login password :'password' nosuperuser nobypassrls;
create role casebridge_app login password :'password' nosuperuser nobypassrls;
alter database casebridge owner to casebridge_owner;
SQL
