-- AlterTable
ALTER TABLE "draft" ADD COLUMN     "files" TEXT;

-- AlterTable
ALTER TABLE "file" ADD COLUMN     "link" TEXT;
