-- A proposal cancelled before it was retained counts nowhere: the figures of a review read when an action was.
DROP INDEX "planned_actions_figures_idx";
CREATE INDEX "planned_actions_figures_idx" ON "planned_actions"("school_year", "id", "clee_id", "type", "state", "outcome", "retained_at", "pupils_reached", "girls_reached", "adults_reached", "classes_reached");
