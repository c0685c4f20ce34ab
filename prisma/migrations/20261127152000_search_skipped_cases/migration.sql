-- Cases that a full preparation comes back for.
ALTER TABLE "search_progress" ADD COLUMN     "skipped" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
