-- A phrase is searched by its pairs of words that follow each other: the index of words alone would have every action that holds
-- them anywhere read again. Words that don't count ("en", "de") are left out on both sides.
CREATE FUNCTION word_pairs(vector tsvector) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(lexeme || ' ' || following)
  FROM (SELECT lexeme, lead(lexeme) OVER (ORDER BY place) AS following FROM (SELECT lexeme, unnest(positions) AS place FROM unnest(vector) WHERE positions IS NOT NULL) words) pairs
  WHERE following IS NOT NULL
$$;

CREATE INDEX "planned_actions_word_pairs_idx" ON "planned_actions" USING GIN (word_pairs("search")) WITH (fastupdate = off);
