-- The five calls of a desk: hello, push, pull, blob_put, blob_get. They run as the owner of the tables; who
-- calls is asked of session_user alone, which no SET ROLE changes. What they need stands before them and is
-- granted to nobody. Refusals: MESSAGE is the word, DETAIL its facts as JSON, SQLSTATE 42501 for rights and
-- UC0nn for the rest. A call is one transaction of its own: none keeps anything for the next.

SET LOCAL ROLE counter_owner;

-- ---------------------------------------------------------------- who calls

CREATE FUNCTION counter.enter() RETURNS text
LANGUAGE plpgsql SET search_path = counter, pg_temp AS $$
DECLARE
    v_agency text;
    v_agencies integer;
BEGIN
    SELECT min(o.agency), count(DISTINCT o.agency) INTO v_agency, v_agencies
    FROM origin o WHERE o.login = session_user AND o.status = 'open';
    IF v_agencies <> 1 THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'login_not_enrolled',
            DETAIL = json_build_object('login', session_user)::text;
    END IF;
    -- What row security compares with; till the end of the transaction.
    PERFORM set_config('counter.agency', v_agency, true);
    RETURN v_agency;
END
$$;
COMMENT ON FUNCTION counter.enter() IS 'The agency of the login that calls; refuses one that has none.';

CREATE FUNCTION counter.own_origin(p_agency text, p_origin text) RETURNS boolean
LANGUAGE plpgsql SET search_path = counter, pg_temp AS $$
DECLARE
    v_login name;
    v_status text;
BEGIN
    SELECT o.login, o.status INTO v_login, v_status FROM origin o WHERE o.agency = p_agency AND o.id = p_origin;
    IF v_login <> session_user OR v_status <> 'open' THEN
        RAISE EXCEPTION USING ERRCODE = '42501',
            MESSAGE = CASE WHEN v_login = session_user THEN 'origin_closed' ELSE 'origin_not_yours' END,
            DETAIL = json_build_object('login', session_user, 'origin', p_origin)::text;
    END IF;
    RETURN v_login IS NOT NULL;
END
$$;
COMMENT ON FUNCTION counter.own_origin(text, text) IS
    'Whether the origin is known; refuses one of another login and a closed one.';

CREATE FUNCTION counter.ms(p_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE SET search_path = counter, pg_temp AS $$
    SELECT floor(extract(epoch FROM p_at) * 1000)::bigint
$$;

-- ---------------------------------------------------------------- hello

CREATE FUNCTION counter.today() RETURNS date
LANGUAGE sql STABLE SET search_path = counter, pg_temp AS $$
    SELECT (now() AT TIME ZONE 'UTC' + interval '7 hours')::date
$$;
COMMENT ON FUNCTION counter.today() IS 'The day in Vietnam, UTC+7 the whole year.';

CREATE FUNCTION counter.give_block(p_agency text, p_origin text, p_candidates integer[], p_size integer)
RETURNS void LANGUAGE sql SET search_path = counter, pg_temp AS $$
    INSERT INTO number_block (agency, lo, hi, origin, from_date)
    SELECT p_agency, c.lo, c.lo + p_size - 1, p_origin, today()
    FROM unnest(p_candidates) WITH ORDINALITY AS c(lo, i)
    WHERE NOT EXISTS (
        SELECT FROM number_block b
        WHERE b.agency = p_agency AND b.lo < c.lo + p_size AND b.hi >= c.lo)
    ORDER BY c.i LIMIT 1
$$;
COMMENT ON FUNCTION counter.give_block(text, text, integer[], integer) IS
    'The first free one of the blocks of p_size that begin with the candidates; none when all are taken.';

CREATE FUNCTION counter.reserve_blocks(p_desk integer) RETURNS integer[]
LANGUAGE sql IMMUTABLE SET search_path = counter, pg_temp AS $$
    SELECT (8801 + 80 * ((p_desk - 1) % 10)) || array_agg(lo ORDER BY lo)
    FROM generate_series(8801, 9521, 80) AS lo
$$;
COMMENT ON FUNCTION counter.reserve_blocks(integer) IS
    'Where a desk''s new life looks for its block. The first is the one that a desk restored without a network '
    'takes by itself, so that two of them seldom meet in one.';

CREATE FUNCTION counter.open_incarnation(p_agency text, p_origin text) RETURNS void
LANGUAGE plpgsql SET search_path = counter, pg_temp AS $$
DECLARE
    v_desk integer;
BEGIN
    PERFORM FROM agency_head h WHERE h.agency = p_agency FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM origin o WHERE o.agency = p_agency AND o.id = p_origin) THEN
        RETURN;  -- the same hello twice at once
    END IF;
    INSERT INTO origin (agency, id, desk, login, incarnation)
    SELECT p_agency, p_origin, o.desk, session_user,
           (SELECT max(i.incarnation) + 1 FROM origin i WHERE i.agency = p_agency AND i.desk = o.desk)
    FROM origin o WHERE o.agency = p_agency AND o.login = session_user AND o.status = 'open'
    ORDER BY o.incarnation DESC LIMIT 1
    RETURNING desk INTO v_desk;
    PERFORM give_block(p_agency, p_origin, reserve_blocks(v_desk), 80);
END
$$;
COMMENT ON FUNCTION counter.open_incarnation(text, text) IS
    'A restored or cloned desk begins anew: its next incarnation, on one of the ten reserve blocks.';

CREATE FUNCTION counter.one_more_block(p_agency text, p_origin text) RETURNS void
LANGUAGE plpgsql SET search_path = counter, pg_temp AS $$
BEGIN
    PERFORM FROM agency_head h WHERE h.agency = p_agency FOR NO KEY UPDATE;
    -- One a day beside the first: an answer that was lost must not eat up the blocks of the others.
    IF NOT EXISTS (
        SELECT FROM number_block b WHERE b.agency = p_agency AND b.origin = p_origin AND b.from_date >= today()
        AND b.lo <> (SELECT f.lo FROM number_block f WHERE f.agency = p_agency AND f.origin = p_origin
                     ORDER BY f.from_date, f.lo LIMIT 1))
    THEN
        -- From the top: desks that will be enrolled later have theirs from the bottom.
        PERFORM give_block(p_agency, p_origin, ARRAY(SELECT generate_series(8401, 1, -400)), 400);
    END IF;
END
$$;

CREATE FUNCTION counter.vector_beside(p_agency text, p_theirs jsonb) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = counter, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'origin', o.id, 'desk', o.desk, 'incarnation', o.incarnation, 'status', o.status,
        'opened_at', ms(o.opened_at), 'oseq', coalesce(e.oseq, 0), 'hash', coalesce(e.hash, repeat('0', 64)),
        'agrees', t.hash = p_theirs -> o.id ->> 1) ORDER BY o.desk, o.incarnation), '[]')
    FROM origin o
    LEFT JOIN LATERAL (
        SELECT l.oseq, l.hash FROM event l WHERE l.agency = p_agency AND l.origin = o.id
        ORDER BY l.oseq DESC LIMIT 1) e ON true
    LEFT JOIN event t ON t.agency = p_agency AND t.origin = o.id
        AND t.oseq = (p_theirs -> o.id ->> 0)::bigint
    WHERE o.agency = p_agency
$$;
COMMENT ON FUNCTION counter.vector_beside(text, jsonb) IS
    'All origins and their last envelope here; `agrees` compares the caller''s ({origin: [oseq, hash]}) and is '
    'null where there is nothing to compare: it named none, or has more than there is here.';

CREATE FUNCTION counter.revoked_staff(p_agency text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = counter, pg_temp AS $$
    SELECT coalesce(jsonb_agg(substr(l.stream, 7) ORDER BY l.stream), '[]')
    FROM (SELECT DISTINCT ON (e.stream) e.stream, e.payload -> 'is_active' AS is_active FROM event e
          WHERE e.agency = p_agency AND e.kind = 'staff:set' ORDER BY e.stream, e.pos DESC) l
    WHERE l.is_active = 'false' AND l.stream LIKE 'staff:%'
$$;

CREATE FUNCTION counter.feed_hash_at(p_agency text, p_pos bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = counter, pg_temp AS $$
    SELECT CASE WHEN p_pos = 0 THEN repeat('0', 64)
           ELSE (SELECT e.feed_hash FROM event e WHERE e.agency = p_agency AND e.pos = p_pos) END
$$;

CREATE FUNCTION counter.checks_beside(p_agency text, p_origin text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = counter, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'origin', o.id, 'desk', o.desk, 'pos', o.checked_pos, 'digest', o.digest, 'counts', o.counts)
        ORDER BY o.desk, o.incarnation), '[]')
    FROM origin o
    WHERE o.agency = p_agency AND o.id <> p_origin AND o.status = 'open' AND o.checked_pos IS NOT NULL
$$;
COMMENT ON FUNCTION counter.checks_beside(text, text) IS
    'What the other desks had made of the feed, each at the position it named last.';

CREATE FUNCTION counter.hello(p_version integer, p_origin text, p_vector jsonb, p_pulled_pos bigint,
                              p_feed_hash text, p_wall bigint, p_wants_block boolean, p_check jsonb)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = counter, pg_temp SET lock_timeout = '20s' AS $$
DECLARE
    c_oldest_program CONSTANT integer := 3;
    v_agency text := enter();
    v_here text := feed_hash_at(v_agency, p_pulled_pos);
    v_now bigint := ms(clock_timestamp());
BEGIN
    IF p_version < c_oldest_program THEN
        RAISE EXCEPTION USING ERRCODE = 'UC001', MESSAGE = 'program_too_old',
            DETAIL = json_build_object('found', p_version, 'needed', c_oldest_program)::text;
    END IF;
    IF NOT own_origin(v_agency, p_origin) THEN
        PERFORM open_incarnation(v_agency, p_origin);
    END IF;
    IF p_wants_block THEN
        PERFORM one_more_block(v_agency, p_origin);
    END IF;
    UPDATE origin o SET seen_at = clock_timestamp(), clock_offset_ms = p_wall - v_now,
        pulled_pos = p_pulled_pos, feed_agrees = v_here = p_feed_hash
    WHERE o.agency = v_agency AND o.id = p_origin;
    IF p_check IS NOT NULL THEN
        UPDATE origin o SET checked_pos = (p_check ->> 'pos')::bigint, digest = p_check ->> 'digest',
            counts = p_check -> 'counts'
        WHERE o.agency = v_agency AND o.id = p_origin;
    END IF;
    RETURN (
        SELECT jsonb_build_object(
            'schema_version', (SELECT max(number) FROM schema_version),
            'system_id', (SELECT system_identifier::text FROM pg_control_system()),
            -- Of the log written now: the control file tells of a promotion only after a checkpoint.
            'timeline', ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer,
            'agency', v_agency, 'head', h.pos, 'head_feed_hash', h.feed_hash,
            'feed_hash_at_pulled', v_here, 'time', v_now,
            'vector', vector_beside(v_agency, p_vector),
            'blocks', (SELECT coalesce(jsonb_agg(jsonb_build_array(b.lo, b.hi, b.from_date) ORDER BY b.lo), '[]')
                       FROM number_block b WHERE b.agency = v_agency AND b.origin = p_origin),
            'revoked_staff', revoked_staff(v_agency), 'checks', checks_beside(v_agency, p_origin))
        FROM agency_head h WHERE h.agency = v_agency);
END
$$;

-- ---------------------------------------------------------------- push

-- Those that run for each event have no SET of their own (it costs as much as they do): push has it.
CREATE FUNCTION counter.payload_of(p_text text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_payload jsonb;
BEGIN
    IF strpos(p_text, '\u') > 0 THEN
        p_text := regexp_replace(p_text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g');
    END IF;
    v_payload := p_text::jsonb;
    IF jsonb_typeof(v_payload) <> 'object' THEN
        RETURN NULL;
    END IF;
    -- Desks read it with Python, which gives up on what is nested too deep and on integers of 4,300 digits.
    IF length(p_text) >= 128 AND length(p_text) - length(translate(p_text, '[{', '')) >= 64
        AND jsonb_path_exists(v_payload, '$.**{64}') THEN
        RETURN NULL;
    END IF;
    IF length(p_text) >= 4000 AND p_text ~ '[0-9]{250}'
        AND jsonb_path_exists(v_payload, '$.** ? (@ >= 1e3990 || @ <= -1e3990)') THEN
        RETURN NULL;
    END IF;
    RETURN v_payload;
END
$$;
COMMENT ON FUNCTION counter.payload_of(text) IS
    'The payload as a JSON object, NULL where it is none that a desk could read; raises where it is no JSON.';

CREATE FUNCTION counter.told_by(p_agency text, p_raw bytea)
RETURNS TABLE (problem text, id text, stream text, kind text, schema_v bigint, payload jsonb, actor text, wall bigint)
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
               WHEN num_nulls(f.id, f.agency, f.stream, f.kind, f.payload, f.actor) > 0
                   OR octet_length(f.id) <> 32 OR encode(decode(f.id, 'hex'), 'hex') <> f.id
                   -- Written anew it must be the same text: else desks would compute another hash from what they
                   -- store. (An array of texts is written quicker than they are one by one.)
                   OR f.raw_text IS DISTINCT FROM concat(
                       left(array_to_json(ARRAY[f.id, f.agency, f.stream, f.kind])::text, -1), ',', f.schema_v, ',',
                       substr(left(array_to_json(ARRAY[f.payload_text, f.seen, f.actor])::text, -1), 2), ',',
                       f.wall, ',', to_json(f.clock_quality), ']') THEN 'form'
               WHEN f.agency <> p_agency THEN 'agency'
           END, f.id, f.stream, f.kind, f.schema_v, f.payload, f.actor, f.wall
    FROM (SELECT j.raw_text, j.v ->> 0 AS id, j.v ->> 1 AS agency, j.v ->> 2 AS stream, j.v ->> 3 AS kind,
                 (j.v ->> 4)::bigint AS schema_v, j.payload_text,
                 -- What is short and plain needs no function.
                 CASE WHEN octet_length(j.payload_text) < 128 AND strpos(j.payload_text, '\u') = 0
                           AND starts_with(j.payload_text, '{')
                      THEN j.payload_text::jsonb ELSE counter.payload_of(j.payload_text) END AS payload,
                 j.v ->> 6 AS seen, j.v ->> 7 AS actor, (j.v ->> 8)::bigint AS wall, j.v ->> 9 AS clock_quality
          FROM (SELECT i.raw_text, i.v, i.v ->> 5 AS payload_text
                FROM (SELECT t.raw_text, t.raw_text::jsonb AS v
                      FROM (SELECT convert_from(p_raw, 'UTF8') AS raw_text OFFSET 0) t OFFSET 0) i OFFSET 0) j
          OFFSET 0) f
$$;
COMMENT ON FUNCTION counter.told_by(text, bytea) IS
    'What the hashed text of an event says; `problem` is the reason why it cannot stand in the feed. Raises '
    'where it is no JSON or a number is none. A plain query, so that it is put into the one that calls it.';

CREATE FUNCTION counter.read_event(p_agency text, p_raw bytea, OUT problem text, OUT id text, OUT stream text,
    OUT kind text, OUT schema_v bigint, OUT payload jsonb, OUT actor text, OUT wall bigint)
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    SELECT t.* INTO problem, id, stream, kind, schema_v, payload, actor, wall
    FROM counter.told_by(p_agency, p_raw) t;
EXCEPTION
    WHEN data_exception OR program_limit_exceeded THEN
        problem := 'form';
END
$$;
COMMENT ON FUNCTION counter.read_event(text, bytea) IS 'As told_by; what raises there has a problem here.';

CREATE FUNCTION counter.check_size(p_raws bytea[], p_hashes text[], p_relayed text[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = counter, pg_temp AS $$
DECLARE
    v_events integer := cardinality(p_raws);
    v_bytes bigint := (SELECT sum(octet_length(r)) FROM unnest(p_raws) AS r);
BEGIN
    IF v_events IS DISTINCT FROM cardinality(p_hashes) OR v_events IS DISTINCT FROM cardinality(p_relayed)
        OR array_position(p_raws, NULL) IS NOT NULL OR array_position(p_hashes, NULL) IS NOT NULL
        OR EXISTS (SELECT FROM unnest(p_hashes) AS h WHERE octet_length(h) > 64)
        OR EXISTS (SELECT FROM unnest(p_relayed) AS r WHERE r !~ '^[0-9a-f]{32}$') THEN
        RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'push_not_whole';
    END IF;
    -- One event alone may be larger: it could never be sent otherwise, and would keep all after it.
    IF v_events > 500 OR v_bytes > (CASE WHEN v_events = 1 THEN 16777216 ELSE 1048576 END) THEN
        RAISE EXCEPTION USING ERRCODE = 'UC004', MESSAGE = 'push_too_large',
            DETAIL = json_build_object('events', v_events, 'bytes', v_bytes)::text;
    END IF;
END
$$;

CREATE FUNCTION counter.envelope_hash(p_prev text, p_origin text, p_oseq bigint, p_raw bytea) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(
        p_prev || E'\n' || p_origin || E'\n' || p_oseq || E'\n' || encode(sha256(p_raw), 'hex'), 'UTF8')), 'hex')
$$;
COMMENT ON FUNCTION counter.envelope_hash(text, text, bigint, bytea) IS
    'Link of an origin''s chain. STABLE, so that it is put into the query that calls it.';

CREATE FUNCTION counter.feed_hashes(p_before text, p_hashes text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = counter, pg_temp AS $$
DECLARE
    v_link text;
    v_all text[] := '{}';
BEGIN
    FOREACH v_link IN ARRAY p_hashes LOOP
        p_before := encode(sha256(convert_to(p_before || E'\n' || v_link, 'UTF8')), 'hex');
        v_all := v_all || p_before;
    END LOOP;
    RETURN v_all;
END
$$;

CREATE FUNCTION counter.known_of(p_agency text, p_origin text, p_first bigint, p_prev text, p_hashes text[])
RETURNS integer LANGUAGE plpgsql STABLE SET search_path = counter, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_last bigint := coalesce((SELECT max(e.oseq) FROM event e
                               WHERE e.agency = p_agency AND e.origin = p_origin), 0);
    v_before text := CASE WHEN p_first = 1 THEN repeat('0', 64) ELSE (
        SELECT e.hash FROM event e
        WHERE e.agency = p_agency AND e.origin = p_origin AND e.oseq = p_first - 1) END;
    v_fork bigint;
BEGIN
    IF p_first > v_last + 1 OR v_before IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'UC002', MESSAGE = 'origin_gap',
            DETAIL = json_build_object('origin', p_origin, 'oseq', p_first, 'held', v_last)::text;
    END IF;
    IF p_first <= v_last THEN
        SELECT min(e.oseq) INTO v_fork FROM event e
        WHERE e.agency = p_agency AND e.origin = p_origin
        AND e.oseq BETWEEN p_first AND p_first + cardinality(p_hashes) - 1
        AND e.hash <> p_hashes[e.oseq - p_first + 1];
    END IF;
    IF v_before IS DISTINCT FROM p_prev THEN
        v_fork := p_first;
    END IF;
    IF v_fork IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'UC003', MESSAGE = 'origin_forked',
            DETAIL = json_build_object('origin', p_origin, 'oseq', v_fork)::text;
    END IF;
    RETURN least(v_last - p_first + 1, cardinality(p_hashes));
END
$$;
COMMENT ON FUNCTION counter.known_of(text, text, bigint, text, text[]) IS
    'How many of these envelopes stand here already; refuses those that leave a gap or tell another story.';

CREATE FUNCTION counter.store(p_agency text, p_origin text, p_before bigint, p_prev text, p_raws bytea[],
    p_hashes text[], p_relayed text[], p_pos bigint, p_feed_hashes text[], p_is_careful boolean,
    OUT stored integer, OUT bad_n bigint, OUT bad_reason text)
-- Whatever the statistics say: each id is looked up by its index, never all of the agency's for one push.
LANGUAGE sql SET search_path = counter, pg_temp SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET enable_bitmapscan = off AS $$
    WITH clock AS MATERIALIZED (
        SELECT clock_timestamp() AS at  -- after the wait for the agency's head
    ), told AS MATERIALIZED (
        SELECT u.*, r.*, p_before + u.n AS oseq
        FROM unnest(p_raws, p_hashes, p_prev || p_hashes[:cardinality(p_hashes) - 1], p_relayed, p_feed_hashes)
             WITH ORDINALITY AS u(raw, hash, prev, relayed_from, feed_hash, n)
        CROSS JOIN LATERAL (SELECT * FROM told_by(p_agency, u.raw) WHERE NOT p_is_careful
                            UNION ALL SELECT * FROM read_event(p_agency, u.raw) WHERE p_is_careful) r
    ), twice AS MATERIALIZED (
        SELECT d.id, d.n, f.raw
        FROM (SELECT t.id, min(t.n) AS n FROM told t WHERE p_is_careful GROUP BY t.id HAVING count(*) > 1) d
        CROSS JOIN LATERAL (SELECT t.raw FROM told t WHERE t.n = d.n LIMIT 1) f
    ), judged AS MATERIALIZED (
        SELECT t.*, h.raw IS NOT NULL OR coalesce(d.n < t.n, false) AS again,
               CASE WHEN t.hash <> envelope_hash(t.prev, p_origin, t.oseq, t.raw) THEN 'hash'
                    WHEN t.problem IS NOT NULL THEN t.problem
                    WHEN coalesce(h.raw, d.raw) <> t.raw THEN 'id_reused' END AS reason
        FROM told t
        LEFT JOIN LATERAL (SELECT e.raw FROM event e WHERE p_is_careful AND e.agency = p_agency AND e.id = t.id
                           AND NOT e.again LIMIT 1) h ON true
        LEFT JOIN LATERAL (SELECT w.n, w.raw FROM twice w WHERE w.id = t.id LIMIT 1) d ON true
    ), bad AS (
        SELECT j.n, j.reason FROM judged j WHERE j.reason IS NOT NULL ORDER BY j.n LIMIT 1
    ), good AS (
        INSERT INTO event (agency, pos, id, stream, kind, schema_v, payload, raw, actor, wall, origin, oseq, prev,
            hash, relayed_from, feed_hash, received_at, again)
        SELECT p_agency, p_pos + j.n, j.id, j.stream, j.kind, j.schema_v, j.payload, j.raw, j.actor, j.wall,
            p_origin, j.oseq, j.prev, j.hash, j.relayed_from, j.feed_hash, clock.at, j.again
        FROM judged j CROSS JOIN clock WHERE NOT EXISTS (SELECT FROM bad WHERE bad.n <= j.n)
        RETURNING pos
    ), aside AS (
        INSERT INTO quarantine (agency, id, login, origin, oseq, prev, hash, raw, reason, received_at)
        SELECT p_agency, encode(sha256(convert_to(
                   concat_ws(E'\n', p_origin, j.oseq, j.prev, j.hash, ''), 'UTF8') || j.raw), 'hex'),
               session_user, p_origin, j.oseq, j.prev, j.hash, j.raw,
               CASE WHEN j.n = bad.n THEN bad.reason ELSE 'behind' END, clock.at
        FROM judged j CROSS JOIN clock JOIN bad ON bad.n <= j.n
        ON CONFLICT DO NOTHING
    )
    SELECT (SELECT count(*) FROM good)::integer, (SELECT bad.n FROM bad), (SELECT bad.reason FROM bad)
$$;
COMMENT ON FUNCTION counter.store(text, text, bigint, text, bytea[], text[], text[], bigint, text[], boolean) IS
    'Envelopes p_before + 1 … into the feed behind p_pos, up to the first that cannot stand there; that one and '
    'all behind it into quarantine. Raises where one is no JSON, or its id stands in the feed or twice among them, '
    'unless p_is_careful, which costs twice as much. The caller holds the agency''s head.';

CREATE FUNCTION counter.push(p_origin text, p_first bigint, p_prev text, p_raws bytea[], p_hashes text[],
    p_relayed text[], OUT stored integer, OUT known integer, OUT head bigint, OUT head_feed_hash text,
    OUT bad_oseq bigint, OUT bad_reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = counter, pg_temp SET lock_timeout = '20s' AS $$
DECLARE
    v_agency text := enter();
    v_feed_hashes text[];
    v_before text;
    v_bad bigint;
BEGIN
    PERFORM check_size(p_raws, p_hashes, p_relayed);
    IF NOT own_origin(v_agency, p_origin) THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'origin_not_yours',
            DETAIL = json_build_object('login', session_user, 'origin', p_origin)::text;
    END IF;
    -- From here to the commit one push at a time: readers see positions in the order they were given.
    SELECT h.pos, h.feed_hash INTO head, head_feed_hash
    FROM agency_head h WHERE h.agency = v_agency FOR NO KEY UPDATE;
    known := known_of(v_agency, p_origin, p_first, p_prev, p_hashes);
    stored := 0;
    IF known = cardinality(p_hashes) THEN
        RETURN;
    END IF;
    v_feed_hashes := feed_hashes(head_feed_hash, p_hashes[known + 1:]);
    v_before := CASE known WHEN 0 THEN p_prev ELSE p_hashes[known] END;
    BEGIN
        SELECT s.* INTO stored, v_bad, bad_reason
        FROM store(v_agency, p_origin, p_first + known - 1, v_before, p_raws[known + 1:], p_hashes[known + 1:],
                   p_relayed[known + 1:], head, v_feed_hashes, false) s;
    EXCEPTION
        -- Seldom: something that is no event, or one that was here before under another envelope.
        WHEN data_exception OR program_limit_exceeded OR unique_violation THEN
            SELECT s.* INTO stored, v_bad, bad_reason
            FROM store(v_agency, p_origin, p_first + known - 1, v_before, p_raws[known + 1:],
                       p_hashes[known + 1:], p_relayed[known + 1:], head, v_feed_hashes, true) s;
    END;
    bad_oseq := p_first + known - 1 + v_bad;
    IF stored > 0 THEN
        head := head + stored;
        head_feed_hash := v_feed_hashes[stored];
        UPDATE agency_head h SET pos = head, feed_hash = head_feed_hash WHERE h.agency = v_agency;
    END IF;
END
$$;

-- ---------------------------------------------------------------- pull

CREATE FUNCTION counter.pull(p_after bigint, p_limit integer)
RETURNS TABLE (pos bigint, raw bytea, origin text, oseq bigint, prev text, hash text, relayed_from text,
               feed_hash text, again boolean, received_at bigint, desk integer, incarnation integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = counter, pg_temp AS $$
DECLARE
    v_agency text := enter();
BEGIN
    RETURN QUERY
    SELECT e.pos, e.raw, e.origin, e.oseq, e.prev, e.hash, e.relayed_from, e.feed_hash, e.again,
           ms(e.received_at), o.desk, o.incarnation
    FROM (SELECT f.pos, f.raw, f.origin, f.oseq, f.prev, f.hash, f.relayed_from, f.feed_hash, f.again,
                 f.received_at,
                 sum(octet_length(f.raw)) OVER (ORDER BY f.pos) - octet_length(f.raw) AS bytes_before
          FROM event f WHERE f.agency = v_agency AND f.pos > p_after
          AND f.pos <= p_after + greatest(0, least(p_limit, 1000))) e
    JOIN origin o ON o.agency = v_agency AND o.id = e.origin
    WHERE e.bytes_before < 4194304
    ORDER BY e.pos;
END
$$;
COMMENT ON FUNCTION counter.pull(bigint, integer) IS
    'The feed after a position: at most 1,000 rows, and no further one once 4 MiB are reached.';

-- ---------------------------------------------------------------- blobs

CREATE FUNCTION counter.blob_put(p_sha256 text, p_size bigint, p_mime text, p_piece integer, p_data bytea,
                                 OUT state text, OUT next_piece integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = counter, pg_temp SET lock_timeout = '20s' AS $$
DECLARE
    c_piece CONSTANT integer := 1048576;
    v_agency text := enter();
    v_size bigint;
    v_pieces integer;
BEGIN
    IF p_size > 268435456 THEN
        RAISE EXCEPTION USING ERRCODE = 'UC005', MESSAGE = 'blob_too_large',
            DETAIL = json_build_object('sha256', p_sha256, 'size', p_size)::text;
    END IF;
    INSERT INTO blob (agency, sha256, size, mime) VALUES (v_agency, p_sha256, p_size, p_mime)
    ON CONFLICT DO NOTHING;
    SELECT b.size, b.state INTO v_size, state FROM blob b
    WHERE b.agency = v_agency AND b.sha256 = p_sha256 FOR UPDATE;
    v_pieces := ceil(v_size::numeric / c_piece);
    next_piece := (SELECT count(*) FROM blob_piece p WHERE p.agency = v_agency AND p.sha256 = p_sha256);
    IF v_size <> p_size THEN
        RAISE EXCEPTION USING ERRCODE = 'UC005', MESSAGE = 'other_size',
            DETAIL = json_build_object('sha256', p_sha256, 'size', v_size)::text;
    END IF;
    IF state = 'partial' AND p_piece = next_piece AND p_data IS NOT NULL AND next_piece < v_pieces THEN
        IF octet_length(p_data) <> least(c_piece, v_size - p_piece::bigint * c_piece) THEN
            RAISE EXCEPTION USING ERRCODE = 'UC005', MESSAGE = 'piece_cut',
                DETAIL = json_build_object('sha256', p_sha256, 'piece', p_piece)::text;
        END IF;
        INSERT INTO blob_piece (agency, sha256, n, data) VALUES (v_agency, p_sha256, p_piece, p_data);
        next_piece := next_piece + 1;
    END IF;
    IF state = 'partial' AND next_piece = v_pieces THEN
        IF p_sha256 = (SELECT encode(sha256(coalesce(string_agg(p.data, '' ORDER BY p.n), '')), 'hex')
                       FROM blob_piece p WHERE p.agency = v_agency AND p.sha256 = p_sha256) THEN
            UPDATE blob b SET state = 'verified' WHERE b.agency = v_agency AND b.sha256 = p_sha256;
            state := 'verified';
        ELSE
            -- Of all pieces none can be trusted. The size may have been wrong too: let it be told anew.
            DELETE FROM blob_piece p WHERE p.agency = v_agency AND p.sha256 = p_sha256;
            DELETE FROM blob b WHERE b.agency = v_agency AND b.sha256 = p_sha256;
            state := 'wrong';
            next_piece := 0;
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION counter.blob_put(text, bigint, text, integer, bytea) IS
    'Takes the next piece of 1 MiB and says which it wants then; another one, or NULL, only asks.';

CREATE FUNCTION counter.blob_get(p_sha256 text, p_piece integer, OUT size bigint, OUT mime text, OUT data bytea)
RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER SET search_path = counter, pg_temp AS $$
DECLARE
    v_agency text := enter();
BEGIN
    RETURN QUERY
    SELECT b.size, b.mime, coalesce(p.data, '')
    FROM blob b LEFT JOIN blob_piece p ON p.agency = v_agency AND p.sha256 = b.sha256 AND p.n = p_piece
    WHERE b.agency = v_agency AND b.sha256 = p_sha256 AND b.state = 'verified';
END
$$;
COMMENT ON FUNCTION counter.blob_get(text, integer) IS
    'One piece of a verified blob, empty behind its last; no row for a blob that is not there whole.';

RESET ROLE;
