-- CreateTable
CREATE TABLE "case_merge" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "target_id" INTEGER NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "posts" INTEGER[],
    "files" INTEGER[],
    "conversations" INTEGER[],
    "recipients" INTEGER[],

    CONSTRAINT "case_merge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_merge_source_id_idx" ON "case_merge"("source_id");

-- CreateIndex
CREATE INDEX "case_merge_target_id_idx" ON "case_merge"("target_id");

-- AddForeignKey
ALTER TABLE "case_merge" ADD CONSTRAINT "case_merge_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_merge" ADD CONSTRAINT "case_merge_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
