-- The public actions announced or changed last, for those who follow them (Atom).
CREATE INDEX "planned_actions_visibility_updated_at_idx" ON "planned_actions"("visibility", "updated_at");

-- What lasts into a day is found by its end; when a calendar last changed is read from the index alone.
CREATE INDEX "planned_actions_announced" ON "planned_actions"("visibility", "starts_on", "ends_on") INCLUDE ("state", "clee_id", "revision", "updated_at") WHERE "starts_on" IS NOT NULL;
