-- Makes row-level security (20261128150000_row_level_security) cost searches little. The conditions read the setting `casebridge.scope` themselves
-- instead of by functions, which the server would have to read again whenever it plans a statement. A contact's accounts are written as the array
-- that the conditions need: `{3,7}`.

-- SQL of whether every account is visible. The server asks it once for each part of a statement. It guesses that half of the rows pass a
-- condition, and nearly all of them pass IS NOT NULL, which is right: the statements have their own conditions on accounts. So it
-- plans them as it would without the wall.
CREATE FUNCTION casebridge_sees_everything_sql() RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT CASE WHEN current_setting(''casebridge.scope'', true)
    = ANY (''{advisor,worker,clock,mail,lookup,page,operator,migration}''::text[]) THEN true END) IS NOT NULL'
$$;

-- SQL of the visible accounts; null for none. It is compared by `= ANY`.
CREATE FUNCTION casebridge_accounts_sql() RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT CASE WHEN starts_with(current_setting(''casebridge.scope'', true), ''{'')
    THEN current_setting(''casebridge.scope'', true)::integer[] END)::integer[]'
$$;

CREATE OR REPLACE FUNCTION casebridge_accounts() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN starts_with(current_setting('casebridge.scope', true), '{')
    THEN current_setting('casebridge.scope', true)::integer[] END
$$;

-- Puts a table behind the wall, or replaces its policy; see the first version.
CREATE OR REPLACE FUNCTION casebridge_protect(tbl regclass, own text, forced boolean DEFAULT true) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  IF forced THEN
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  END IF;
  IF EXISTS (SELECT FROM pg_policy WHERE polrelid = tbl AND polname = 'within_scope') THEN
    EXECUTE format('DROP POLICY within_scope ON %s', tbl);
  END IF;
  -- one policy, because the server decides in which order it asks several, and the second part is slow for many rows
  EXECUTE format('CREATE POLICY within_scope ON %s USING (%s%s)', tbl, casebridge_sees_everything_sql(), ' OR (' || own || ')');
END $$;

-- Nearly every contact has one account, and comparing two numbers takes a tenth of the time of looking into an array.
CREATE FUNCTION casebridge_is_visible_sql(account text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('%1$s = (SELECT CASE WHEN starts_with(current_setting(''casebridge.scope'', true), ''{'')
    THEN (current_setting(''casebridge.scope'', true)::integer[])[1] END) OR %1$s = ANY (%2$s)', account, casebridge_accounts_sql())
$$;

CREATE OR REPLACE FUNCTION casebridge_of_account(tbl regclass, col text DEFAULT 'account_id') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT casebridge_is_visible_sql(format('%s.%I', tbl, col))
$$;

CREATE OR REPLACE FUNCTION casebridge_of_person(tbl regclass, col text DEFAULT 'person_id') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('EXISTS (SELECT FROM person of WHERE of.id = %1$s.%2$I AND (of.account_id = ANY (%3$s)
    OR EXISTS (SELECT FROM membership also WHERE also.person_id = of.id AND also.account_id = ANY (%3$s))))', tbl, col, casebridge_accounts_sql())
$$;

SELECT casebridge_protect('"case"', casebridge_of_account('"case"'));

SELECT casebridge_protect(t::regclass, casebridge_of_case(t::regclass))
FROM unnest('{post,file,history_entry,recipient,follow_up,replication,satisfaction,conversation,incoming_mail}'::text[]) t;

SELECT casebridge_protect('case_merge', casebridge_of_case('case_merge', 'source_id'));
SELECT casebridge_protect('post_revision', 'EXISTS (SELECT FROM post of WHERE of.id = post_revision.post_id)');

SELECT casebridge_protect(t::regclass, casebridge_of_person(t::regclass)) FROM unnest('{draft,saved_view}'::text[]) t;

SELECT casebridge_protect('legal_hold', format('(%s) OR (%s) OR (%s)',
  casebridge_of_account('legal_hold'), casebridge_of_case('legal_hold'), casebridge_of_person('legal_hold')));

SELECT casebridge_protect(t::regclass, NULL)
FROM unnest('{privacy_record,redaction,report,handover,bulk_run,bulk_item,access_entry,imported_case,imported_post}'::text[]) t;

SELECT casebridge_protect('search_document', casebridge_of_account('search_document'), forced => false);

-- The condition of the policies, for searches.
DO $$
BEGIN
  EXECUTE format('CREATE OR REPLACE VIEW visible_document AS SELECT * FROM search_document WHERE %s OR %s',
    casebridge_sees_everything_sql(), casebridge_is_visible_sql('account_id'));
END $$;
