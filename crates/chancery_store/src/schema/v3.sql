-- How a copy differs from the report that it copies.

ALTER TABLE reports ADD COLUMN copy_how TEXT;

DROP VIEW v_reports;

CREATE VIEW v_reports AS
SELECT r.id, t.url, t.source, t.title, r.language, r.published_date, r.published_begin, r.published_end,
       r.published_basis, r.published_conflict, r.copy, r.copy_of,
       r.copy_how ->> 'edit' AS copy_edit, r.copy_how ->> 'kept' AS copy_kept, r.copy_how ->> 'added' AS copy_added,
       r.copy_how ->> '$.credit.text' AS copy_credit, r.story,
       (SELECT count(DISTINCT c.event_no) FROM event_claims c WHERE c.report_no = r.report_no) AS events,
       t.text
FROM reports r JOIN texts t USING (text_key)
ORDER BY r.report_no;
