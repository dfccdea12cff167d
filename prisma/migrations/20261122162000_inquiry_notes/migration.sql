-- Whom the person addressed, in words, when others answer: a CLEE that nobody co-pilots today.
ALTER TABLE "inquiries" ADD COLUMN "asked_of" TEXT NOT NULL DEFAULT '';

-- A word between those who answer, which the person who asks never reads.
ALTER TABLE "inquiry_messages" ADD COLUMN "is_internal" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "inquiry_messages" ADD CONSTRAINT "inquiry_messages_internal" CHECK (NOT "is_internal" OR "author_id" IS NOT NULL);
