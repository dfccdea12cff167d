-- AlterTable
ALTER TABLE "action_partners" ADD COLUMN     "school_year" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "action_schools" ADD COLUMN     "school_year" TEXT NOT NULL DEFAULT '';

UPDATE "action_partners" link SET "school_year" = action."school_year" FROM "planned_actions" action WHERE action."id" = link."action_id";
UPDATE "action_schools" link SET "school_year" = action."school_year" FROM "planned_actions" action WHERE action."id" = link."action_id";

-- CreateIndex
CREATE INDEX "action_partners_school_year_action_id_organisation_id_idx" ON "action_partners"("school_year", "action_id", "organisation_id");

-- CreateIndex
CREATE INDEX "action_schools_school_year_action_id_school_uai_idx" ON "action_schools"("school_year", "action_id", "school_uai");

-- The review of the académie adds up a hundred thousand sheets: it reads them in this index alone.
CREATE INDEX "planned_actions_figures_idx" ON "planned_actions"("school_year", "id", "clee_id", "type", "state", "outcome", "pupils_reached", "girls_reached", "adults_reached", "classes_reached");

-- Filled here unless it is given: who links a school or an organisation to an action needs not know of it.
CREATE FUNCTION date_action_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.school_year := coalesce((SELECT school_year FROM planned_actions WHERE id = NEW.action_id), '');
  RETURN NEW;
END $$;
CREATE TRIGGER "action_partners_dated" BEFORE INSERT ON "action_partners" FOR EACH ROW WHEN (NEW.school_year = '') EXECUTE FUNCTION date_action_link();
CREATE TRIGGER "action_schools_dated" BEFORE INSERT ON "action_schools" FOR EACH ROW WHEN (NEW.school_year = '') EXECUTE FUNCTION date_action_link();

-- An action that changes years takes its links along.
CREATE FUNCTION redate_action_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE action_partners SET school_year = NEW.school_year WHERE action_id = NEW.id;
  UPDATE action_schools SET school_year = NEW.school_year WHERE action_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "planned_actions_links_redated" AFTER UPDATE OF "school_year" ON "planned_actions" FOR EACH ROW WHEN (OLD.school_year <> NEW.school_year) EXECUTE FUNCTION redate_action_links();
