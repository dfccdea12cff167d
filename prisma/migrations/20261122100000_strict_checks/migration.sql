-- A CHECK that gives NULL passes: an absent reason or an absent audience did.

ALTER TABLE "charters" DROP CONSTRAINT "charters_return_check";
ALTER TABLE "charters" ADD CONSTRAINT "charters_return_check" CHECK ("status" <> 'returned' OR length(trim(coalesce("reason", ''))) > 0);

ALTER TABLE "planned_actions" DROP CONSTRAINT "planned_actions_publication_check";
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_publication_check" CHECK (
  "visibility" = 'private' OR ("starts_on" IS NOT NULL AND coalesce(cardinality("audiences"), 0) > 0 AND "partners" <> '')
);
