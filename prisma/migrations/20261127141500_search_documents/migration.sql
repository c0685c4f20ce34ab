-- Search. The words of a case are found in its search document, which the product writes with the case and its posts
-- (src/usecases/search-index.ts). They come from our own text preparation, so they do not depend on the server's locale.
-- Existing cases get their document from a background job; search_progress says how far it is.

DROP INDEX "case_search_vector_idx";
DROP INDEX "case_subject_idx";
DROP INDEX "case_account_subject_prefix"; -- on lower(subject), which no query used
DROP INDEX "post_search_vector_idx";
ALTER TABLE "case" DROP COLUMN "search_vector";
ALTER TABLE "post" DROP COLUMN "search_vector";

ALTER TABLE "account" ADD COLUMN "name_folded" TEXT COLLATE "C";
ALTER TABLE "person" ADD COLUMN "name_folded" TEXT COLLATE "C";
CREATE INDEX "person_name_folded_idx" ON "person" USING GIN ("name_folded" gin_trgm_ops);

CREATE TABLE "search_document" (
    "case_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    -- sorted and compared by bytes, on any server: the text is folded already
    "subject" TEXT COLLATE "C" NOT NULL,
    "words" tsvector NOT NULL,
    "all_words" tsvector,

    CONSTRAINT "search_document_pkey" PRIMARY KEY ("case_id")
);
ALTER TABLE "search_document" ADD CONSTRAINT "search_document_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- changed at every post, so that vacuum must keep up with it
ALTER TABLE "search_document" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

CREATE INDEX "search_document_account_id_subject_case_id_idx" ON "search_document"("account_id", "subject", "case_id");
CREATE INDEX "search_document_subject_case_id_idx" ON "search_document"("subject", "case_id");
CREATE INDEX "search_document_subject_idx" ON "search_document" USING GIN ("subject" gin_trgm_ops);
-- every search reads the pending list, so it must stay short
CREATE INDEX "search_document_words_idx" ON "search_document" USING GIN ("words") WITH (gin_pending_list_limit = 512);
CREATE INDEX "search_document_all_words_idx" ON "search_document" USING GIN ("all_words") WITH (gin_pending_list_limit = 512);

CREATE TABLE "search_progress" (
    "version" INTEGER NOT NULL,
    "next_id" INTEGER NOT NULL,
    "last_id" INTEGER NOT NULL,
    "again" BOOLEAN NOT NULL DEFAULT false,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "search_progress_pkey" PRIMARY KEY ("version")
);
INSERT INTO "search_progress" ("version", "next_id", "last_id", "finished_at")
SELECT 1, coalesce(max(id), 0), coalesce(max(id), 0), CASE WHEN max(id) IS NULL THEN now() END FROM "case";

-- By hand, because Prisma cannot say it: the cases that lists show first are few among many that are closed.
CREATE INDEX "case_open_of_account" ON "case" ("account_id", "updated_at" DESC, "id" DESC) INCLUDE ("status", "advisor_id") WHERE "status" <> 'Closed';
CREATE INDEX "case_open" ON "case" ("updated_at" DESC, "id" DESC) INCLUDE ("status", "advisor_id") WHERE "status" <> 'Closed';
CREATE INDEX "case_queue" ON "case" ("priority" DESC, "sla_due_at", "created_at", "id")
  WHERE "status" <> 'Closed' AND ("status" IN ('New', 'Assigned') OR "answered");
CREATE INDEX "case_waiting_on_advisor" ON "case" ("advisor_id", "priority" DESC, "updated_at", "id")
  WHERE "status" <> 'Closed' AND ("status" IN ('New', 'Assigned') OR "answered");
CREATE INDEX "case_waiting_on_contact" ON "case" ("contact_id", "priority" DESC, "updated_at", "id")
  WHERE NOT "answered" AND "status" IN ('PendingCustomerInput', 'PendingCustomerVerification', 'AvailableInRelease');
