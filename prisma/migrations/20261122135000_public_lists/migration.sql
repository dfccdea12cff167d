-- The actions of a CLEE in a school year, as its public page lists them.
CREATE INDEX "planned_actions_clee_id_school_year_idx" ON "planned_actions"("clee_id", "school_year");

-- How many actions each list of a year has, read from the index alone.
CREATE INDEX "planned_actions_school_year_plan_id_clee_id_idx" ON "planned_actions"("school_year", "plan_id", "clee_id");

-- planned_actions_announced begins with the same columns.
DROP INDEX "planned_actions_visibility_starts_on_idx";
