-- The tables of the central store and the role that owns them. PostgreSQL 14 or newer, run as a superuser.
-- `agency` leads every key: one node can partition by it, several can be distributed by it.

DO $$
BEGIN
    -- Roles belong to the whole server: another centre on it may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'counter_owner') THEN
        CREATE ROLE counter_owner NOLOGIN NOINHERIT;
    END IF;
END
$$;

CREATE SCHEMA counter AUTHORIZATION counter_owner;
SET LOCAL ROLE counter_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE counter.schema_version (
    number integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE counter.schema_version IS 'One row per numbered file that was applied.';

CREATE TABLE counter.agency_head (
    agency text COLLATE "C" PRIMARY KEY,
    name text,
    pos bigint NOT NULL DEFAULT 0 CHECK (pos >= 0),
    feed_hash text COLLATE "C" NOT NULL DEFAULT repeat('0', 64)
);
COMMENT ON TABLE counter.agency_head IS
    'Where an agency''s feed ends. Its row lock gives positions without a gap, seen in their order. `name` is '
    'what it was called at the first enrolment; the feed''s settings count before it.';

CREATE TABLE counter.origin (
    agency text COLLATE "C" NOT NULL REFERENCES counter.agency_head,
    id text COLLATE "C" NOT NULL CHECK (id ~ '^[0-9a-f]{32}$'),
    desk integer NOT NULL CHECK (desk >= 1),
    login name NOT NULL,
    incarnation integer NOT NULL CHECK (incarnation >= 1),
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    opened_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz,
    clock_offset_ms bigint,
    pulled_pos bigint,
    feed_agrees boolean,
    checked_pos bigint,
    digest text COLLATE "C" CHECK (octet_length(digest) <= 64),
    counts jsonb CHECK (jsonb_typeof(counts) = 'object' AND octet_length(counts::text) <= 4096
                        AND NOT jsonb_path_exists(counts, '$.* ? (@.type() <> "number")')),
    CHECK (num_nulls(checked_pos, digest, counts) IN (0, 3)),
    PRIMARY KEY (agency, id),
    UNIQUE (agency, desk, incarnation)
);
CREATE INDEX ON counter.origin (login);
COMMENT ON TABLE counter.origin IS
    'One row per life of a desk''s file. `login` says whose it is, `closed` takes the right to it away. The '
    'columns from seen_at on are what the desk said last at hello: clock_offset_ms is its clock minus ours, '
    'feed_agrees is null where it holds more of the feed than there is here; digest and counts are of its '
    'projections when it held the feed to checked_pos and had nothing of its own beside, and are passed on.';

CREATE TABLE counter.number_block (
    agency text COLLATE "C" NOT NULL,
    lo integer NOT NULL CHECK (lo >= 1),
    hi integer NOT NULL,
    origin text COLLATE "C" NOT NULL,
    from_date date NOT NULL,
    PRIMARY KEY (agency, lo),
    FOREIGN KEY (agency, origin) REFERENCES counter.origin,
    CHECK (hi >= lo)
);
COMMENT ON TABLE counter.number_block IS 'Serials lo to hi of every day belong to an origin, from a date on.';

CREATE TABLE counter.event (
    agency text COLLATE "C" NOT NULL,
    pos bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    schema_v bigint NOT NULL,
    payload jsonb NOT NULL,
    raw bytea NOT NULL,
    actor text COLLATE "C" NOT NULL,
    wall bigint NOT NULL,
    origin text COLLATE "C" NOT NULL,
    oseq bigint NOT NULL,
    prev text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    relayed_from text COLLATE "C",
    feed_hash text COLLATE "C" NOT NULL,
    received_at timestamptz NOT NULL,
    again boolean NOT NULL,
    PRIMARY KEY (agency, pos),
    UNIQUE (agency, origin, oseq)
);
-- An event may come a second time under another envelope (after a fork, or relayed); its first place counts.
CREATE UNIQUE INDEX ON counter.event (agency, id) WHERE NOT again;
CREATE INDEX ON counter.event (agency, stream, pos) WHERE kind = 'staff:set';
CREATE INDEX ON counter.event (agency, pos) WHERE kind = 'settings:set';
COMMENT ON TABLE counter.event IS
    'The feed. `raw` is the exact text that was hashed and the only thing desks are given; id to wall are '
    'read out of it here. In `payload` what PostgreSQL cannot hold (\u0000, half a surrogate) is U+FFFD.';

CREATE TABLE counter.quarantine (
    agency text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    login name NOT NULL,
    origin text COLLATE "C" NOT NULL,
    oseq bigint NOT NULL,
    prev text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    raw bytea NOT NULL,
    reason text NOT NULL CHECK (reason IN ('hash', 'form', 'agency', 'id_reused', 'behind')),
    received_at timestamptz NOT NULL,
    PRIMARY KEY (agency, id)
);
COMMENT ON TABLE counter.quarantine IS
    'What a desk sent and the feed could not take, and what stood behind it in that push. `id` is a hash of '
    'all that was sent, so that the same thing sent again stands here once.';

CREATE TABLE counter.blob (
    agency text COLLATE "C" NOT NULL REFERENCES counter.agency_head,
    sha256 text COLLATE "C" NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint NOT NULL CHECK (size BETWEEN 0 AND 268435456),
    mime text NOT NULL CHECK (length(mime) <= 255),
    state text NOT NULL DEFAULT 'partial' CHECK (state IN ('partial', 'verified')),
    PRIMARY KEY (agency, sha256)
);
CREATE TABLE counter.blob_piece (
    agency text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    n integer NOT NULL CHECK (n >= 0),
    data bytea NOT NULL CHECK (octet_length(data) BETWEEN 1 AND 1048576),
    PRIMARY KEY (agency, sha256, n),
    FOREIGN KEY (agency, sha256) REFERENCES counter.blob
);
-- Scans are compressed already.
ALTER TABLE counter.blob_piece ALTER COLUMN data SET STORAGE EXTERNAL;
COMMENT ON TABLE counter.blob IS 'Scans by their hash; verified once the pieces together have it.';

RESET ROLE;
