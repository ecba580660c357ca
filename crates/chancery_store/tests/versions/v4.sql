-- What a record of version 4 may hold besides, after tests/versions/v3.sql. Never edited once that version is released.
INSERT INTO meta VALUES ('corrections', 'merge consult-1 consult-2  # one visit' || char(10));
UPDATE events SET corrected = '["merge consult-1 consult-2  # one visit"]' WHERE id = 'consult-1';
INSERT INTO builds VALUES
    (2, '2031-03-06T09:00:00Z', 'coder', 2, 1, 0, 'merge consult-1 consult-2  # one visit' || char(10));
INSERT INTO log VALUES
    (4, 2, 'event', 'merged', 'consult-1', 'consult-2', 'Estmark and Norvia held talks.', '[]',
     '["merge consult-1 consult-2  # one visit"]');
INSERT INTO past VALUES (2, 'finding', 'event-date-1', NULL), (2, 'statement', 'arvik~0a1b2c', NULL);
INSERT INTO old_ids VALUES ('consult-2', 'consult-1');
