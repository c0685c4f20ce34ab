-- CreateTable
CREATE TABLE "canned_answer" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "owner_id" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by_name" TEXT NOT NULL,

    CONSTRAINT "canned_answer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "canned_answer_key_key" ON "canned_answer"("key");

-- CreateIndex
CREATE INDEX "canned_answer_owner_id_idx" ON "canned_answer"("owner_id");

-- AddForeignKey
ALTER TABLE "canned_answer" ADD CONSTRAINT "canned_answer_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
