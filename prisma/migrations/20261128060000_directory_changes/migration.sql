-- CreateTable
CREATE TABLE "directory_change" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" INTEGER,
    "by_name" TEXT,
    "section" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "person_id" INTEGER,
    "channel_id" INTEGER,
    "fields" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "directory_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "directory_change_person_id_id_idx" ON "directory_change"("person_id", "id");

-- CreateIndex
CREATE INDEX "directory_change_channel_id_id_idx" ON "directory_change"("channel_id", "id");

-- CreateIndex
CREATE INDEX "directory_change_section_id_idx" ON "directory_change"("section", "id");
