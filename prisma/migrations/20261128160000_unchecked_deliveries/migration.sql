-- A delivery refers without a foreign key to rows that are never deleted. The outbox is not the record: it copies these ids from rows that it
-- reads in the same statement. PostgreSQL checks each foreign key for every new delivery, also where the column is null, and the sixteen checks
-- took more than writing the delivery and its indexes. Deliveries keep the foreign keys to what is deleted, and cases keep all of theirs.
-- What Prisma says about these relations stays: prisma/schema-engine.ts knows that the database does not check them.
ALTER TABLE delivery
  DROP CONSTRAINT delivery_case_id_fkey,
  DROP CONSTRAINT delivery_person_id_fkey,
  DROP CONSTRAINT delivery_release_id_fkey,
  DROP CONSTRAINT delivery_report_id_fkey,
  DROP CONSTRAINT delivery_mail_id_fkey,
  DROP CONSTRAINT delivery_notice_id_fkey,
  DROP CONSTRAINT delivery_update_id_fkey,
  DROP CONSTRAINT delivery_cluster_id_fkey;
