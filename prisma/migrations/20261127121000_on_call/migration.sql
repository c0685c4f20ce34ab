-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'page';

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "page_at" TIMESTAMPTZ(3),
ADD COLUMN     "paged" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "pages" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "on_call" (
    "id" SERIAL NOT NULL,
    "position" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "repeat_days" INTEGER,

    CONSTRAINT "on_call_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_page_at_idx" ON "case"("page_at");

-- AddForeignKey
ALTER TABLE "on_call" ADD CONSTRAINT "on_call_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
