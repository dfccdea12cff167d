-- The public actions announced or changed last, for those who follow them (Atom).
CREATE INDEX "planned_actions_visibility_updated_at_idx" ON "planned_actions"("visibility", "updated_at");
