-- The vector of an action holds its words, and what it is filtered by as lexemes that no text gives (« t:job_fair »): one index
-- then answers words and filters together, without reading what each keeps apart. Of a text only letters and digits count: the
-- parser of PostgreSQL would take « forum/salon » for a path and « 2024-2025 » for a subtraction.
CREATE OR REPLACE FUNCTION index_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := to_tsvector('plain_french', regexp_replace(NEW.search_text, '[^[:alnum:]]+', ' ', 'g')) || array_to_tsvector(
    ARRAY['t:' || NEW.type, 'y:' || NEW.school_year]
    || ARRAY(SELECT 'l:' || level FROM unnest(NEW.levels) level) || ARRAY(SELECT 's:' || sector FROM unnest(NEW.sectors) sector)
  );
  NEW.ordered_on := coalesce(NEW.starts_on, make_date(left(NEW.school_year, 4)::int, 9, 1));
  RETURN NEW;
END $$;
DROP TRIGGER "planned_actions_indexed" ON "planned_actions";
CREATE TRIGGER "planned_actions_indexed" BEFORE INSERT OR UPDATE OF "search_text", "starts_on", "school_year", "type", "levels", "sectors" ON "planned_actions"
  FOR EACH ROW EXECUTE FUNCTION index_action();
UPDATE "planned_actions" SET "search_text" = "search_text";

-- How common each word is decides how a search is answered: those of ten school years are some thousands.
ALTER TABLE "planned_actions" ALTER COLUMN "search" SET STATISTICS 500;

-- Without the list of what is to be indexed later, which every search would read.
-- CreateIndex
CREATE INDEX "planned_actions_search_idx" ON "planned_actions" USING GIN ("search") WITH (fastupdate = off);
