-- Corrections, and the record as it stood then.

ALTER TABLE events ADD COLUMN corrected TEXT;
ALTER TABLE builds ADD COLUMN independent INTEGER;
ALTER TABLE builds ADD COLUMN corrections TEXT;
ALTER TABLE log ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';

CREATE TABLE past (
    build INTEGER NOT NULL REFERENCES builds (build),
    subject TEXT NOT NULL CHECK (subject IN ('report', 'event', 'tenure', 'finding', 'statement')),
    id TEXT NOT NULL,
    thing TEXT
) STRICT;
CREATE UNIQUE INDEX past_thing ON past (build, subject, id);

-- Builds before this version kept nothing of what they changed.
INSERT INTO meta SELECT 'past', max(build) FROM builds HAVING max(build) IS NOT NULL;

DROP VIEW v_log;
CREATE VIEW v_log AS
SELECT b.build, b.time, l.subject, l.change, l.id, l.old_id, l.message,
       (SELECT group_concat(value, '; ') FROM json_each(l.reports)) AS reports,
       (SELECT group_concat(value, '; ') FROM json_each(l.corrections)) AS corrections
FROM log l JOIN builds b USING (build)
ORDER BY l.entry;
