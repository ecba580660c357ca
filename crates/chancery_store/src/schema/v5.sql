-- Tenures: what their two ends rest on.

ALTER TABLE tenures ADD COLUMN began_begin TEXT;
ALTER TABLE tenures ADD COLUMN began_end TEXT;
ALTER TABLE tenures ADD COLUMN ended_begin TEXT;
ALTER TABLE tenures ADD COLUMN ended_end TEXT;
ALTER TABLE tenures ADD COLUMN former_by TEXT;
ALTER TABLE tenures ADD COLUMN not_before TEXT;
ALTER TABLE tenures ADD COLUMN acting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenures ADD COLUMN independent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenures ADD COLUMN earliest TEXT;
ALTER TABLE tenures ADD COLUMN latest TEXT;

DROP VIEW v_offices;
CREATE VIEW v_offices AS
SELECT t.state, t.office, t.person, t.first, t.last, t.first_is_start, t.last_is_end, t.began_begin, t.began_end,
       t.ended_begin, t.ended_end, t.former_by, t.not_before, t.acting,
       (SELECT count(DISTINCT v.report_no) FROM tenure_evidence v WHERE v.tenure_no = t.tenure_no) AS reports,
       t.independent
FROM tenures t
ORDER BY t.tenure_no;
