-- AlterTable
ALTER TABLE "planned_actions" ADD COLUMN     "retained_at" TIMESTAMPTZ;

-- What was cancelled with only one agreement had been no more than a proposal.
UPDATE "planned_actions" SET "retained_at" = COALESCE(GREATEST("education_agreed_at", "economy_agreed_at"), "created_at")
WHERE "state" IN ('retained', 'planned', 'done', 'postponed')
  OR ("state" = 'reviewed' AND "outcome" IS DISTINCT FROM 'cancelled')
  OR ("state" IN ('cancelled', 'reviewed') AND "education_agreed_at" IS NOT NULL AND "economy_agreed_at" IS NOT NULL);

-- Whoever writes a state dates its retention: what is published depends on it. A cancellation, and the review that follows, change nothing of it.
CREATE FUNCTION date_retention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'proposed' THEN NEW.retained_at := NULL;
  ELSIF NEW.state IN ('retained', 'planned', 'done', 'postponed') THEN NEW.retained_at := COALESCE(NEW.retained_at, CURRENT_TIMESTAMP);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "planned_actions_retained" BEFORE INSERT OR UPDATE OF "state", "retained_at" ON "planned_actions" FOR EACH ROW EXECUTE FUNCTION date_retention();

-- The agenda and its feeds read what they announce in this index alone.
DROP INDEX "planned_actions_announced";
CREATE INDEX "planned_actions_announced" ON "planned_actions"("visibility", "starts_on", "ends_on") INCLUDE ("retained_at", "clee_id", "revision", "updated_at") WHERE "starts_on" IS NOT NULL;
