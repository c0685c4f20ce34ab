-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "also_account_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- CreateTable
CREATE TABLE "membership" (
    "person_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "contact_type" "ContactType" NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("person_id","account_id")
);

-- CreateIndex
CREATE INDEX "membership_account_id_idx" ON "membership"("account_id");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
