-- What a record of version 2 may hold besides, after tests/versions/v1.sql. Never edited once that version is released.
INSERT INTO statements VALUES
    (1, 's-1', 1, 'Mira Lind', 'NORGOV', 'NOR', 'GOV', 'commitment', 'trade', 0, 'that Norvia will open the bridge',
     '2031-03-03', '2031-03-03', 1, 'broken');
INSERT INTO statement_hearers VALUES (1, 1, 'Estmark', 'EST', 'EST', NULL);
INSERT INTO statement_evidence VALUES
    (1, 'statement', 1, 1, 0, 48, 'ARVIK, March 3 -- Estmark and Norvia held talks.'),
    (1, 'state', 1, 2, 0, 20, 'They met on 4 March.');
