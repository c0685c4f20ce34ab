-- Row-level security: a wall behind the application's own scope (SECURITY.md). Every statement runs with the setting `casebridge.scope`
-- (src/db/database-scope.ts): the accounts of a contact as `account:3,7`, or the name of who may see every account. Without it, nothing of a case
-- is visible.

-- Who sees every account: advisors, and the parts of the product that work for all of them.
CREATE FUNCTION casebridge_sees_everything() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('casebridge.scope', true), '')
    = ANY ('{advisor,worker,clock,mail,lookup,page,operator,migration}'::text[])
$$;

CREATE FUNCTION casebridge_accounts() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('casebridge.scope', true) LIKE 'account:_%'
    THEN string_to_array(substr(current_setting('casebridge.scope', true), 9), ',')::integer[] ELSE '{}' END
$$;

-- Whether a case is visible by now. A statement that opens a case writes its conversations and posts as well, and the policies see the
-- database as it was before the statement; a volatile function sees what the statement has written.
CREATE FUNCTION casebridge_sees_new_case(id integer) RETURNS boolean LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
  RETURN EXISTS (SELECT FROM "case" WHERE "case".id = $1);
END $$;

-- Puts a table behind the wall; later migrations call it for new tables. `own` is the condition under which a contact sees a row: null for
-- none. `(SELECT ...)` has the server call a function once for each statement instead of for each row.
CREATE FUNCTION casebridge_protect(tbl regclass, own text, forced boolean DEFAULT true) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  IF forced THEN
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  END IF;
  -- one policy, because the server decides in which order it asks several, and the second part is slow for many rows
  EXECUTE format('CREATE POLICY within_scope ON %s USING ((SELECT casebridge_sees_everything()) OR (%s))', tbl, coalesce(own, 'false'));
END $$;

CREATE FUNCTION casebridge_of_account(tbl regclass, col text DEFAULT 'account_id') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('%s.%I = ANY ((SELECT casebridge_accounts())::integer[])', tbl, col)
$$;

CREATE FUNCTION casebridge_of_case(tbl regclass, col text DEFAULT 'case_id') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('EXISTS (SELECT FROM "case" of WHERE of.id = %1$s.%2$I) OR casebridge_sees_new_case(%1$s.%2$I)', tbl, col)
$$;

CREATE FUNCTION casebridge_of_person(tbl regclass, col text DEFAULT 'person_id') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('EXISTS (SELECT FROM person of WHERE of.id = %1$s.%2$I AND (of.account_id = ANY ((SELECT casebridge_accounts())::integer[])
    OR EXISTS (SELECT FROM membership also WHERE also.person_id = of.id AND also.account_id = ANY ((SELECT casebridge_accounts())::integer[]))))', tbl, col)
$$;

SELECT casebridge_protect('"case"', casebridge_of_account('"case"'));

SELECT casebridge_protect(t::regclass, casebridge_of_case(t::regclass))
FROM unnest('{post,file,history_entry,recipient,follow_up,replication,satisfaction,conversation,incoming_mail}'::text[]) t;

SELECT casebridge_protect('case_merge', casebridge_of_case('case_merge', 'source_id'));
SELECT casebridge_protect('post_revision', 'EXISTS (SELECT FROM post of WHERE of.id = post_revision.post_id)');

SELECT casebridge_protect(t::regclass, casebridge_of_person(t::regclass)) FROM unnest('{draft,saved_view}'::text[]) t;

-- A contact must not be able to delete what is held, so they see the holds of their accounts.
SELECT casebridge_protect('legal_hold', format('(%s) OR (%s) OR (%s)',
  casebridge_of_account('legal_hold'), casebridge_of_case('legal_hold'), casebridge_of_person('legal_hold')));

-- Only those who see every account read these.
SELECT casebridge_protect(t::regclass, NULL) FROM unnest('{privacy_record,redaction,report,handover,bulk_run,bulk_item,access_entry}'::text[]) t;
CREATE POLICY append ON access_entry FOR INSERT WITH CHECK (true);

-- PostgreSQL uses the indexes of words and trigrams only for a role to which no policy applies. So searches read the view, which has the
-- condition of the policies and reads as the owner of the table; the policies hold for the application's role on the table itself.
SELECT casebridge_protect('search_document', casebridge_of_account('search_document'), forced => false);
CREATE VIEW visible_document AS SELECT * FROM search_document
  WHERE (SELECT casebridge_sees_everything()) OR account_id = ANY ((SELECT casebridge_accounts())::integer[]);

-- The most common words of the search documents and how common they are. The server shows them only to the owner of the table.
CREATE FUNCTION casebridge_word_statistics() RETURNS TABLE (elements text[], frequencies real[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_catalog.pg_stats
  WHERE schemaname = current_schema() AND tablename = 'search_document' AND attname = 'words'
$$;
