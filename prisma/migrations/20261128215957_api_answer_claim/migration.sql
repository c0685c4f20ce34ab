-- Which request runs with an Idempotency-Key, so that another one with the key waits for it.
ALTER TABLE "api_answer" ADD COLUMN     "claim" UUID,
ADD COLUMN     "claimed_until" TIMESTAMPTZ(3);
