-- The trace (OpenTelemetry) of the request that enqueued a delivery.
ALTER TABLE "delivery" ADD COLUMN "traceparent" TEXT;
