-- AlterTable
ALTER TABLE "defect" ADD COLUMN     "fixed_by_id" INTEGER;

-- AlterTable
ALTER TABLE "release" ADD COLUMN     "published_by_id" INTEGER;

-- AddForeignKey
ALTER TABLE "defect" ADD CONSTRAINT "defect_fixed_by_id_fkey" FOREIGN KEY ("fixed_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_published_by_id_fkey" FOREIGN KEY ("published_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
