-- CreateEnum
CREATE TYPE "Score" AS ENUM ('good', 'okay', 'poor');

-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'satisfaction';

-- CreateTable
CREATE TABLE "satisfaction" (
    "case_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "score" "Score",
    "comment" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "satisfaction_pkey" PRIMARY KEY ("case_id")
);

-- CreateIndex
CREATE INDEX "satisfaction_person_id_idx" ON "satisfaction"("person_id");

-- CreateIndex
CREATE INDEX "satisfaction_asked_at_idx" ON "satisfaction"("asked_at");

-- AddForeignKey
ALTER TABLE "satisfaction" ADD CONSTRAINT "satisfaction_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "satisfaction" ADD CONSTRAINT "satisfaction_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
