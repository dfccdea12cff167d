-- A CLEE that the passage could not carry stops no other; it is shown, and tried again.
ALTER TABLE "rollover_items" ADD COLUMN "failed_at" TIMESTAMPTZ;
