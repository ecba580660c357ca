-- Version 1 of a record's file. docs/schema.md says what everything means; a test holds the two together.
-- A released version's file is never edited: what changes goes into the next one.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Reports as they were read, and what one report tells. Rows are added and taken away, never changed.

CREATE TABLE texts (
    text_key INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    reader TEXT NOT NULL,
    reading TEXT NOT NULL,
    given_id TEXT NOT NULL,
    leaving INTEGER NOT NULL DEFAULT 0,
    url TEXT,
    source TEXT,
    title TEXT,
    language TEXT,
    dates TEXT NOT NULL,
    removed TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX texts_content ON texts (content);
CREATE INDEX texts_given_id ON texts (given_id);

CREATE TABLE analyses (
    analysis_key INTEGER PRIMARY KEY,
    text_key INTEGER NOT NULL REFERENCES texts (text_key) ON DELETE CASCADE,
    coder TEXT NOT NULL,
    language TEXT,
    published TEXT NOT NULL,
    sentences TEXT NOT NULL,
    mentions TEXT NOT NULL,
    actors TEXT NOT NULL,
    times TEXT NOT NULL,
    quotes TEXT NOT NULL,
    events TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX analyses_text ON analyses (text_key, coder);

-- The record: computed from all analyses, replaced as a whole.

CREATE TABLE reports (
    report_no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text_key INTEGER NOT NULL UNIQUE REFERENCES texts (text_key),
    language TEXT,
    published_date TEXT,
    published_begin TEXT,
    published_end TEXT,
    published_basis TEXT,
    published_conflict TEXT,
    published_candidates TEXT NOT NULL,
    copy TEXT,
    copy_of TEXT,
    story TEXT,
    claims TEXT NOT NULL
) STRICT;

CREATE TABLE events (
    event_no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT NOT NULL,
    plan_type TEXT,
    plan_mode TEXT,
    plan_cameo TEXT,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    goldstein REAL NOT NULL,
    status TEXT NOT NULL,
    history TEXT NOT NULL,
    part_of TEXT,
    said_by TEXT,
    date_begin TEXT,
    date_end TEXT,
    place_name TEXT,
    place_state TEXT,
    participants TEXT NOT NULL,
    summary TEXT NOT NULL,
    independent INTEGER NOT NULL
) STRICT;
CREATE INDEX events_part_of ON events (part_of);

CREATE TABLE event_sides (
    event_no INTEGER NOT NULL REFERENCES events (event_no),
    side TEXT NOT NULL CHECK (side IN ('source', 'target')),
    n INTEGER NOT NULL,
    name TEXT NOT NULL,
    code TEXT,
    state TEXT,
    sector TEXT,
    PRIMARY KEY (event_no, side, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_sides_state ON event_sides (state);

CREATE TABLE event_documents (
    event_no INTEGER NOT NULL REFERENCES events (event_no),
    n INTEGER NOT NULL,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    PRIMARY KEY (event_no, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_documents_report ON event_documents (report_no);

CREATE TABLE event_claims (
    event_no INTEGER NOT NULL REFERENCES events (event_no),
    n INTEGER NOT NULL,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    claim INTEGER NOT NULL,
    PRIMARY KEY (event_no, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_evidence (
    event_no INTEGER NOT NULL REFERENCES events (event_no),
    n INTEGER NOT NULL,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (event_no, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenures (
    tenure_no INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    office TEXT NOT NULL,
    person TEXT NOT NULL,
    first TEXT,
    last TEXT,
    first_is_start INTEGER NOT NULL,
    last_is_end INTEGER NOT NULL
) STRICT;
CREATE INDEX tenures_state ON tenures (state, office);

CREATE TABLE tenure_evidence (
    tenure_no INTEGER NOT NULL REFERENCES tenures (tenure_no),
    n INTEGER NOT NULL,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (tenure_no, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    finding_no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    ids TEXT NOT NULL
) STRICT;

CREATE TABLE finding_evidence (
    finding_no INTEGER NOT NULL REFERENCES findings (finding_no),
    n INTEGER NOT NULL,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (finding_no, n)
) STRICT, WITHOUT ROWID;

-- History: the one part that depends on the order in which reports came.

CREATE TABLE builds (
    build INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    coder TEXT NOT NULL,
    reports INTEGER NOT NULL,
    events INTEGER NOT NULL
) STRICT;

CREATE TABLE log (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    build INTEGER NOT NULL REFERENCES builds (build),
    subject TEXT NOT NULL CHECK (subject IN ('report', 'event', 'tenure', 'finding')),
    change TEXT NOT NULL CHECK (change IN ('added', 'changed', 'renamed', 'merged', 'removed')),
    id TEXT NOT NULL,
    old_id TEXT,
    message TEXT NOT NULL,
    reports TEXT NOT NULL
) STRICT;
CREATE INDEX log_build ON log (build);
CREATE INDEX log_id ON log (id);

CREATE TABLE old_ids (
    old_id TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX old_ids_id ON old_ids (id);

-- For people and their tools.

CREATE VIEW v_reports AS
SELECT r.id, t.url, t.source, t.title, r.language, r.published_date, r.published_begin, r.published_end,
       r.published_basis, r.published_conflict, r.copy, r.copy_of, r.story,
       (SELECT count(DISTINCT c.event_no) FROM event_claims c WHERE c.report_no = r.report_no) AS events,
       t.text
FROM reports r JOIN texts t USING (text_key)
ORDER BY r.report_no;

CREATE VIEW v_timeline AS
SELECT e.id, e.date_begin, e.date_end, e.type, e.mode, e.status, e.cameo, e.quad, e.goldstein,
       (SELECT group_concat(name, '; ') FROM (SELECT s.name FROM event_sides s
            WHERE s.event_no = e.event_no AND s.side = 'source' ORDER BY s.n)) AS source,
       (SELECT group_concat(name, '; ') FROM (SELECT s.name FROM event_sides s
            WHERE s.event_no = e.event_no AND s.side = 'target' ORDER BY s.n)) AS target,
       (SELECT group_concat(state, ' ') FROM (SELECT DISTINCT s.state FROM event_sides s
            WHERE s.event_no = e.event_no AND s.state IS NOT NULL ORDER BY s.state)) AS states,
       e.place_name AS place, e.place_state, e.part_of,
       (SELECT group_concat(value, '; ') FROM json_each(e.participants)) AS participants,
       (SELECT group_concat(value, '; ') FROM json_each(e.said_by)) AS said_by,
       (SELECT count(*) FROM event_documents d WHERE d.event_no = e.event_no) AS documents,
       e.independent, e.summary
FROM events e
ORDER BY e.event_no;

CREATE VIEW v_sides AS
SELECT e.id AS event, s.side, s.name, s.code, s.state, s.sector
FROM event_sides s JOIN events e USING (event_no)
ORDER BY s.event_no, s.side, s.n;

CREATE VIEW v_evidence AS
SELECT 'event' AS subject, e.id, r.id AS report, v.start, v."end", v.text
FROM event_evidence v JOIN events e USING (event_no) JOIN reports r USING (report_no)
UNION ALL
SELECT 'tenure', n.person || ', ' || n.office || ', ' || n.state, r.id, v.start, v."end", v.text
FROM tenure_evidence v JOIN tenures n USING (tenure_no) JOIN reports r USING (report_no)
UNION ALL
SELECT 'finding', f.id, r.id, v.start, v."end", v.text
FROM finding_evidence v JOIN findings f USING (finding_no) JOIN reports r USING (report_no);

CREATE VIEW v_offices AS
SELECT t.state, t.office, t.person, t.first, t.last, t.first_is_start, t.last_is_end,
       (SELECT count(DISTINCT v.report_no) FROM tenure_evidence v WHERE v.tenure_no = t.tenure_no) AS reports
FROM tenures t
ORDER BY t.tenure_no;

CREATE VIEW v_findings AS
SELECT f.id, f.kind, f.message,
       (SELECT group_concat(value, '; ') FROM json_each(f.ids)) AS ids
FROM findings f
ORDER BY f.finding_no;

CREATE VIEW v_log AS
SELECT b.build, b.time, l.subject, l.change, l.id, l.old_id, l.message,
       (SELECT group_concat(value, '; ') FROM json_each(l.reports)) AS reports
FROM log l JOIN builds b USING (build)
ORDER BY l.entry;
