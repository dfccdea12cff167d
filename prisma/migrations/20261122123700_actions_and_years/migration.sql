-- CreateEnum
CREATE TYPE "ActionState" AS ENUM ('proposed', 'retained', 'planned', 'done', 'cancelled', 'postponed', 'reviewed');

-- CreateEnum
CREATE TYPE "ActionOutcome" AS ENUM ('done', 'partly', 'cancelled', 'postponed');

-- CreateEnum
CREATE TYPE "ReviewStatus" AS ENUM ('draft', 'submitted', 'acknowledged');

-- CreateEnum
CREATE TYPE "YearStatus" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "RolloverStatus" AS ENUM ('running', 'done', 'reverting', 'reverted');

-- CreateEnum
CREATE TYPE "MeetingKind" AS ENUM ('creation', 'steering_committee', 'bureau', 'working_group', 'plenary', 'network_event');

-- CreateEnum
CREATE TYPE "ReminderPace" AS ENUM ('weekly', 'monthly', 'none');

-- DropForeignKey
ALTER TABLE "planned_actions" DROP CONSTRAINT "planned_actions_plan_id_school_year_fkey";

-- DropIndex
DROP INDEX "action_plans_id_school_year_key";

-- AlterTable
ALTER TABLE "action_plans" ADD COLUMN     "sent_actions" JSONB;

-- What was typed of the partners stays, beside the organisations that are chosen from now on.
ALTER TABLE "planned_actions" DROP CONSTRAINT "planned_actions_publication_check";
ALTER TABLE "planned_actions" RENAME COLUMN "partners" TO "partners_note";
ALTER TABLE "planned_actions" ALTER COLUMN "partners_note" SET DEFAULT '';

-- AlterTable
ALTER TABLE "planned_actions" ADD COLUMN     "adults_reached" INTEGER,
ADD COLUMN     "avenir_goals" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "budget" INTEGER,
ADD COLUMN     "classes_reached" INTEGER,
ADD COLUMN     "clee_id" UUID,
ADD COLUMN     "decided_on" DATE,
ADD COLUMN     "economy_agreed_at" TIMESTAMPTZ,
ADD COLUMN     "economy_agreed_by_name" TEXT,
ADD COLUMN     "education_agreed_at" TIMESTAMPTZ,
ADD COLUMN     "education_agreed_by_name" TEXT,
ADD COLUMN     "girls_reached" INTEGER,
ADD COLUMN     "improvements" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "levels" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "ordered_on" DATE NOT NULL DEFAULT CURRENT_DATE,
ADD COLUMN     "origin_id" UUID,
ADD COLUMN     "origin_text" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "outcome" "ActionOutcome",
ADD COLUMN     "outcome_reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "proposed_by_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "public_summary" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "pupils_planned" INTEGER,
ADD COLUMN     "pupils_reached" INTEGER,
ADD COLUMN     "registration_url" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "repeats_next_year" BOOLEAN,
ADD COLUMN     "search" tsvector,
ADD COLUMN     "search_text" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "seats" INTEGER,
ADD COLUMN     "sectors" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "state" "ActionState" NOT NULL DEFAULT 'proposed',
ADD COLUMN     "strengths" TEXT NOT NULL DEFAULT '';

UPDATE "planned_actions" SET
  "clee_id" = plan."clee_id",
  "search_text" = concat_ws(' ', "title", "objective", "place", "partners_note"),
  "state" = (CASE
    WHEN "starts_on" IS NOT NULL AND (plan."submitted_at" IS NOT NULL OR "visibility" <> 'private') THEN 'planned'
    WHEN plan."submitted_at" IS NOT NULL THEN 'retained'
    ELSE 'proposed' END)::"ActionState"
FROM "action_plans" plan WHERE plan."id" = "planned_actions"."plan_id";
ALTER TABLE "planned_actions" ALTER COLUMN "clee_id" SET NOT NULL;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "previous_login_at" TIMESTAMPTZ,
ADD COLUMN     "reminder_pace" "ReminderPace" NOT NULL DEFAULT 'weekly';

-- CreateTable
CREATE TABLE "plan_messages" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "author_name" TEXT NOT NULL,
    "author_role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_partners" (
    "action_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "part" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "action_partners_pkey" PRIMARY KEY ("action_id","organisation_id")
);

-- CreateTable
CREATE TABLE "action_clees" (
    "action_id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,

    CONSTRAINT "action_clees_pkey" PRIMARY KEY ("action_id","clee_id")
);

-- CreateTable
CREATE TABLE "action_indicators" (
    "id" UUID NOT NULL,
    "action_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "target" INTEGER,
    "achieved" INTEGER,

    CONSTRAINT "action_indicators_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_reviews" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "school_year" TEXT NOT NULL,
    "status" "ReviewStatus" NOT NULL DEFAULT 'draft',
    "text" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "education_approved_at" TIMESTAMPTZ,
    "education_approved_by_name" TEXT,
    "economy_approved_at" TIMESTAMPTZ,
    "economy_approved_by_name" TEXT,
    "approved_print" TEXT,
    "submitted_at" TIMESTAMPTZ,
    "receipt" TEXT,
    "figures" JSONB,
    "acknowledged_at" TIMESTAMPTZ,
    "acknowledged_by_name" TEXT,
    "return_reason" TEXT,

    CONSTRAINT "plan_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "school_years" (
    "school_year" TEXT NOT NULL,
    "status" "YearStatus" NOT NULL DEFAULT 'open',
    "charter_due_on" DATE,
    "plan_due_on" DATE,
    "review_due_on" DATE,
    "letter_title" TEXT NOT NULL DEFAULT '',
    "letter_body" TEXT NOT NULL DEFAULT '',
    "opened_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "opened_by_name" TEXT NOT NULL,
    "letter_sent_at" TIMESTAMPTZ,
    "closed_at" TIMESTAMPTZ,
    "closed_by_name" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "school_years_pkey" PRIMARY KEY ("school_year")
);

-- CreateTable
CREATE TABLE "rollovers" (
    "id" UUID NOT NULL,
    "from_year" TEXT NOT NULL,
    "to_year" TEXT NOT NULL,
    "status" "RolloverStatus" NOT NULL DEFAULT 'running',
    "total" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_by_name" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "reverted_at" TIMESTAMPTZ,
    "reverted_by_name" TEXT,

    CONSTRAINT "rollovers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollover_items" (
    "rollover_id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "started_plan_id" UUID,
    "members" INTEGER NOT NULL,
    "mandates" INTEGER NOT NULL,
    "ended_mandates" INTEGER NOT NULL,
    "done_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reverted_at" TIMESTAMPTZ,

    CONSTRAINT "rollover_items_pkey" PRIMARY KEY ("rollover_id","clee_id")
);

-- CreateTable
CREATE TABLE "school_holidays" (
    "id" UUID NOT NULL,
    "school_year" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "imported_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "school_holidays_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meetings" (
    "id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "kind" "MeetingKind" NOT NULL,
    "held_on" DATE NOT NULL,
    "place" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_name" TEXT NOT NULL,

    CONSTRAINT "meetings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder_digests" (
    "user_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "sent_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "count" INTEGER NOT NULL,

    CONSTRAINT "reminder_digests_pkey" PRIMARY KEY ("user_id","week")
);

-- CreateIndex
CREATE INDEX "plan_messages_plan_id_created_at_idx" ON "plan_messages"("plan_id", "created_at");

-- CreateIndex
CREATE INDEX "plan_messages_author_id_idx" ON "plan_messages"("author_id");

-- CreateIndex
CREATE INDEX "action_partners_organisation_id_idx" ON "action_partners"("organisation_id");

-- CreateIndex
CREATE INDEX "action_clees_clee_id_idx" ON "action_clees"("clee_id");

-- CreateIndex
CREATE UNIQUE INDEX "action_indicators_action_id_position_key" ON "action_indicators"("action_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "plan_reviews_plan_id_key" ON "plan_reviews"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_reviews_receipt_key" ON "plan_reviews"("receipt");

-- CreateIndex
CREATE INDEX "plan_reviews_clee_id_idx" ON "plan_reviews"("clee_id");

-- CreateIndex
CREATE INDEX "plan_reviews_school_year_status_idx" ON "plan_reviews"("school_year", "status");

-- CreateIndex
CREATE INDEX "rollovers_to_year_idx" ON "rollovers"("to_year");

-- CreateIndex
CREATE INDEX "rollover_items_clee_id_idx" ON "rollover_items"("clee_id");

-- CreateIndex
CREATE INDEX "school_holidays_starts_on_idx" ON "school_holidays"("starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "school_holidays_description_starts_on_key" ON "school_holidays"("description", "starts_on");

-- CreateIndex
CREATE INDEX "meetings_clee_id_held_on_idx" ON "meetings"("clee_id", "held_on");

-- CreateIndex
CREATE UNIQUE INDEX "meetings_clee_id_kind_held_on_key" ON "meetings"("clee_id", "kind", "held_on");

-- CreateIndex
CREATE INDEX "action_plans_school_year_idx" ON "action_plans"("school_year");

-- CreateIndex
CREATE UNIQUE INDEX "action_plans_id_school_year_clee_id_key" ON "action_plans"("id", "school_year", "clee_id");

-- CreateIndex
CREATE INDEX "planned_actions_clee_id_ordered_on_idx" ON "planned_actions"("clee_id", "ordered_on");

-- CreateIndex
CREATE INDEX "planned_actions_school_year_type_idx" ON "planned_actions"("school_year", "type");

-- CreateIndex
CREATE INDEX "planned_actions_origin_id_idx" ON "planned_actions"("origin_id");

-- CreateIndex
CREATE INDEX "planned_actions_ordered_on_id_idx" ON "planned_actions"("ordered_on" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "plan_messages" ADD CONSTRAINT "plan_messages_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "action_plans"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_messages" ADD CONSTRAINT "plan_messages_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_plan_id_school_year_clee_id_fkey" FOREIGN KEY ("plan_id", "school_year", "clee_id") REFERENCES "action_plans"("id", "school_year", "clee_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_origin_id_fkey" FOREIGN KEY ("origin_id") REFERENCES "planned_actions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_partners" ADD CONSTRAINT "action_partners_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "planned_actions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_partners" ADD CONSTRAINT "action_partners_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_clees" ADD CONSTRAINT "action_clees_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "planned_actions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_clees" ADD CONSTRAINT "action_clees_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_indicators" ADD CONSTRAINT "action_indicators_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "planned_actions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_reviews" ADD CONSTRAINT "plan_reviews_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "action_plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_reviews" ADD CONSTRAINT "plan_reviews_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollover_items" ADD CONSTRAINT "rollover_items_rollover_id_fkey" FOREIGN KEY ("rollover_id") REFERENCES "rollovers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollover_items" ADD CONSTRAINT "rollover_items_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reminder_digests" ADD CONSTRAINT "reminder_digests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- French words without their accents, as people type them.
CREATE TEXT SEARCH CONFIGURATION "plain_french" (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION "plain_french" ALTER MAPPING FOR hword, hword_part, word, asciihword, asciiword, hword_asciipart WITH unaccent, french_stem;

-- By a trigger rather than a generated column, which the comparison of schema and migrations would take for a default.
CREATE FUNCTION index_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := to_tsvector('plain_french', NEW.search_text);
  NEW.ordered_on := coalesce(NEW.starts_on, make_date(left(NEW.school_year, 4)::int, 9, 1));
  RETURN NEW;
END $$;
CREATE TRIGGER "planned_actions_indexed" BEFORE INSERT OR UPDATE OF "search_text", "starts_on", "school_year" ON "planned_actions" FOR EACH ROW EXECUTE FUNCTION index_action();
UPDATE "planned_actions" SET "search_text" = "search_text";

-- R13: a published action has its type, its audience and its period (its schools and partners are checked by the command).
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_publication_check" CHECK (
  "visibility" = 'private' OR ("starts_on" IS NOT NULL AND coalesce(cardinality("audiences"), 0) > 0)
);

-- R12: counts are integers from 0, achieved figures only once it was done; girls are among the pupils.
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_counts_check" CHECK (
  coalesce("pupils_planned", 0) BETWEEN 0 AND 1000000 AND coalesce("seats", 0) BETWEEN 0 AND 1000000 AND coalesce("budget", 0) BETWEEN 0 AND 100000000
  AND coalesce("pupils_reached", 0) BETWEEN 0 AND 1000000 AND coalesce("girls_reached", 0) BETWEEN 0 AND 1000000
  AND coalesce("adults_reached", 0) BETWEEN 0 AND 1000000 AND coalesce("classes_reached", 0) BETWEEN 0 AND 1000000
  AND coalesce("girls_reached" <= coalesce("pupils_reached", 0), true)
);
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_figures_check" CHECK (
  coalesce("outcome" IN ('done', 'partly'), false) OR num_nonnulls("pupils_reached", "girls_reached", "adults_reached", "classes_reached") = 0
);
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_outcome_check" CHECK (
  CASE "state"
    WHEN 'done' THEN coalesce("outcome" IN ('done', 'partly'), false)
    WHEN 'cancelled' THEN coalesce("outcome" = 'cancelled', false)
    WHEN 'postponed' THEN coalesce("outcome" = 'postponed', false)
    WHEN 'reviewed' THEN "outcome" IS NOT NULL
    ELSE "outcome" IS NULL
  END AND (coalesce("outcome", 'done') = 'done' OR "outcome_reason" <> '')
);
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_planned_check" CHECK ("state" <> 'planned' OR "starts_on" IS NOT NULL);
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_origin_check" CHECK ("origin_id" <> "id");
ALTER TABLE "action_indicators" ADD CONSTRAINT "action_indicators_counts_check" CHECK (coalesce("target", 0) BETWEEN 0 AND 1000000000 AND coalesce("achieved", 0) BETWEEN 0 AND 1000000000);

ALTER TABLE "school_years" ADD CONSTRAINT "school_years_school_year_check" CHECK (is_school_year("school_year"));
ALTER TABLE "school_years" ADD CONSTRAINT "school_years_closing_check" CHECK (("status" = 'closed') = ("closed_at" IS NOT NULL));
ALTER TABLE "school_holidays" ADD CONSTRAINT "school_holidays_period_check" CHECK ("ends_on" >= "starts_on" AND is_school_year("school_year"));
ALTER TABLE "rollovers" ADD CONSTRAINT "rollovers_years_check" CHECK (is_school_year("from_year") AND is_school_year("to_year") AND right("from_year", 4) = left("to_year", 4));
-- One passage a year, unless the one before was undone.
CREATE UNIQUE INDEX "rollovers_once" ON "rollovers"("to_year") WHERE "status" <> 'reverted';

-- A question or an answer stays as it was written; only a deleted account's name goes.
CREATE FUNCTION keep_plan_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.author_name := NEW.author_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM action_plans WHERE id = OLD.plan_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a message about a list is kept as it was written';
END $$;
CREATE TRIGGER "plan_messages_kept" BEFORE UPDATE OR DELETE ON "plan_messages" FOR EACH ROW EXECUTE FUNCTION keep_plan_message();

-- A review leaves with a receipt, its figures, and the approval of both sides.
ALTER TABLE "plan_reviews" ADD CONSTRAINT "plan_reviews_submission_check" CHECK (
  "status" = 'draft' OR num_nulls("receipt", "submitted_at", "figures", "education_approved_at", "economy_approved_at") = 0
);
-- Once sent it never changes: the mission takes note of it, or gives it back to complete.
CREATE FUNCTION keep_sent_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN NEW;
  END IF;
  IF is_forgetting() THEN
    OLD.education_approved_by_name := NEW.education_approved_by_name;
    OLD.economy_approved_by_name := NEW.economy_approved_by_name;
    OLD.acknowledged_by_name := NEW.acknowledged_by_name;
  ELSIF (OLD.status, NEW.status) = ('submitted', 'acknowledged') THEN
    OLD.status := NEW.status;
    OLD.acknowledged_at := NEW.acknowledged_at;
    OLD.acknowledged_by_name := NEW.acknowledged_by_name;
  ELSIF (OLD.status, NEW.status) = ('submitted', 'draft') AND NEW.text = OLD.text AND NEW.return_reason <> '' THEN
    RETURN NEW;
  END IF;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'a review that was sent never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "plan_reviews_kept" BEFORE UPDATE ON "plan_reviews" FOR EACH ROW EXECUTE FUNCTION keep_sent_review();
