-- AlterTable
ALTER TABLE "post" ADD COLUMN     "redacted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "redaction" (
    "id" TEXT NOT NULL,
    "person_id" INTEGER,
    "by_name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "case_id" INTEGER,
    "plan" TEXT NOT NULL,
    "record_id" INTEGER,
    "remaining" INTEGER[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "again_at" TIMESTAMPTZ(3),

    CONSTRAINT "redaction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "redaction_record_id_key" ON "redaction"("record_id");
