-- CreateTable
CREATE TABLE "access_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "person_id" INTEGER,
    "operator" TEXT,
    "account_id" INTEGER,
    "case_id" INTEGER,
    "file_id" INTEGER,
    "conversation_id" INTEGER,
    "detail" TEXT,

    CONSTRAINT "access_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "access_entry_at_idx" ON "access_entry"("at");

-- CreateIndex
CREATE INDEX "access_entry_person_id_id_idx" ON "access_entry"("person_id", "id");

-- CreateIndex
CREATE INDEX "access_entry_account_id_id_idx" ON "access_entry"("account_id", "id");

-- CreateIndex
CREATE INDEX "access_entry_case_id_id_idx" ON "access_entry"("case_id", "id");

-- The log is append-only. The nightly clean-up says in its own statement that it is the one that deletes (usecases/clock/clean-up.ts): the
-- setting is local to that statement's transaction. A trigger for each row runs after the statement has made the setting.
CREATE FUNCTION "refuse_access_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('casebridge.access_log', true) = 'clean-up' THEN
    RETURN OLD;
  END IF;
  -- a restore empties every table of a new database before it fills them
  IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM "access_entry") THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the access log is append-only: % is refused', TG_OP;
END $$;

CREATE TRIGGER "access_entry_keep_rows" BEFORE UPDATE OR DELETE ON "access_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_access_change"();

CREATE TRIGGER "access_entry_keep_table" BEFORE TRUNCATE ON "access_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_access_change"();
