-- CreateEnum
CREATE TYPE "WebhookState" AS ENUM ('active', 'paused', 'gone');

-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'webhook';

-- AlterEnum
ALTER TYPE "TransportName" ADD VALUE 'webhook';

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "webhook_event_id" BIGINT;

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "state" "WebhookState" NOT NULL DEFAULT 'active',
    "secret" TEXT NOT NULL,
    "former_secret" TEXT,
    "former_until" TIMESTAMPTZ(3),
    "events" TEXT[],
    "account_ids" INTEGER[],
    "modules" TEXT[],
    "internal" BOOLEAN NOT NULL DEFAULT false,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "action" TEXT,
    "account_id" INTEGER,
    "case_id" INTEGER,
    "history_id" INTEGER,
    "post_id" INTEGER,
    "file_id" INTEGER,
    "notice_id" INTEGER,
    "update_id" INTEGER,
    "release_id" INTEGER,
    "person_id" INTEGER,
    "endpoint_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatched_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_name_folded_key" ON "webhook_endpoint"("name_folded");

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_webhook_event_id_fkey" FOREIGN KEY ("webhook_event_id") REFERENCES "webhook_event"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Prisma knows no partial indexes.
CREATE INDEX webhook_event_waiting ON webhook_event (id) WHERE dispatched_at IS NULL;
CREATE INDEX delivery_of_webhook_event ON delivery (webhook_event_id) WHERE webhook_event_id IS NOT NULL;

-- Only those who see every account read events. A contact's statement writes those of the contact's account.
SELECT casebridge_protect('webhook_event', NULL);
CREATE POLICY append ON webhook_event FOR INSERT
  WITH CHECK (account_id = ANY ((SELECT casebridge_accounts())::integer[]));

-- Events are written by triggers: in the transaction of the change, whoever makes it, and without a statement more. While there is no endpoint
-- that wants them, a statement asks for one and writes nothing. What changes many rows at once (posts, history, people that are added) has one
-- trigger for each statement; the others have a condition that hardly any change meets.

-- The event of a case, by the action in its history. Changes of posts have events of their own.
CREATE FUNCTION casebridge_webhook_type(action text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN action = 'open' THEN 'case.opened'
    WHEN action IN ('claim', 'assign') THEN 'case.assigned'
    WHEN action = 'ask' THEN 'case.asked'
    WHEN action = 'answer' THEN 'case.answered'
    WHEN action = 'resolve' THEN 'case.resolved'
    WHEN action = 'decline' THEN 'case.declined'
    WHEN action IN ('confirm', 'close', 'noResponse') THEN 'case.closed'
    WHEN action = 'reopen' THEN 'case.reopened'
    WHEN action IN ('schedule', 'resumeScheduled') THEN 'case.scheduled'
    WHEN action IN ('escalate', 'return') THEN 'case.escalated'
    WHEN action IN ('qualify', 'fixed', 'release') THEN 'case.defect'
    WHEN action = 'triage' THEN 'case.triaged'
    WHEN action = 'followUp' THEN 'case.reminded'
    WHEN action IN ('sla-warning', 'sla-breach') THEN 'case.sla'
    WHEN action IN ('merge', 'unmerge') THEN 'case.merged'
    WHEN action IN ('link-incident', 'unlink-incident') THEN 'case.incident'
    WHEN action = 'redact' THEN 'case.redacted'
    WHEN action IN ('edit-post', 'delete-post', 'edit-note', 'delete-note', 'import') THEN NULL
    ELSE 'case.updated'
  END
$$;

-- Whether an endpoint wants events of one of these types. A statement that imports from another product turns events off.
CREATE FUNCTION casebridge_webhook_wanted(types text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('casebridge.webhooks', true), '') <> 'off' AND EXISTS (
    SELECT FROM webhook_endpoint e WHERE e.events = '{}' OR EXISTS (
      SELECT FROM unnest(types) t WHERE t = ANY (e.events) OR split_part(t, '.', 1) || '.*' = ANY (e.events)))
$$;

CREATE FUNCTION casebridge_webhook_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted text[];
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoint) THEN RETURN NULL; END IF;
  SELECT array_agg(t.type) INTO wanted FROM (SELECT DISTINCT casebridge_webhook_type(action) AS type FROM added) t
    WHERE t.type IS NOT NULL AND casebridge_webhook_wanted(ARRAY[t.type]);
  IF wanted IS NULL THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, action, account_id, case_id, history_id)
  SELECT casebridge_webhook_type(h.action), h.action, c.account_id, h.case_id, h.id FROM added h JOIN "case" c ON c.id = h.case_id
  WHERE casebridge_webhook_type(h.action) = ANY (wanted) ORDER BY h.id;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_history AFTER INSERT ON history_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION casebridge_webhook_history();

CREATE FUNCTION casebridge_webhook_new_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT casebridge_webhook_wanted('{post.created}') THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, account_id, case_id, post_id)
  SELECT 'post.created', c.account_id, p.case_id, p.id FROM added p JOIN "case" c ON c.id = p.case_id ORDER BY p.id;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_new_posts AFTER INSERT ON post REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION casebridge_webhook_new_posts();

CREATE FUNCTION casebridge_webhook_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kind text := CASE
  WHEN NEW.redacted_at IS DISTINCT FROM OLD.redacted_at THEN 'post.redacted'
  WHEN NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN 'post.deleted'
  ELSE 'post.edited' END;
BEGIN
  IF NOT casebridge_webhook_wanted(ARRAY[kind]) THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, account_id, case_id, post_id)
  SELECT kind, c.account_id, NEW.case_id, NEW.id FROM "case" c WHERE c.id = NEW.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_post AFTER UPDATE ON post FOR EACH ROW
  WHEN ((NEW.edited_at, NEW.deleted_at, NEW.redacted_at) IS DISTINCT FROM (OLD.edited_at, OLD.deleted_at, OLD.redacted_at))
  EXECUTE FUNCTION casebridge_webhook_post();

CREATE FUNCTION casebridge_webhook_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT casebridge_webhook_wanted('{case.erased}') THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, account_id, case_id) VALUES ('case.erased', NEW.account_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_case AFTER UPDATE ON "case" FOR EACH ROW
  WHEN (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL) EXECUTE FUNCTION casebridge_webhook_case();

-- A file counts once it belongs to a post and its content is there.
CREATE FUNCTION casebridge_webhook_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text := CASE WHEN TG_OP = 'UPDATE' THEN CASE WHEN OLD.post_id IS NULL THEN 'none' WHEN OLD.deleted_at IS NOT NULL THEN 'file.deleted'
    WHEN OLD.state = 'stored' THEN 'file.added' WHEN OLD.state = 'expected' THEN 'none' ELSE 'file.refused' END ELSE 'none' END;
  is_now text := CASE WHEN NEW.deleted_at IS NOT NULL THEN 'file.deleted' WHEN NEW.post_id IS NULL THEN 'none'
    WHEN NEW.state = 'stored' THEN 'file.added' WHEN NEW.state = 'expected' THEN 'none' ELSE 'file.refused' END;
BEGIN
  IF was = is_now OR is_now = 'none' OR (is_now = 'file.deleted' AND was = 'none') OR NOT casebridge_webhook_wanted(ARRAY[is_now]) THEN
    RETURN NULL;
  END IF;
  INSERT INTO webhook_event (type, account_id, case_id, post_id, file_id)
  SELECT is_now, c.account_id, NEW.case_id, NEW.post_id, NEW.id FROM "case" c WHERE c.id = NEW.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_new_file AFTER INSERT ON file FOR EACH ROW
  WHEN (NEW.post_id IS NOT NULL AND NEW.state <> 'expected') EXECUTE FUNCTION casebridge_webhook_file();
CREATE TRIGGER webhook_file AFTER UPDATE ON file FOR EACH ROW
  WHEN ((NEW.state, NEW.post_id, NEW.deleted_at) IS DISTINCT FROM (OLD.state, OLD.post_id, OLD.deleted_at))
  EXECUTE FUNCTION casebridge_webhook_file();

-- Maintenance that is not announced yet has no events; its announcement is the first.
CREATE FUNCTION casebridge_webhook_notice_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event_type text := CASE
  WHEN NEW.state IN ('Resolved', 'Completed', 'Cancelled') THEN 'notice.ended'
  WHEN EXISTS (SELECT FROM notice_update u WHERE u.notice_id = NEW.notice_id AND u.id < NEW.id) THEN 'notice.updated'
  ELSE 'notice.opened' END;
BEGIN
  IF NOT casebridge_webhook_wanted(ARRAY[event_type]) THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, notice_id, update_id)
  SELECT event_type, n.id, NEW.id FROM notice n WHERE n.id = NEW.notice_id AND n.announced_at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_notice_update AFTER INSERT ON notice_update FOR EACH ROW EXECUTE FUNCTION casebridge_webhook_notice_update();

CREATE FUNCTION casebridge_webhook_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT casebridge_webhook_wanted('{notice.opened}') THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, notice_id) VALUES ('notice.opened', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_notice AFTER UPDATE ON notice FOR EACH ROW
  WHEN (NEW.announced_at IS NOT NULL AND OLD.announced_at IS NULL) EXECUTE FUNCTION casebridge_webhook_notice();

CREATE FUNCTION casebridge_webhook_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT casebridge_webhook_wanted('{release.published}') THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, release_id) VALUES ('release.published', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_release AFTER UPDATE ON release FOR EACH ROW
  WHEN (NEW.published_at IS NOT NULL AND OLD.published_at IS NULL) EXECUTE FUNCTION casebridge_webhook_release();

CREATE FUNCTION casebridge_webhook_new_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT casebridge_webhook_wanted('{person.joined}') THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, account_id, person_id) SELECT 'person.joined', account_id, id FROM added ORDER BY id;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_new_people AFTER INSERT ON person REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION casebridge_webhook_new_people();

-- The event has the account of before: the endpoints of the new one find the person there, and those of the former one learn that the person
-- left. An erased person has no account any longer.
CREATE FUNCTION casebridge_webhook_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event_type text := CASE WHEN NEW.erased_at IS DISTINCT FROM OLD.erased_at THEN 'person.erased' ELSE 'person.changed' END;
BEGIN
  IF NOT casebridge_webhook_wanted(ARRAY[event_type]) THEN RETURN NULL; END IF;
  INSERT INTO webhook_event (type, account_id, person_id) VALUES (event_type, coalesce(OLD.account_id, NEW.account_id), NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_person AFTER UPDATE ON person FOR EACH ROW
  WHEN ((NEW.name, NEW.email, NEW.account_id, NEW.contact_type, NEW.lead, NEW.team, NEW.active, NEW.erased_at)
    IS DISTINCT FROM (OLD.name, OLD.email, OLD.account_id, OLD.contact_type, OLD.lead, OLD.team, OLD.active, OLD.erased_at))
  EXECUTE FUNCTION casebridge_webhook_person();

CREATE FUNCTION casebridge_webhook_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT casebridge_webhook_wanted('{person.changed}') THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO webhook_event (type, account_id, person_id) VALUES ('person.changed', OLD.account_id, OLD.person_id);
  ELSE
    INSERT INTO webhook_event (type, account_id, person_id) VALUES ('person.changed', NEW.account_id, NEW.person_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_membership AFTER INSERT OR UPDATE OR DELETE ON membership FOR EACH ROW
  EXECUTE FUNCTION casebridge_webhook_membership();
