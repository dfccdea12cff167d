-- AlterTable
ALTER TABLE "school_years" ADD COLUMN     "sent_body" TEXT,
ADD COLUMN     "sent_title" TEXT;

-- What those letters said when they left was not kept: the text of today is the nearest.
UPDATE "school_years" SET "sent_title" = "letter_title", "sent_body" = "letter_body" WHERE "letter_sent_at" IS NOT NULL;
