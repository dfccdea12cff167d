CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('school_head', 'company', 'coordinator', 'mission');

-- CreateEnum
CREATE TYPE "World" AS ENUM ('education', 'economy', 'employment', 'community');

-- CreateEnum
CREATE TYPE "CopilotSide" AS ENUM ('education', 'economy');

-- CreateEnum
CREATE TYPE "CleeStatus" AS ENUM ('draft', 'declared', 'active');

-- CreateEnum
CREATE TYPE "SchoolKind" AS ENUM ('college', 'lycee', 'erea', 'cio', 'mfr');

-- CreateEnum
CREATE TYPE "SchoolSector" AS ENUM ('public', 'private');

-- CreateEnum
CREATE TYPE "CharterStatus" AS ENUM ('draft', 'submitted', 'returned', 'validated', 'replaced');

-- CreateEnum
CREATE TYPE "PlanStatus" AS ENUM ('draft', 'submitted', 'acknowledged');

-- CreateEnum
CREATE TYPE "Visibility" AS ENUM ('private', 'network', 'public');

-- CreateEnum
CREATE TYPE "MailStatus" AS ENUM ('pending', 'sent', 'failed');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" CITEXT NOT NULL,
    "password_hash" TEXT,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "job_title" TEXT NOT NULL,
    "school_uai" TEXT,
    "organisation_id" UUID,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_login_at" TIMESTAMPTZ,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "copilot_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bassins" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "presentation" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "bassins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bassin_coordinators" (
    "id" UUID NOT NULL,
    "bassin_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "school_year" TEXT NOT NULL,

    CONSTRAINT "bassin_coordinators_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "communes" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "postal_codes" TEXT[],
    "departement" TEXT NOT NULL,
    "epci_code" TEXT,
    "epci_name" TEXT,
    "population" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "communes_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "schools" (
    "uai" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "kind" "SchoolKind" NOT NULL,
    "sector" "SchoolSector" NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "postal_code" TEXT NOT NULL DEFAULT '',
    "city" TEXT NOT NULL DEFAULT '',
    "commune_code" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "website" TEXT,
    "siret" TEXT,
    "pupils" INTEGER,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "bassin_code" TEXT,
    "bassin_label" TEXT,
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "source_date" DATE,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "schools_pkey" PRIMARY KEY ("uai")
);

-- CreateTable
CREATE TABLE "organisations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "siret" TEXT,
    "world" "World" NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clees" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "presentation" TEXT NOT NULL DEFAULT '',
    "territory" TEXT NOT NULL DEFAULT '',
    "status" "CleeStatus" NOT NULL DEFAULT 'draft',
    "drafted_by_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "declared_at" TIMESTAMPTZ,
    "declaration_receipt" TEXT,
    "acknowledged_at" TIMESTAMPTZ,
    "activated_at" TIMESTAMPTZ,

    CONSTRAINT "clees_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clee_bassins" (
    "clee_id" UUID NOT NULL,
    "bassin_id" UUID NOT NULL,

    CONSTRAINT "clee_bassins_pkey" PRIMARY KEY ("clee_id","bassin_id")
);

-- CreateTable
CREATE TABLE "clee_communes" (
    "clee_id" UUID NOT NULL,
    "commune_code" TEXT NOT NULL,

    CONSTRAINT "clee_communes_pkey" PRIMARY KEY ("clee_id","commune_code")
);

-- CreateTable
CREATE TABLE "copilots" (
    "id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "side" "CopilotSide" NOT NULL,
    "user_id" UUID,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "email" CITEXT NOT NULL,
    "job_title" TEXT NOT NULL,
    "school_uai" TEXT,
    "organisation_id" UUID,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "accepted_at" TIMESTAMPTZ,

    CONSTRAINT "copilots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "world" "World" NOT NULL,
    "school_uai" TEXT,
    "organisation_id" UUID,
    "job_title" TEXT NOT NULL,
    "has_seat" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charter_templates" (
    "version" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "charter_templates_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "template_articles" (
    "template_version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "guidance" TEXT NOT NULL,
    "starting_text" TEXT NOT NULL,
    "is_mandatory" BOOLEAN NOT NULL,

    CONSTRAINT "template_articles_pkey" PRIMARY KEY ("template_version","key")
);

-- CreateTable
CREATE TABLE "charters" (
    "id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "template_version" INTEGER NOT NULL,
    "status" "CharterStatus" NOT NULL DEFAULT 'draft',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submitted_at" TIMESTAMPTZ,
    "submitted_by_name" TEXT,
    "receipt" TEXT,
    "decided_at" TIMESTAMPTZ,
    "decided_by_name" TEXT,
    "reason" TEXT,

    CONSTRAINT "charters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "articles" (
    "id" UUID NOT NULL,
    "charter_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "guidance" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "is_mandatory" BOOLEAN NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "updated_by_name" TEXT,

    CONSTRAINT "articles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_plans" (
    "id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "school_year" TEXT NOT NULL,
    "status" "PlanStatus" NOT NULL DEFAULT 'draft',
    "has_changes" BOOLEAN NOT NULL DEFAULT true,
    "submitted_at" TIMESTAMPTZ,
    "submitted_by_name" TEXT,
    "receipt" TEXT,
    "acknowledged_at" TIMESTAMPTZ,
    "acknowledged_by_name" TEXT,

    CONSTRAINT "action_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "planned_actions" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "school_year" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "audiences" TEXT[],
    "starts_on" DATE,
    "ends_on" DATE,
    "place" TEXT NOT NULL DEFAULT '',
    "objective" TEXT NOT NULL DEFAULT '',
    "partners" TEXT NOT NULL DEFAULT '',
    "visibility" "Visibility" NOT NULL DEFAULT 'private',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "planned_actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_schools" (
    "action_id" UUID NOT NULL,
    "school_uai" TEXT NOT NULL,

    CONSTRAINT "action_schools_pkey" PRIMARY KEY ("action_id","school_uai")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "actor_role" "Role",
    "clee_id" UUID,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mails" (
    "id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "to_email" TEXT NOT NULL,
    "to_name" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "secret_link" TEXT,
    "status" "MailStatus" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_attempt_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ,
    "last_error" TEXT,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "sid" TEXT NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "throttles" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "throttles_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_school_uai_idx" ON "users"("school_uai");

-- CreateIndex
CREATE INDEX "users_organisation_id_idx" ON "users"("organisation_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_user_id_idx" ON "invitations"("user_id");

-- CreateIndex
CREATE INDEX "invitations_copilot_id_idx" ON "invitations"("copilot_id");

-- CreateIndex
CREATE UNIQUE INDEX "bassins_name_key" ON "bassins"("name");

-- CreateIndex
CREATE UNIQUE INDEX "bassins_slug_key" ON "bassins"("slug");

-- CreateIndex
CREATE INDEX "bassin_coordinators_user_id_school_year_idx" ON "bassin_coordinators"("user_id", "school_year");

-- CreateIndex
CREATE UNIQUE INDEX "bassin_coordinators_bassin_id_user_id_school_year_key" ON "bassin_coordinators"("bassin_id", "user_id", "school_year");

-- CreateIndex
CREATE INDEX "communes_departement_idx" ON "communes"("departement");

-- CreateIndex
CREATE INDEX "communes_epci_code_idx" ON "communes"("epci_code");

-- CreateIndex
CREATE INDEX "schools_commune_code_idx" ON "schools"("commune_code");

-- CreateIndex
CREATE UNIQUE INDEX "clees_search_name_key" ON "clees"("search_name");

-- CreateIndex
CREATE INDEX "organisations_search_name_idx" ON "organisations"("search_name");

-- CreateIndex
CREATE UNIQUE INDEX "organisations_siret_key" ON "organisations"("siret");

-- CreateIndex
CREATE UNIQUE INDEX "clees_slug_key" ON "clees"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "clees_declaration_receipt_key" ON "clees"("declaration_receipt");

-- CreateIndex
CREATE INDEX "clees_status_idx" ON "clees"("status");

-- CreateIndex
CREATE INDEX "clee_bassins_bassin_id_idx" ON "clee_bassins"("bassin_id");

-- CreateIndex
CREATE INDEX "clee_communes_commune_code_idx" ON "clee_communes"("commune_code");

-- CreateIndex
CREATE INDEX "copilots_clee_id_idx" ON "copilots"("clee_id");

-- CreateIndex
CREATE INDEX "copilots_user_id_idx" ON "copilots"("user_id");

-- CreateIndex
CREATE INDEX "copilots_school_uai_idx" ON "copilots"("school_uai");

-- CreateIndex
CREATE INDEX "copilots_organisation_id_idx" ON "copilots"("organisation_id");

-- CreateIndex
CREATE INDEX "members_clee_id_idx" ON "members"("clee_id");

-- CreateIndex
CREATE INDEX "members_school_uai_idx" ON "members"("school_uai");

-- CreateIndex
CREATE INDEX "members_organisation_id_idx" ON "members"("organisation_id");

-- CreateIndex
CREATE UNIQUE INDEX "charters_receipt_key" ON "charters"("receipt");

-- CreateIndex
CREATE INDEX "charters_status_submitted_at_idx" ON "charters"("status", "submitted_at");

-- CreateIndex
CREATE UNIQUE INDEX "charters_clee_id_version_key" ON "charters"("clee_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "articles_charter_id_key_key" ON "articles"("charter_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "action_plans_receipt_key" ON "action_plans"("receipt");

-- CreateIndex
CREATE INDEX "action_plans_status_submitted_at_idx" ON "action_plans"("status", "submitted_at");

-- CreateIndex
CREATE UNIQUE INDEX "action_plans_clee_id_school_year_key" ON "action_plans"("clee_id", "school_year");

-- CreateIndex
CREATE UNIQUE INDEX "action_plans_id_school_year_key" ON "action_plans"("id", "school_year");

-- CreateIndex
CREATE INDEX "planned_actions_plan_id_idx" ON "planned_actions"("plan_id");

-- CreateIndex
CREATE INDEX "planned_actions_visibility_starts_on_idx" ON "planned_actions"("visibility", "starts_on");

-- CreateIndex
CREATE INDEX "action_schools_school_uai_idx" ON "action_schools"("school_uai");

-- CreateIndex
CREATE INDEX "audit_entries_at_id_idx" ON "audit_entries"("at", "id");

-- CreateIndex
CREATE INDEX "audit_entries_clee_id_at_idx" ON "audit_entries"("clee_id", "at");

-- CreateIndex
CREATE INDEX "audit_entries_event_at_idx" ON "audit_entries"("event", "at");

-- CreateIndex
CREATE INDEX "mails_status_next_attempt_at_idx" ON "mails"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "mails_created_at_idx" ON "mails"("created_at");

-- CreateIndex
CREATE INDEX "sessions_expire_idx" ON "sessions"("expire");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_school_uai_fkey" FOREIGN KEY ("school_uai") REFERENCES "schools"("uai") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_copilot_id_fkey" FOREIGN KEY ("copilot_id") REFERENCES "copilots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bassin_coordinators" ADD CONSTRAINT "bassin_coordinators_bassin_id_fkey" FOREIGN KEY ("bassin_id") REFERENCES "bassins"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bassin_coordinators" ADD CONSTRAINT "bassin_coordinators_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schools" ADD CONSTRAINT "schools_commune_code_fkey" FOREIGN KEY ("commune_code") REFERENCES "communes"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clees" ADD CONSTRAINT "clees_drafted_by_id_fkey" FOREIGN KEY ("drafted_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clee_bassins" ADD CONSTRAINT "clee_bassins_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clee_bassins" ADD CONSTRAINT "clee_bassins_bassin_id_fkey" FOREIGN KEY ("bassin_id") REFERENCES "bassins"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clee_communes" ADD CONSTRAINT "clee_communes_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clee_communes" ADD CONSTRAINT "clee_communes_commune_code_fkey" FOREIGN KEY ("commune_code") REFERENCES "communes"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_school_uai_fkey" FOREIGN KEY ("school_uai") REFERENCES "schools"("uai") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_school_uai_fkey" FOREIGN KEY ("school_uai") REFERENCES "schools"("uai") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template_articles" ADD CONSTRAINT "template_articles_template_version_fkey" FOREIGN KEY ("template_version") REFERENCES "charter_templates"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charters" ADD CONSTRAINT "charters_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charters" ADD CONSTRAINT "charters_template_version_fkey" FOREIGN KEY ("template_version") REFERENCES "charter_templates"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "articles" ADD CONSTRAINT "articles_charter_id_fkey" FOREIGN KEY ("charter_id") REFERENCES "charters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_plans" ADD CONSTRAINT "action_plans_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_plan_id_school_year_fkey" FOREIGN KEY ("plan_id", "school_year") REFERENCES "action_plans"("id", "school_year") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_schools" ADD CONSTRAINT "action_schools_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "planned_actions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_schools" ADD CONSTRAINT "action_schools_school_uai_fkey" FOREIGN KEY ("school_uai") REFERENCES "schools"("uai") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma can't express, written by hand.

-- R9: "AAAA-AAAA", the second year following the first.
CREATE FUNCTION is_school_year(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT value ~ '^\d{4}-\d{4}$' AND right(value, 4)::int = left(value, 4)::int + 1
$$;

ALTER TABLE "action_plans" ADD CONSTRAINT "action_plans_school_year_check" CHECK (is_school_year("school_year"));
ALTER TABLE "bassin_coordinators" ADD CONSTRAINT "bassin_coordinators_school_year_check" CHECK (is_school_year("school_year"));

-- R12: dates within the school year, the end not before the start, an end only with a start.
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_period_check" CHECK (
  ("starts_on" IS NULL OR "starts_on" BETWEEN make_date(left("school_year", 4)::int, 9, 1) AND make_date(right("school_year", 4)::int, 8, 31))
  AND ("ends_on" IS NULL OR ("starts_on" IS NOT NULL AND "ends_on" >= "starts_on" AND "ends_on" <= make_date(right("school_year", 4)::int, 8, 31)))
);

-- R13: a published action has its type, its audience, its period and its partners (its schools are checked by the command).
ALTER TABLE "planned_actions" ADD CONSTRAINT "planned_actions_publication_check" CHECK (
  "visibility" = 'private' OR ("starts_on" IS NOT NULL AND coalesce(cardinality("audiences"), 0) > 0 AND "partners" <> '')
);

-- R14: the key of a UAI.
ALTER TABLE "schools" ADD CONSTRAINT "schools_uai_check" CHECK (
  "uai" ~ '^\d{7}[A-Z]$' AND right("uai", 1) = substr('ABCDEFGHJKLMNPRSTUVWXYZ', left("uai", 7)::int % 23 + 1, 1)
);
ALTER TABLE "clees" ADD CONSTRAINT "clees_slug_check" CHECK ("slug" <> '');
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_siret_check" CHECK ("siret" ~ '^\d{14}$');

-- R1: the education co-pilot's school is a public collège or lycée; the economic one has an organisation.
CREATE FUNCTION check_copilot_school() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.side = 'education' AND NOT EXISTS (
    SELECT 1 FROM schools WHERE uai = NEW.school_uai AND sector = 'public' AND kind IN ('college', 'lycee')
  ) THEN
    RAISE EXCEPTION 'R1: the education co-pilot heads a public collège or lycée';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "copilots_school" BEFORE INSERT OR UPDATE OF "side", "school_uai" ON "copilots"
  FOR EACH ROW EXECUTE FUNCTION check_copilot_school();
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_structure_check" CHECK (
  ("side" = 'education' AND "school_uai" IS NOT NULL AND "organisation_id" IS NULL)
  OR ("side" = 'economy' AND "organisation_id" IS NOT NULL AND "school_uai" IS NULL)
);
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_mandate_check" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on");
-- A person holds one running seat in a CLEE.
CREATE UNIQUE INDEX "copilots_running_seat_key" ON "copilots" ("clee_id", "user_id") WHERE "ends_on" IS NULL;
-- One invitation to the economic seat waits at a time.
CREATE UNIQUE INDEX "copilots_waiting_seat_key" ON "copilots" ("clee_id", "side") WHERE "accepted_at" IS NULL;

ALTER TABLE "members" ADD CONSTRAINT "members_structure_check" CHECK (num_nonnulls("school_uai", "organisation_id") = 1);

-- R6: a registered CLEE carries its dated information and its receipt.
ALTER TABLE "clees" ADD CONSTRAINT "clees_declaration_check" CHECK (
  ("status" = 'draft') = ("declared_at" IS NULL) AND ("declared_at" IS NULL) = ("declaration_receipt" IS NULL)
  AND ("status" <> 'active' OR "acknowledged_at" IS NOT NULL)
);
-- A head has one draft at a time, even after a double click.
CREATE UNIQUE INDEX "clees_one_draft_key" ON "clees" ("drafted_by_id") WHERE "status" = 'draft';

-- R7: of a CLEE's charters one is in force and one in the works.
CREATE UNIQUE INDEX "charters_in_force_key" ON "charters" ("clee_id") WHERE "status" = 'validated';
CREATE UNIQUE INDEX "charters_in_the_works_key" ON "charters" ("clee_id") WHERE "status" IN ('draft', 'submitted');
ALTER TABLE "charters" ADD CONSTRAINT "charters_submission_check" CHECK (
  ("status" = 'draft') = ("submitted_at" IS NULL) AND ("submitted_at" IS NULL) = ("receipt" IS NULL)
);
ALTER TABLE "charters" ADD CONSTRAINT "charters_return_check" CHECK ("status" <> 'returned' OR length(trim(coalesce("reason", ''))) > 0);

-- R7: a submitted charter never goes back to draft, and keeps what its submission wrote.
CREATE FUNCTION keep_submitted_charter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'R7: a submitted charter is kept';
  END IF;
  IF (OLD.status, NEW.status) NOT IN (('submitted', 'validated'), ('submitted', 'returned'), ('validated', 'replaced'))
    OR (NEW.clee_id, NEW.version, NEW.template_version, NEW.submitted_at, NEW.submitted_by_name, NEW.receipt)
      IS DISTINCT FROM (OLD.clee_id, OLD.version, OLD.template_version, OLD.submitted_at, OLD.submitted_by_name, OLD.receipt)
    OR (OLD.status = 'validated' AND (NEW.decided_at, NEW.decided_by_name, NEW.reason) IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_name, OLD.reason))
  THEN
    RAISE EXCEPTION 'R7: a submitted charter never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "charters_kept" BEFORE UPDATE OR DELETE ON "charters" FOR EACH ROW EXECUTE FUNCTION keep_submitted_charter();

-- R7: so does its text.
CREATE FUNCTION keep_submitted_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM charters WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.charter_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.charter_id END)
      AND status <> 'draft'
  ) THEN
    RAISE EXCEPTION 'R7: the text of a submitted charter never changes';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER "articles_kept" BEFORE INSERT OR UPDATE OR DELETE ON "articles" FOR EACH ROW EXECUTE FUNCTION keep_submitted_article();

-- R6: a transmitted list carries its date and its receipt.
ALTER TABLE "action_plans" ADD CONSTRAINT "action_plans_submission_check" CHECK (
  ("status" = 'draft') = ("submitted_at" IS NULL) AND ("submitted_at" IS NULL) = ("receipt" IS NULL)
  AND ("status" <> 'acknowledged' OR "acknowledged_at" IS NOT NULL)
);

-- The journal is append-only.
CREATE FUNCTION keep_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER "audit_entries_kept" BEFORE UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION keep_audit_entry();

-- Searches without accents or case compare search names.
CREATE INDEX "communes_search_name_idx" ON "communes" USING gin ("search_name" gin_trgm_ops);
CREATE INDEX "communes_postal_codes_idx" ON "communes" USING gin ("postal_codes");
CREATE INDEX "schools_search_name_idx" ON "schools" USING gin ("search_name" gin_trgm_ops);
CREATE INDEX "clees_search_name_idx" ON "clees" USING gin ("search_name" gin_trgm_ops);
CREATE INDEX "mails_due_idx" ON "mails" ("next_attempt_at") WHERE "status" = 'pending';

-- The first version of the charter template: the four mandatory articles (charter template of the académies, §3, 4, 5 and 8).
INSERT INTO "charter_templates" ("version", "published_at") VALUES (1, now());
INSERT INTO "template_articles" ("template_version", "key", "position", "title", "guidance", "starting_text", "is_mandatory") VALUES
(1, 'territory', 1, 'Territoire',
 'Décrivez le périmètre du CLEE : son ou ses bassins, ses communes, et ce qui fait l’unité de ce territoire.',
 E'« {nom} » exerce son action dans l’académie de {academie}, sur le territoire {bassins}.\n\nIl réunit les communes suivantes : {communes}.', true),
(1, 'objectives', 2, 'Objectifs',
 'Dites ce que le CLEE se propose : les axes retenus et, au plus, cinq priorités locales.',
 E'Le CLEE facilite les échanges entre les établissements scolaires et les entreprises de son territoire. Dans le cadre de la circulaire n° 2016-183 du 22 novembre 2016 et du parcours Avenir, il se donne pour axes :\n\n— l’information et l’orientation des élèves ;\n— la connaissance du tissu économique local par les équipes éducatives ;\n— l’appui aux stages, à l’alternance et à l’apprentissage ;\n— la connaissance mutuelle de l’école et de l’entreprise.\n\n[À compléter : au plus cinq priorités locales]', true),
(1, 'actors', 3, 'Acteurs',
 'Nommez les copilotes et les membres par leur fonction et leur structure, jamais par leur nom : la charte est publiée.',
 E'Le CLEE est copiloté par :\n\n{copilotes}\n\nSon comité de pilotage réunit, autour des copilotes :\n\n{comite}\n\nLes membres sont bénévoles et ne versent aucune cotisation.', true),
(1, 'functioning', 4, 'Fonctionnement',
 'Précisez le rythme des réunions, la préparation des décisions et la façon de rendre compte.',
 E'Le comité de pilotage se réunit au moins trois fois par an, et une assemblée plénière une fois par an. Les convocations partent quinze jours avant la réunion ; le compte rendu est diffusé dans les trente jours.\n\nLes décisions se prennent en codécision : une action est retenue lorsque les deux copilotes en sont d’accord.\n\nChaque année, les copilotes transmettent à la mission académique la liste des actions envisagées, puis le bilan des actions menées.', true);
