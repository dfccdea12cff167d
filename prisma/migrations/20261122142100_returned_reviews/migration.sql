-- AlterTable
ALTER TABLE "plan_reviews" ADD COLUMN     "returned_print" TEXT;
