-- AlterTable
ALTER TABLE "account" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "erased_hash" TEXT;

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "erased_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "account_erased_hash_key" ON "account"("erased_hash");

-- CreateIndex
CREATE UNIQUE INDEX "person_erased_hash_key" ON "person"("erased_hash");

-- Retention asks for the closed cases of long ago, which still have their texts.
CREATE INDEX "case_closed_kept" ON "case"("closed_at") WHERE "status" = 'Closed' AND "erased_at" IS NULL;
-- What is still to be deleted of cases that were erased: their messages and files.
CREATE INDEX "delivery_detached" ON "delivery"("case_id") WHERE "withdrawn" AND "conversation_id" IS NULL AND "case_id" IS NOT NULL;
CREATE INDEX "privacy_record_unfinished" ON "privacy_record"("id") WHERE "finished_at" IS NULL;
