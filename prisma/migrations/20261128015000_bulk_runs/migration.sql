-- CreateTable
CREATE TABLE "bulk_run" (
    "id" TEXT NOT NULL,
    "person_id" INTEGER NOT NULL,
    "plan" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "undone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "bulk_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "run_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "problem" TEXT,
    "former_id" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("run_id","number")
);

-- CreateIndex
CREATE INDEX "bulk_run_person_id_started_at_idx" ON "bulk_run"("person_id", "started_at");

-- CreateIndex
CREATE INDEX "bulk_run_created_at_idx" ON "bulk_run"("created_at");

-- AddForeignKey
ALTER TABLE "bulk_run" ADD CONSTRAINT "bulk_run_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "bulk_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
