-- CreateEnum
CREATE TYPE "FileState" AS ENUM ('expected', 'stored', 'refused', 'quarantined');

-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'file';

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "file_id" INTEGER;

-- AlterTable
ALTER TABLE "identity" ADD COLUMN     "picture" TEXT;

-- CreateTable
CREATE TABLE "file" (
    "id" SERIAL NOT NULL,
    "case_id" INTEGER NOT NULL,
    "post_id" INTEGER,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "state" "FileState" NOT NULL DEFAULT 'expected',
    "problem" TEXT,
    "media_type" TEXT,
    "size" INTEGER,
    "checksum" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "platform" "Platform",
    "workspace_id" TEXT,
    "source" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity'::timestamp with time zone,
    "lease_until" TIMESTAMPTZ(3),
    "uploaded_by_id" INTEGER,
    "uploaded_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by" TEXT,

    CONSTRAINT "file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_copy" (
    "delivery_id" INTEGER NOT NULL,
    "file_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,

    CONSTRAINT "file_copy_pkey" PRIMARY KEY ("delivery_id","file_id")
);

-- CreateIndex
CREATE INDEX "file_case_id_id_idx" ON "file"("case_id", "id");

-- CreateIndex
CREATE INDEX "file_post_id_idx" ON "file"("post_id");

-- CreateIndex
CREATE INDEX "file_checksum_idx" ON "file"("checksum");

-- CreateIndex
CREATE INDEX "file_copy_file_id_idx" ON "file_copy"("file_id");

-- CreateIndex
CREATE INDEX "delivery_file_id_idx" ON "delivery"("file_id");

-- AddForeignKey
ALTER TABLE "file" ADD CONSTRAINT "file_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file" ADD CONSTRAINT "file_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file" ADD CONSTRAINT "file_uploaded_by_id_fkey" FOREIGN KEY ("uploaded_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_copy" ADD CONSTRAINT "file_copy_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_copy" ADD CONSTRAINT "file_copy_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The files whose content has not been read yet, by when that may be tried (src/usecases/files).
CREATE INDEX "file_next" ON "file" ("next_at", "id") WHERE "state" = 'expected' AND "deleted_at" IS NULL;
