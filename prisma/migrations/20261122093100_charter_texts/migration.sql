-- CreateEnum
CREATE TYPE "ArticleKind" AS ENUM ('text', 'objectives');

-- CreateEnum
CREATE TYPE "Signatory" AS ENUM ('education', 'economy', 'mission');

-- DropForeignKey
ALTER TABLE "template_articles" DROP CONSTRAINT "template_articles_template_version_fkey";

-- AlterTable
ALTER TABLE "articles" ADD COLUMN     "axes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "axis_choices" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "kind" "ArticleKind" NOT NULL DEFAULT 'text',
ADD COLUMN     "priorities" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "charter_templates" ADD COLUMN     "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "published_by_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "summary" TEXT NOT NULL DEFAULT '',
ALTER COLUMN "published_at" DROP NOT NULL;

-- AlterTable
ALTER TABLE "charters" ADD COLUMN     "agreed_by_name" TEXT,
ADD COLUMN     "objection" TEXT,
ADD COLUMN     "particulars" JSONB,
ADD COLUMN     "proposed_at" TIMESTAMPTZ,
ADD COLUMN     "proposed_by_name" TEXT,
ADD COLUMN     "proposed_side" "CopilotSide",
ADD COLUMN     "reminded_at" TIMESTAMPTZ,
ADD COLUMN     "signatories" "Signatory"[] DEFAULT ARRAY[]::"Signatory"[],
ADD COLUMN     "valid_until" DATE,
ADD COLUMN     "verification_code" TEXT;

-- AlterTable
ALTER TABLE "template_articles" ADD COLUMN     "axes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "kind" "ArticleKind" NOT NULL DEFAULT 'text',
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "charter_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "needs_agreement" BOOLEAN NOT NULL DEFAULT true,
    "agreement_reminder_days" INTEGER NOT NULL DEFAULT 5,
    "validity_years" INTEGER NOT NULL DEFAULT 3,
    "signatories" "Signatory"[] DEFAULT ARRAY['education', 'economy']::"Signatory"[],
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "charter_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charter_comments" (
    "id" UUID NOT NULL,
    "charter_id" UUID NOT NULL,
    "article_key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "author_name" TEXT NOT NULL,
    "author_role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "charter_comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signatures" (
    "id" UUID NOT NULL,
    "charter_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "signatory" "Signatory" NOT NULL,
    "name" TEXT NOT NULL,
    "job_title" TEXT NOT NULL,
    "structure" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signatures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charter_scans" (
    "id" UUID NOT NULL,
    "charter_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "attached_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attached_by_name" TEXT NOT NULL,

    CONSTRAINT "charter_scans_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "charter_comments_charter_id_created_at_idx" ON "charter_comments"("charter_id", "created_at");

-- CreateIndex
CREATE INDEX "charter_comments_author_id_idx" ON "charter_comments"("author_id");

-- CreateIndex
CREATE INDEX "signatures_user_id_idx" ON "signatures"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "signatures_charter_id_user_id_key" ON "signatures"("charter_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "charter_scans_charter_id_key" ON "charter_scans"("charter_id");

-- CreateIndex
CREATE UNIQUE INDEX "charters_verification_code_key" ON "charters"("verification_code");

-- AddForeignKey
ALTER TABLE "template_articles" ADD CONSTRAINT "template_articles_template_version_fkey" FOREIGN KEY ("template_version") REFERENCES "charter_templates"("version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charter_comments" ADD CONSTRAINT "charter_comments_charter_id_fkey" FOREIGN KEY ("charter_id") REFERENCES "charters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charter_comments" ADD CONSTRAINT "charter_comments_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_charter_id_fkey" FOREIGN KEY ("charter_id") REFERENCES "charters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charter_scans" ADD CONSTRAINT "charter_scans_charter_id_fkey" FOREIGN KEY ("charter_id") REFERENCES "charters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the versions that exist already receive: a code, their validity and their signatories (defaults of the portal).
CREATE FUNCTION random_verification_code() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', get_byte(bytes, position) % 32 + 1, 1), '' ORDER BY position)
  FROM (SELECT decode(replace(gen_random_uuid()::text, '-', ''), 'hex') AS bytes) AS random, unnest(ARRAY[0, 1, 2, 3, 4, 5, 10, 11]) AS position
$$;
ALTER TABLE "charters" DISABLE TRIGGER "charters_kept";
UPDATE "charters" SET
  "verification_code" = random_verification_code(),
  "signatories" = CASE WHEN "status" = 'draft' THEN '{}' ELSE '{education,economy}' END::"Signatory"[],
  "valid_until" = CASE WHEN "status" IN ('validated', 'replaced') THEN ("decided_at" AT TIME ZONE 'Europe/Paris')::date + interval '3 years' END;
ALTER TABLE "charters" ENABLE TRIGGER "charters_kept";
DROP FUNCTION random_verification_code();
ALTER TABLE "charters" ALTER COLUMN "verification_code" SET NOT NULL;
ALTER TABLE "charters" ADD CONSTRAINT "charters_verification_code_check" CHECK ("verification_code" ~ '^[A-HJ-NP-Z2-9]{8}$');
ALTER TABLE "charters" ADD CONSTRAINT "charters_validity_check" CHECK ("status" NOT IN ('validated', 'replaced') OR "valid_until" IS NOT NULL);
ALTER TABLE "charters" ADD CONSTRAINT "charters_proposal_check" CHECK ("status" <> 'proposed' OR num_nulls("proposed_at", "proposed_by_name", "proposed_side") = 0);
ALTER TABLE "charters" DROP CONSTRAINT "charters_submission_check";
ALTER TABLE "charters" ADD CONSTRAINT "charters_submission_check" CHECK (
  ("status" IN ('draft', 'proposed')) = ("submitted_at" IS NULL) AND ("submitted_at" IS NULL) = ("receipt" IS NULL)
);
DROP INDEX "charters_in_the_works_key";
CREATE UNIQUE INDEX "charters_in_the_works_key" ON "charters" ("clee_id") WHERE "status" IN ('draft', 'proposed', 'submitted');
ALTER TABLE "articles" ADD CONSTRAINT "articles_priorities_check" CHECK (cardinality("priorities") <= 5);
-- The arrays that Prisma reads are never null.
ALTER TABLE "articles" ALTER COLUMN "axes" SET NOT NULL, ALTER COLUMN "axis_choices" SET NOT NULL, ALTER COLUMN "priorities" SET NOT NULL;
ALTER TABLE "template_articles" ALTER COLUMN "axes" SET NOT NULL;
ALTER TABLE "charters" ALTER COLUMN "signatories" SET NOT NULL;

-- One line of settings; without it, the defaults.
ALTER TABLE "charter_settings" ALTER COLUMN "signatories" SET NOT NULL;
ALTER TABLE "charter_settings" ADD CONSTRAINT "charter_settings_one_line_check" CHECK ("id" = 1);
ALTER TABLE "charter_settings" ADD CONSTRAINT "charter_settings_values_check" CHECK (
  "agreement_reminder_days" BETWEEN 1 AND 60 AND "validity_years" BETWEEN 1 AND 10 AND cardinality("signatories") > 0
);

-- R7: what is submitted is frozen; only its decision, then its replacement, are written. Deleting an account rewrites names.
CREATE OR REPLACE FUNCTION keep_submitted_charter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('draft', 'proposed') THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    IF NEW.status IN ('draft', 'proposed', 'submitted') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'R7: a charter is submitted before it is decided';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'R7: a submitted charter is kept';
  END IF;
  IF is_forgetting() THEN
    OLD.proposed_by_name := NEW.proposed_by_name;
    OLD.submitted_by_name := NEW.submitted_by_name;
    OLD.agreed_by_name := NEW.agreed_by_name;
    OLD.decided_by_name := NEW.decided_by_name;
  ELSIF (OLD.status, NEW.status) IN (('submitted', 'validated'), ('submitted', 'returned')) THEN
    OLD.status := NEW.status;
    OLD.decided_at := NEW.decided_at;
    OLD.decided_by_name := NEW.decided_by_name;
    OLD.reason := NEW.reason;
    OLD.valid_until := NEW.valid_until;
  ELSIF (OLD.status, NEW.status) = ('validated', 'replaced') THEN
    OLD.status := NEW.status;
  END IF;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'R7: a submitted charter never changes';
  END IF;
  RETURN NEW;
END $$;

-- A published template never changes: charters say which they were written from.
CREATE FUNCTION keep_published_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.published_by_name := NEW.published_by_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'a published template never changes';
END $$;
CREATE FUNCTION keep_published_template_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM charter_templates
    WHERE version IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.template_version END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.template_version END)
      AND published_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'a published template never changes';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE UNIQUE INDEX "charter_templates_one_draft_key" ON "charter_templates" ((true)) WHERE "published_at" IS NULL;
ALTER TABLE "template_articles" ADD CONSTRAINT "template_articles_key_check" CHECK ("key" ~ '^[a-z0-9][a-z0-9-]{0,59}$');
-- R5: these four are in every charter.
ALTER TABLE "template_articles" ADD CONSTRAINT "template_articles_mandatory_check" CHECK (
  "is_mandatory" OR "key" NOT IN ('territory', 'objectives', 'actors', 'functioning')
);

-- A comment is kept as it was written, a signature too; both name a function once the account is deleted. A comment goes with its draft.
CREATE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.author_name := NEW.author_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM charters WHERE id = OLD.charter_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a comment is kept as it was written';
END $$;
CREATE TRIGGER "charter_comments_kept" BEFORE UPDATE OR DELETE ON "charter_comments" FOR EACH ROW EXECUTE FUNCTION keep_comment();

-- R7: who signed, when, once per version; nobody signs a text that may still change, nor one that was returned or replaced.
CREATE FUNCTION keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.name := NEW.name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'R7: a signature is kept';
END $$;
CREATE TRIGGER "signatures_kept" BEFORE UPDATE OR DELETE ON "signatures" FOR EACH ROW EXECUTE FUNCTION keep_signature();
CREATE FUNCTION check_signed_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM charters WHERE id = NEW.charter_id AND status IN ('submitted', 'validated')) THEN
    RAISE EXCEPTION 'R7: only a submitted or validated version is signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "signatures_version" BEFORE INSERT ON "signatures" FOR EACH ROW EXECUTE FUNCTION check_signed_version();
CREATE TRIGGER "charter_scans_version" BEFORE INSERT ON "charter_scans" FOR EACH ROW EXECUTE FUNCTION check_signed_version();
CREATE FUNCTION keep_scan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_forgetting() THEN
    OLD.attached_by_name := NEW.attached_by_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'R7: a scan is replaced, never changed';
END $$;
CREATE TRIGGER "charter_scans_kept" BEFORE UPDATE ON "charter_scans" FOR EACH ROW EXECUTE FUNCTION keep_scan();
ALTER TABLE "charter_scans" ADD CONSTRAINT "charter_scans_content_check" CHECK (
  "media_type" IN ('application/pdf', 'image/jpeg', 'image/png') AND "size" = length("content") AND "size" BETWEEN 1 AND 10485760
);

-- The second version of the charter template: the whole structure of the charters of the académies, the four mandatory articles among fourteen.
INSERT INTO "charter_templates" ("version", "published_at", "summary") VALUES
(2, now(), 'Quatorze articles au lieu de quatre : le préambule, la nature du CLEE, le comité, les copilotes, la décision, le bilan et la signature ont chacun le leur. Les objectifs se choisissent dans une liste d’axes, avec cinq priorités locales au plus.');
INSERT INTO "template_articles" ("template_version", "key", "position", "kind", "title", "guidance", "starting_text", "axes", "is_mandatory") VALUES
(2, 'preamble', 1, 'text', 'Préambule et références',
 'Rappelez le cadre national et ce qui a conduit à créer ce CLEE. Le texte proposé convient à la plupart.',
 E'« {nom} » est un comité local école-entreprise (CLEE). Il facilite les échanges entre les établissements scolaires et les acteurs économiques de son territoire, et prend part à l’orientation des élèves par des actions locales.\n\nIl s’inscrit dans le cadre de la circulaire n° 2016-183 du 22 novembre 2016, relative au rapprochement de l’école et du monde économique, et du parcours Avenir. Ses membres respectent la neutralité du service public d’éducation : aucune action ne sert à la promotion commerciale d’une entreprise.',
 '{}', false),
(2, 'nature', 2, 'text', 'Nature du CLEE',
 'Dites ce qu’est le CLEE, et ce qu’il n’est pas. La forme juridique vient de la page « Identité ».',
 E'Les membres du CLEE sont bénévoles. Ils n’y sont mandatés par aucun syndicat, parti ou culte. Aucune cotisation n’est demandée.\n\n{forme}',
 '{}', false),
(2, 'territory', 3, 'text', 'Territoire',
 'Décrivez le périmètre du CLEE : son ou ses bassins, ses communes, et ce qui fait l’unité de ce territoire.',
 E'« {nom} » exerce son action dans l’académie de {academie}, sur le territoire {bassins}.\n\nIl réunit les communes suivantes : {communes}.',
 '{}', true),
(2, 'objectives', 4, 'objectives', 'Objectifs',
 'Cochez les axes retenus et ajoutez, au plus, cinq priorités locales : ce que le CLEE veut changer ici, et pas ailleurs.',
 'Le CLEE se donne les axes de travail et les priorités locales qui suivent. Le comité de pilotage les revoit chaque année au vu du bilan.',
 ARRAY['L’information et l’orientation des élèves', 'La connaissance du tissu économique local par les équipes éducatives', 'L’appui aux stages, de la troisième à la terminale professionnelle', 'Le recueil des besoins en formation du territoire', 'L’alternance et l’apprentissage', 'La connaissance mutuelle de l’école et de l’entreprise', 'Les initiatives innovantes'], true),
(2, 'actors', 5, 'text', 'Acteurs',
 'Nommez les membres par leur fonction et leur structure, jamais par leur nom : la charte est publiée.',
 E'Le CLEE réunit les mondes de l’éducation, de l’économie, de l’insertion et de l’emploi et, s’ils le souhaitent, des collectivités et des parents d’élèves. En sont membres :\n\n{membres}',
 '{}', true),
(2, 'steering-committee', 6, 'text', 'Comité de pilotage',
 'Dites combien de sièges compte le comité et comment ils se partagent entre les mondes.',
 E'Le comité de pilotage fixe les objectifs, retient les actions et fixe les règles de travail. Il se compose, de façon équilibrée entre les mondes, des deux copilotes et de :\n\n{comite}',
 '{}', false),
(2, 'copilots', 7, 'text', 'Copilotes',
 'Précisez qui peut être copilote, pour combien de temps, et comment la suite est assurée.',
 E'Le CLEE est copiloté par un personnel de direction d’un collège ou d’un lycée public et par un représentant du monde économique, à égalité de droits. Ses copilotes sont :\n\n{copilotes}\n\nIls sont désignés par le comité de pilotage. Celui qui quitte sa fonction en avertit le comité, qui désigne sa suite ; un tuilage est possible.',
 '{}', false),
(2, 'functioning', 8, 'text', 'Fonctionnement',
 'Précisez le rythme des réunions, les convocations, les comptes rendus et, s’il y a lieu, le quorum.',
 E'Le comité de pilotage se réunit au moins trois fois par an, et une assemblée plénière une fois par an.\n\n- Les convocations partent quinze jours avant la réunion, avec l’ordre du jour.\n- Le compte rendu est diffusé dans les trente jours.\n- Les membres empêchés se font excuser.',
 '{}', true),
(2, 'decision', 9, 'text', 'Décision',
 'Dites comment une action est retenue.',
 'Les décisions se prennent en codécision : une action est retenue lorsque le monde de l’éducation et le monde économique en sont tous deux d’accord. À défaut d’accord, elle est reportée à la réunion suivante.',
 '{}', false),
(2, 'support-school', 10, 'text', 'Établissement support',
 'Nommez l’établissement qui peut recevoir des fonds pour le CLEE, s’il y en a un.',
 '{support}',
 '{}', false),
(2, 'working-groups', 11, 'text', 'Groupes de travail',
 'Décrivez les groupes que le comité constitue, leur objet et qui les anime. Laissez vide s’il n’y en a pas.',
 'Le comité de pilotage peut constituer des groupes de travail. Chacun a un objet, un animateur et une échéance, et rend compte au comité.',
 '{}', false),
(2, 'mission', 12, 'text', 'Relation avec la mission académique',
 'Le texte proposé convient à la plupart.',
 'Le chef d’établissement copilote informe la mission académique école-entreprise de la mise en place du CLEE. Les copilotes lui transmettent la charte et, chaque année, la liste des actions envisagées. Le coordonnateur de bassin est invité aux réunions.',
 '{}', false),
(2, 'review', 13, 'text', 'Bilan',
 'Dites comment le bilan annuel est fait et à qui il est présenté.',
 'Chaque année, les copilotes dressent le bilan des actions menées. Il est présenté à l’assemblée plénière et transmis à la mission académique.',
 '{}', false),
(2, 'validity', 14, 'text', 'Signature, validité et révision',
 'Précisez qui signe, pour combien de temps la charte vaut, et comment elle se révise.',
 'La présente charte est signée par les copilotes. Elle vaut jusqu’à la date portée par sa validation ; elle est révisée avant cette date si les copilotes changent ou si le comité de pilotage le demande. Toute modification donne lieu à une nouvelle version.',
 '{}', false);

CREATE TRIGGER "charter_templates_kept" BEFORE UPDATE OR DELETE ON "charter_templates" FOR EACH ROW EXECUTE FUNCTION keep_published_template();
CREATE TRIGGER "template_articles_kept" BEFORE INSERT OR UPDATE OR DELETE ON "template_articles" FOR EACH ROW EXECUTE FUNCTION keep_published_template_article();
