-- Co-pilots ask for a review that they have sent to be given back, with their reason.
ALTER TABLE "plan_reviews" ADD COLUMN "return_request" TEXT, ADD COLUMN "return_requested_at" TIMESTAMPTZ, ADD COLUMN "return_requested_by_name" TEXT;
ALTER TABLE "plan_reviews" ADD CONSTRAINT "plan_reviews_return_request_check" CHECK (
  num_nonnulls("return_request", "return_requested_at", "return_requested_by_name") = 0
  OR ("status" <> 'draft' AND num_nulls("return_request", "return_requested_at", "return_requested_by_name") = 0)
);

-- Once sent it never changes: the mission takes note of it, or gives it back to complete; even acknowledged, when it is asked for.
CREATE OR REPLACE FUNCTION keep_sent_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN NEW;
  END IF;
  IF is_forgetting() THEN
    OLD.education_approved_by_name := NEW.education_approved_by_name;
    OLD.economy_approved_by_name := NEW.economy_approved_by_name;
    OLD.acknowledged_by_name := NEW.acknowledged_by_name;
    OLD.return_requested_by_name := NEW.return_requested_by_name;
  ELSIF NEW.status = 'draft' AND (OLD.status = 'submitted' OR OLD.return_request IS NOT NULL) AND NEW.text = OLD.text AND NEW.return_reason <> '' THEN
    RETURN NEW;
  ELSE
    IF (OLD.status, NEW.status) = ('submitted', 'acknowledged') THEN
      OLD.status := NEW.status;
      OLD.acknowledged_at := NEW.acknowledged_at;
      OLD.acknowledged_by_name := NEW.acknowledged_by_name;
    END IF;
    OLD.return_request := NEW.return_request;
    OLD.return_requested_at := NEW.return_requested_at;
    OLD.return_requested_by_name := NEW.return_requested_by_name;
  END IF;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'a review that was sent never changes';
  END IF;
  RETURN NEW;
END $$;
