-- Codécision: a charter sent by one co-pilot awaits the agreement of the other side. Alone: PostgreSQL uses a new value only once it is committed.
ALTER TYPE "CharterStatus" ADD VALUE 'proposed' BEFORE 'submitted';
