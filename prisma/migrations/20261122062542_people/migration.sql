-- CreateEnum
CREATE TYPE "LegalForm" AS ENUM ('none', 'association', 'carried');

-- CreateEnum
CREATE TYPE "OrganisationKind" AS ENUM ('company', 'business_club', 'chamber', 'professional_body', 'association', 'employment_service', 'local_authority', 'parents', 'public_service', 'other');

-- CreateEnum
CREATE TYPE "AccountRequestStatus" AS ENUM ('unconfirmed', 'waiting', 'accepted', 'refused');

-- AlterEnum
ALTER TYPE "CleeStatus" ADD VALUE 'vacant';
ALTER TYPE "CleeStatus" ADD VALUE 'dormant';
ALTER TYPE "CleeStatus" ADD VALUE 'closed';

-- AlterTable
ALTER TABLE "clees" ADD COLUMN     "carrier_id" UUID,
ADD COLUMN     "legal_form" "LegalForm" NOT NULL DEFAULT 'none',
ADD COLUMN     "long_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "support_school_uai" TEXT;

-- AlterTable
ALTER TABLE "copilots" ADD COLUMN     "replaces_id" UUID;

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "consent_means" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "consent_on" DATE,
ADD COLUMN     "consent_recorded_by" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "ends_on" DATE,
ADD COLUMN     "first_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "last_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "starts_on" DATE NOT NULL DEFAULT CURRENT_DATE;

-- AlterTable
ALTER TABLE "organisations" ADD COLUMN     "city" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "kind" "OrganisationKind" NOT NULL DEFAULT 'other';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "deleted_at" TIMESTAMPTZ,
ADD COLUMN     "name_consent_at" TIMESTAMPTZ;

-- CreateTable
CREATE TABLE "password_resets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,

    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_changes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "new_email" CITEXT NOT NULL,
    "old_token_hash" TEXT NOT NULL,
    "new_token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "old_confirmed_at" TIMESTAMPTZ,
    "new_confirmed_at" TIMESTAMPTZ,
    "applied_at" TIMESTAMPTZ,

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_requests" (
    "id" UUID NOT NULL,
    "email" CITEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "job_title" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "school_uai" TEXT,
    "organisation_name" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL DEFAULT '',
    "status" "AccountRequestStatus" NOT NULL DEFAULT 'unconfirmed',
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "confirmed_at" TIMESTAMPTZ,
    "decided_at" TIMESTAMPTZ,
    "decided_by_name" TEXT,
    "reason" TEXT,

    CONSTRAINT "account_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clee_state_changes" (
    "id" UUID NOT NULL,
    "clee_id" UUID NOT NULL,
    "from_status" "CleeStatus",
    "to_status" "CleeStatus" NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_name" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "clee_state_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clee_old_slugs" (
    "slug" TEXT NOT NULL,
    "clee_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clee_old_slugs_pkey" PRIMARY KEY ("slug")
);

-- CreateIndex
CREATE UNIQUE INDEX "password_resets_token_hash_key" ON "password_resets"("token_hash");

-- CreateIndex
CREATE INDEX "password_resets_user_id_idx" ON "password_resets"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "email_changes_old_token_hash_key" ON "email_changes"("old_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "email_changes_new_token_hash_key" ON "email_changes"("new_token_hash");

-- CreateIndex
CREATE INDEX "email_changes_user_id_idx" ON "email_changes"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_requests_token_hash_key" ON "account_requests"("token_hash");

-- CreateIndex
CREATE INDEX "account_requests_status_confirmed_at_idx" ON "account_requests"("status", "confirmed_at");

-- CreateIndex
CREATE INDEX "account_requests_email_idx" ON "account_requests"("email");

-- CreateIndex
CREATE INDEX "clee_state_changes_clee_id_at_idx" ON "clee_state_changes"("clee_id", "at");

-- CreateIndex
CREATE INDEX "clee_old_slugs_clee_id_idx" ON "clee_old_slugs"("clee_id");

-- CreateIndex
CREATE INDEX "clees_carrier_id_idx" ON "clees"("carrier_id");

-- CreateIndex
CREATE INDEX "clees_support_school_uai_idx" ON "clees"("support_school_uai");

-- CreateIndex
CREATE INDEX "copilots_replaces_id_idx" ON "copilots"("replaces_id");

-- CreateIndex
CREATE INDEX "organisations_search_name_trgm_idx" ON "organisations" USING GIN ("search_name" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_requests" ADD CONSTRAINT "account_requests_school_uai_fkey" FOREIGN KEY ("school_uai") REFERENCES "schools"("uai") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clees" ADD CONSTRAINT "clees_carrier_id_fkey" FOREIGN KEY ("carrier_id") REFERENCES "organisations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clees" ADD CONSTRAINT "clees_support_school_uai_fkey" FOREIGN KEY ("support_school_uai") REFERENCES "schools"("uai") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clee_state_changes" ADD CONSTRAINT "clee_state_changes_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clee_old_slugs" ADD CONSTRAINT "clee_old_slugs_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "copilots" ADD CONSTRAINT "copilots_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "copilots"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- R10: several people may wait for a seat on a side, each once.
DROP INDEX "copilots_waiting_seat_key";
CREATE UNIQUE INDEX "copilots_waiting_seat_key" ON "copilots" ("clee_id", "side", "email") WHERE "accepted_at" IS NULL AND "ends_on" IS NULL;

-- A member is a structure, or a person alone; R18: no consent without a name.
ALTER TABLE "members" DROP CONSTRAINT "members_structure_check";
ALTER TABLE "members" ADD CONSTRAINT "members_structure_check" CHECK (
  num_nonnulls("school_uai", "organisation_id") = 1 OR (num_nonnulls("school_uai", "organisation_id") = 0 AND "last_name" <> '')
);
ALTER TABLE "members" ADD CONSTRAINT "members_consent_check" CHECK ("consent_on" IS NULL OR "last_name" <> '');
ALTER TABLE "members" ADD CONSTRAINT "members_period_check" CHECK ("ends_on" IS NULL OR "ends_on" >= "starts_on");
UPDATE "members" SET "starts_on" = ("created_at" AT TIME ZONE 'Europe/Paris')::date;

ALTER TABLE "clees" ADD CONSTRAINT "clees_carrier_check" CHECK (("legal_form" = 'carried') = ("carrier_id" IS NOT NULL));
ALTER TABLE "clee_old_slugs" ADD CONSTRAINT "clee_old_slugs_slug_check" CHECK ("slug" <> '');

ALTER TABLE "users" ADD CONSTRAINT "users_deletion_check" CHECK (
  "deleted_at" IS NULL OR ("first_name" = '' AND "last_name" = '' AND "password_hash" IS NULL AND NOT "is_active" AND "name_consent_at" IS NULL)
);
ALTER TABLE "account_requests" ADD CONSTRAINT "account_requests_decision_check" CHECK (
  ("status" = 'unconfirmed') = ("confirmed_at" IS NULL) AND ("status" <> 'refused' OR length(trim(coalesce("reason", ''))) > 0)
);
-- One request of an address waits at a time.
CREATE UNIQUE INDEX "account_requests_waiting_key" ON "account_requests" ("email") WHERE "status" = 'waiting';
CREATE UNIQUE INDEX "email_changes_pending_key" ON "email_changes" ("user_id") WHERE "applied_at" IS NULL;

-- "My sessions" are found by the person.
CREATE INDEX "sessions_user_idx" ON "sessions" (("sess" -> 'passport' ->> 'user'));

-- The states that CLEEs went through before this table.
INSERT INTO "clee_state_changes" ("id", "clee_id", "from_status", "to_status", "at")
  SELECT gen_random_uuid(), "id", "was"::"CleeStatus", "became"::"CleeStatus", "moved_at"
  FROM "clees" CROSS JOIN LATERAL (VALUES (NULL, 'draft', "created_at"), ('draft', 'declared', "declared_at"), ('declared', 'active', "activated_at")) AS "moves" ("was", "became", "moved_at")
  WHERE "moved_at" IS NOT NULL;

-- Names, and nothing else, may be replaced by a function while an account is being deleted, in that transaction only.
CREATE FUNCTION is_forgetting() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('portail.forgetting', true), '') = 'on'
$$;

CREATE FUNCTION keep_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A draft that is deleted takes its line along.
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM clees WHERE id = OLD.clee_id) THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.actor_name := NEW.actor_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the states of a CLEE are append-only';
END $$;
CREATE TRIGGER "clee_state_changes_kept" BEFORE UPDATE OR DELETE ON "clee_state_changes" FOR EACH ROW EXECUTE FUNCTION keep_state_change();

CREATE OR REPLACE FUNCTION keep_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.actor_name := NEW.actor_name;
    OLD.subject_name := NEW.subject_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the journal is append-only';
END $$;

CREATE OR REPLACE FUNCTION keep_submitted_charter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'R7: a submitted charter is kept';
  END IF;
  IF is_forgetting() THEN
    OLD.submitted_by_name := NEW.submitted_by_name;
    OLD.decided_by_name := NEW.decided_by_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
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

CREATE OR REPLACE FUNCTION keep_submitted_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.updated_by_name := NEW.updated_by_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  IF EXISTS (
    SELECT 1 FROM charters WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.charter_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.charter_id END)
      AND status <> 'draft'
  ) THEN
    RAISE EXCEPTION 'R7: the text of a submitted charter never changes';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
