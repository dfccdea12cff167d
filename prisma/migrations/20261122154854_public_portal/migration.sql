-- CreateEnum
CREATE TYPE "InquiryKind" AS ENUM ('question', 'membership', 'proposal');

-- CreateEnum
CREATE TYPE "InquiryStatus" AS ENUM ('unconfirmed', 'open', 'answered', 'closed');

-- CreateEnum
CREATE TYPE "InquirerKind" AS ENUM ('company', 'self_employed', 'association', 'public_employer', 'school_staff', 'family', 'other');

-- CreateEnum
CREATE TYPE "DocumentKind" AS ENUM ('circular', 'charter_template', 'letter', 'clee_list', 'coordinator_list', 'guide', 'form', 'other');

-- CreateTable
CREATE TABLE "former_communes" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "commune_code" TEXT NOT NULL,

    CONSTRAINT "former_communes_pkey" PRIMARY KEY ("code","name")
);

-- CreateTable
CREATE TABLE "inquiries" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" "InquiryKind" NOT NULL,
    "status" "InquiryStatus" NOT NULL DEFAULT 'unconfirmed',
    "inquirer_kind" "InquirerKind" NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "email" CITEXT NOT NULL,
    "structure_name" TEXT NOT NULL DEFAULT '',
    "commune_code" TEXT,
    "subject" TEXT NOT NULL,
    "action_type" TEXT NOT NULL DEFAULT '',
    "period" TEXT NOT NULL DEFAULT '',
    "clee_id" UUID,
    "bassin_id" UUID,
    "owner_id" UUID,
    "owner_name" TEXT,
    "action_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmed_at" TIMESTAMPTZ,
    "waiting_since" TIMESTAMPTZ,
    "closed_at" TIMESTAMPTZ,
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "inquiries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inquiry_messages" (
    "id" UUID NOT NULL,
    "inquiry_id" UUID NOT NULL,
    "author_id" UUID,
    "author_name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inquiry_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inquiry_links" (
    "id" UUID NOT NULL,
    "inquiry_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inquiry_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "kind" "DocumentKind" NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "school_year" TEXT,
    "bassin_id" UUID,
    "issued_on" DATE,
    "review_on" DATE,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "updated_by_name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_files" (
    "document_id" UUID NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "document_files_pkey" PRIMARY KEY ("document_id")
);

-- CreateTable
CREATE TABLE "editorial_pages" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "owner_name" TEXT NOT NULL,
    "review_on" DATE NOT NULL,
    "published_at" TIMESTAMPTZ,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "updated_by_name" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "editorial_pages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "editorial_page_versions" (
    "id" UUID NOT NULL,
    "page_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "saved_by_name" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "editorial_page_versions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "former_communes_commune_code_idx" ON "former_communes"("commune_code");

-- CreateIndex
CREATE INDEX "former_communes_search_name_idx" ON "former_communes" USING GIN ("search_name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "inquiries_reference_key" ON "inquiries"("reference");

-- CreateIndex
CREATE INDEX "inquiries_status_waiting_since_idx" ON "inquiries"("status", "waiting_since");

-- CreateIndex
CREATE INDEX "inquiries_clee_id_status_idx" ON "inquiries"("clee_id", "status");

-- CreateIndex
CREATE INDEX "inquiries_bassin_id_status_idx" ON "inquiries"("bassin_id", "status");

-- CreateIndex
CREATE INDEX "inquiries_commune_code_idx" ON "inquiries"("commune_code");

-- CreateIndex
CREATE INDEX "inquiries_owner_id_idx" ON "inquiries"("owner_id");

-- CreateIndex
CREATE INDEX "inquiries_action_id_idx" ON "inquiries"("action_id");

-- CreateIndex
CREATE INDEX "inquiries_created_at_idx" ON "inquiries"("created_at");

-- CreateIndex
CREATE INDEX "inquiries_email_idx" ON "inquiries"("email");

-- CreateIndex
CREATE INDEX "inquiry_messages_inquiry_id_created_at_idx" ON "inquiry_messages"("inquiry_id", "created_at");

-- CreateIndex
CREATE INDEX "inquiry_messages_author_id_idx" ON "inquiry_messages"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "inquiry_links_token_hash_key" ON "inquiry_links"("token_hash");

-- CreateIndex
CREATE INDEX "inquiry_links_inquiry_id_idx" ON "inquiry_links"("inquiry_id");

-- CreateIndex
CREATE INDEX "documents_school_year_kind_idx" ON "documents"("school_year", "kind");

-- CreateIndex
CREATE INDEX "documents_bassin_id_idx" ON "documents"("bassin_id");

-- CreateIndex
CREATE UNIQUE INDEX "editorial_pages_slug_key" ON "editorial_pages"("slug");

-- CreateIndex
CREATE INDEX "editorial_pages_position_idx" ON "editorial_pages"("position");

-- CreateIndex
CREATE UNIQUE INDEX "editorial_page_versions_page_id_revision_key" ON "editorial_page_versions"("page_id", "revision");

-- AddForeignKey
ALTER TABLE "former_communes" ADD CONSTRAINT "former_communes_commune_code_fkey" FOREIGN KEY ("commune_code") REFERENCES "communes"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_commune_code_fkey" FOREIGN KEY ("commune_code") REFERENCES "communes"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_clee_id_fkey" FOREIGN KEY ("clee_id") REFERENCES "clees"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_bassin_id_fkey" FOREIGN KEY ("bassin_id") REFERENCES "bassins"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "planned_actions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiry_messages" ADD CONSTRAINT "inquiry_messages_inquiry_id_fkey" FOREIGN KEY ("inquiry_id") REFERENCES "inquiries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiry_links" ADD CONSTRAINT "inquiry_links_inquiry_id_fkey" FOREIGN KEY ("inquiry_id") REFERENCES "inquiries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_bassin_id_fkey" FOREIGN KEY ("bassin_id") REFERENCES "bassins"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_files" ADD CONSTRAINT "document_files_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "editorial_page_versions" ADD CONSTRAINT "editorial_page_versions_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "editorial_pages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma can't express.

-- An inquiry waits or not as its status says; one that nobody has confirmed is read by nobody.
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_waiting" CHECK (("waiting_since" IS NOT NULL) = ("status" = 'open'));
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_confirmed" CHECK (("confirmed_at" IS NOT NULL) = ("status" <> 'unconfirmed'));
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_closed" CHECK (("closed_at" IS NOT NULL) = ("status" = 'closed'));
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_proposal" CHECK ("kind" = 'proposal' OR ("action_type" = '' AND "period" = '' AND "action_id" IS NULL));

CREATE FUNCTION keep_inquiry_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.author_name := NEW.author_name;
    OLD.author_id := NEW.author_id;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM inquiries WHERE id = OLD.inquiry_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a message of an inquiry is kept as it was written';
END $$;
CREATE TRIGGER "inquiry_messages_kept" BEFORE UPDATE OR DELETE ON "inquiry_messages" FOR EACH ROW EXECUTE FUNCTION keep_inquiry_message();

CREATE FUNCTION keep_page_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_forgetting() THEN
    OLD.saved_by_name := NEW.saved_by_name;
    IF OLD IS NOT DISTINCT FROM NEW THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM editorial_pages WHERE id = OLD.page_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the versions of a page are append-only';
END $$;
CREATE TRIGGER "editorial_page_versions_kept" BEFORE UPDATE OR DELETE ON "editorial_page_versions" FOR EACH ROW EXECUTE FUNCTION keep_page_version();

ALTER TABLE "documents" ADD CONSTRAINT "documents_size" CHECK ("size" > 0);
ALTER TABLE "documents" ADD CONSTRAINT "documents_school_year" CHECK ("school_year" IS NULL OR "school_year" ~ '^\d{4}-\d{4}$' AND right("school_year", 4)::int = left("school_year", 4)::int + 1);
ALTER TABLE "editorial_pages" ADD CONSTRAINT "editorial_pages_slug" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');

-- Where a commune is, in degrees (WGS 84): amid its open schools, else amid those of its intercommunalité, else of its département. No source of ours tells the centre of a commune.
CREATE VIEW "commune_positions" AS
WITH located AS (
  SELECT c.code, avg(s.latitude) AS latitude, avg(s.longitude) AS longitude
  FROM communes c JOIN schools s ON s.commune_code = c.code AND s.is_open AND s.latitude IS NOT NULL AND s.longitude IS NOT NULL
  GROUP BY c.code
), epcis AS (
  SELECT c.epci_code, avg(l.latitude) AS latitude, avg(l.longitude) AS longitude FROM located l JOIN communes c USING (code) WHERE c.epci_code IS NOT NULL GROUP BY c.epci_code
), departements AS (
  SELECT c.departement, avg(l.latitude) AS latitude, avg(l.longitude) AS longitude FROM located l JOIN communes c USING (code) GROUP BY c.departement
)
SELECT c.code, coalesce(l.latitude, e.latitude, d.latitude) AS latitude, coalesce(l.longitude, e.longitude, d.longitude) AS longitude,
  CASE WHEN l.code IS NOT NULL THEN 'schools' WHEN e.epci_code IS NOT NULL THEN 'epci' ELSE 'departement' END AS source
FROM communes c
LEFT JOIN located l USING (code)
LEFT JOIN epcis e ON e.epci_code = c.epci_code
LEFT JOIN departements d ON d.departement = c.departement
WHERE coalesce(l.latitude, e.latitude, d.latitude) IS NOT NULL;
