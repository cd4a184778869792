-- Who may do what: the owner's tables are nobody's, a desk's login has the five calls and nothing beside.

SET LOCAL ROLE counter_owner;

-- Row security holds for the owner as well: a fault in a function still cannot show another agency's rows.
-- A login's own rows of `origin` say which agency that is, so these it may see before.
DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['agency_head', 'origin', 'number_block', 'event', 'quarantine', 'blob',
                                   'blob_piece']
    LOOP
        EXECUTE format('ALTER TABLE counter.%I ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE counter.%I FORCE ROW LEVEL SECURITY', v_table);
        -- The SELECT asks once a statement, not once a row.
        EXECUTE format('CREATE POLICY own_agency ON counter.%I TO counter_owner '
                       'USING (agency = (SELECT current_setting(''counter.agency'', true)))', v_table);
    END LOOP;
END
$$;
CREATE POLICY own_login ON counter.origin FOR SELECT TO counter_owner USING (login = session_user);

REVOKE ALL ON ALL TABLES IN SCHEMA counter FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA counter FROM PUBLIC;
RESET ROLE;

REVOKE ALL ON SCHEMA counter FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO counter_owner;

DO $$
DECLARE
    v_function regprocedure;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    FOR v_function IN
        SELECT p.oid FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^(lo_.*|loread|lowrite)$'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v_function);
    END LOOP;
END
$$;

CREATE FUNCTION counter.grant_desk(p_login name) RETURNS void
LANGUAGE plpgsql SET search_path = counter, pg_temp AS $$
DECLARE
    v_call regprocedure;
BEGIN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), p_login);
    EXECUTE format('GRANT USAGE ON SCHEMA counter TO %I', p_login);
    FOR v_call IN
        SELECT p.oid FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'counter'::regnamespace
        AND p.proname IN ('hello', 'push', 'pull', 'blob_put', 'blob_get')
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', v_call, p_login);
    END LOOP;
    -- A desk that is cut off holds no lock and no place for long.
    EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 2', p_login);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = ''30s''', p_login);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''30s''', p_login);
    EXECUTE format('ALTER ROLE %I SET tcp_keepalives_idle = ''30s''', p_login);
    EXECUTE format('ALTER ROLE %I SET tcp_user_timeout = ''60s''', p_login);
END
$$;
COMMENT ON FUNCTION counter.grant_desk(name) IS
    'What a desk''s login may: connect, and the five calls; no membership of any role. For administrators, '
    'and again after each upgrade. Runs with the rights of who calls it.';
REVOKE ALL ON FUNCTION counter.grant_desk(name) FROM PUBLIC;
