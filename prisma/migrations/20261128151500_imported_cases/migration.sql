-- AlterTable
ALTER TABLE "case" ADD COLUMN     "imported_from" TEXT;

-- CreateTable
CREATE TABLE "imported_case" (
    "origin" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "case_id" INTEGER,
    "status" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "imported_case_pkey" PRIMARY KEY ("origin","external_id")
);

-- CreateTable
CREATE TABLE "imported_post" (
    "origin" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "post_id" INTEGER,

    CONSTRAINT "imported_post_pkey" PRIMARY KEY ("origin","external_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "imported_case_case_id_key" ON "imported_case"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "imported_post_post_id_key" ON "imported_post"("post_id");

-- AddForeignKey
ALTER TABLE "imported_case" ADD CONSTRAINT "imported_case_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imported_post" ADD CONSTRAINT "imported_post_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Only the operator's command reads and writes them.
SELECT casebridge_protect(t::regclass, NULL) FROM unnest('{imported_case,imported_post}'::text[]) t;
