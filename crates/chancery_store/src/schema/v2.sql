-- Statements: who said what to or of whom, and what became of promises.

CREATE TABLE statements (
    statement_no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    speaker_name TEXT NOT NULL,
    speaker_code TEXT,
    speaker_state TEXT,
    speaker_sector TEXT,
    kind TEXT NOT NULL,
    topic TEXT,
    direct INTEGER NOT NULL,
    words TEXT NOT NULL,
    date_begin TEXT,
    date_end TEXT,
    event_no INTEGER REFERENCES events (event_no),
    state TEXT
) STRICT;
CREATE INDEX statements_report ON statements (report_no);
CREATE INDEX statements_event ON statements (event_no);

CREATE TABLE statement_hearers (
    statement_no INTEGER NOT NULL REFERENCES statements (statement_no),
    n INTEGER NOT NULL,
    name TEXT NOT NULL,
    code TEXT,
    state TEXT,
    sector TEXT,
    PRIMARY KEY (statement_no, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_evidence (
    statement_no INTEGER NOT NULL REFERENCES statements (statement_no),
    shows TEXT NOT NULL CHECK (shows IN ('statement', 'state')),
    n INTEGER NOT NULL,
    report_no INTEGER NOT NULL REFERENCES reports (report_no),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (statement_no, shows, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_evidence_report ON statement_evidence (report_no);

CREATE VIEW v_statements AS
SELECT s.id, r.id AS report, s.date_begin, s.date_end, s.speaker_name AS speaker, s.speaker_state,
       (SELECT group_concat(name, '; ') FROM (SELECT h.name FROM statement_hearers h
            WHERE h.statement_no = s.statement_no ORDER BY h.n)) AS hearers,
       (SELECT group_concat(state, ' ') FROM (SELECT DISTINCT h.state FROM statement_hearers h
            WHERE h.statement_no = s.statement_no AND h.state IS NOT NULL ORDER BY h.state)) AS hearer_states,
       s.kind, s.topic, s.direct, s.words, e.id AS event, s.state,
       (SELECT group_concat(text, ' … ') FROM (SELECT v.text FROM statement_evidence v
            WHERE v.statement_no = s.statement_no AND v.shows = 'state' ORDER BY v.n)) AS later
FROM statements s JOIN reports r USING (report_no) LEFT JOIN events e USING (event_no)
ORDER BY s.statement_no;

DROP VIEW v_evidence;
CREATE VIEW v_evidence AS
SELECT 'event' AS subject, e.id, r.id AS report, v.start, v."end", v.text
FROM event_evidence v JOIN events e USING (event_no) JOIN reports r USING (report_no)
UNION ALL
SELECT 'tenure', n.person || ', ' || n.office || ', ' || n.state, r.id, v.start, v."end", v.text
FROM tenure_evidence v JOIN tenures n USING (tenure_no) JOIN reports r USING (report_no)
UNION ALL
SELECT 'finding', f.id, r.id, v.start, v."end", v.text
FROM finding_evidence v JOIN findings f USING (finding_no) JOIN reports r USING (report_no)
UNION ALL
SELECT CASE v.shows WHEN 'state' THEN 'commitment' ELSE 'statement' END, s.id, r.id, v.start, v."end", v.text
FROM statement_evidence v JOIN statements s USING (statement_no) JOIN reports r ON r.report_no = v.report_no;
