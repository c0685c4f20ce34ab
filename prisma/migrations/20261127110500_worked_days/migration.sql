-- AlterTable
ALTER TABLE "account" ADD COLUMN     "calendar_version" TEXT,
ADD COLUMN     "worked" TEXT[] DEFAULT ARRAY[]::TEXT[];
