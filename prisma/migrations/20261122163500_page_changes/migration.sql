-- Tells every process, at commit, the name of a table that public pages read and that has just changed: it drops the pages
-- kept from before. One message a table and a transaction, whatever the number of rows.
CREATE FUNCTION tell_page_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('portail_pages', TG_TABLE_NAME);
  RETURN NULL;
END
$$;

-- ALWAYS: also in a session that silences triggers, as a restoration does.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'bassins', 'bassin_coordinators', 'communes', 'former_communes', 'schools', 'organisations',
    'clees', 'clee_state_changes', 'clee_old_slugs', 'clee_bassins', 'clee_communes', 'copilots', 'members',
    'charter_templates', 'template_articles', 'charter_settings', 'charters', 'articles', 'signatures', 'charter_scans',
    'action_plans', 'planned_actions', 'action_partners', 'action_clees', 'action_indicators', 'action_schools', 'plan_reviews',
    'school_years', 'school_holidays', 'meetings', 'documents', 'document_files', 'editorial_pages'
  ] LOOP
    EXECUTE format('CREATE TRIGGER page_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tell_page_change()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER page_change', name);
  END LOOP;
END
$$;

-- Of an account, only what pages may show: signing in changes none of them.
CREATE TRIGGER page_change AFTER INSERT OR DELETE OR TRUNCATE
  OR UPDATE OF first_name, last_name, role, job_title, school_uai, organisation_id, is_active, name_consent_at, deleted_at
  ON users FOR EACH STATEMENT EXECUTE FUNCTION tell_page_change();
ALTER TABLE users ENABLE ALWAYS TRIGGER page_change;
