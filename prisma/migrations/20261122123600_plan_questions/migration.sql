-- The mission may ask a question about a list that was sent. Alone: PostgreSQL uses a new value only once it is committed.
ALTER TYPE "PlanStatus" ADD VALUE 'questioned' BEFORE 'acknowledged';
