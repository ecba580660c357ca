-- What a record of version 6 may hold besides, after tests/versions/v5.sql. Never edited once that version is released.
INSERT INTO sentence_words (rowid, words, states) VALUES
    (3145728, 'arvik march 3 estmark and norvia held talks', 'EST NOR'), (4194304, 'they met on 4 march', '');
INSERT INTO searched VALUES (3, 1), (4, 2);
