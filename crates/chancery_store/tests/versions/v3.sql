-- What a record of version 3 may hold besides, after tests/versions/v2.sql. Never edited once that version is released.
UPDATE reports
SET copy_how = '{"edit":"cut","kept":62,"added":3,"credit":{"agency":"Reuters","start":0,"end":9,"text":"(Reuters)"}}'
WHERE id = 'arvik~0a1b2d';
