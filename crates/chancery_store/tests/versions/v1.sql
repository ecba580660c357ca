-- What a record of version 1 may hold, with a value in nearly every column. Never edited once that version is released.
INSERT INTO meta VALUES ('changes', '2'), ('linked', '2'), ('coder', 'coder'), ('linker', 'linker');
INSERT INTO texts VALUES
    (3, '0a1b2c3d00000000000000000000000000000000000000000000000000000000', 'reader',
     '1111111111111111111111111111111111111111111111111111111111111111', 'arvik', 0, 'https://press.example/arvik', 'Press',
     'Talks in Arvik', 'en', '[{"date":"2031-03-03","basis":"dateline","start":0,"end":16}]',
     '[{"at":0,"text":"Talks in Arvik","why":"title"}]', 'ARVIK, March 3 -- Estmark and Norvia held talks.'),
    (4, '0a1b2d3d00000000000000000000000000000000000000000000000000000000', 'reader',
     '2222222222222222222222222222222222222222222222222222222222222222', 'arvik', 0, NULL, NULL, NULL, 'en', '[]', '[]',
     'They met on 4 March.');
INSERT INTO analyses VALUES
    (1, 3, 'coder', 'en',
     '{"date":"2031-03-03","begin":"2031-03-03","end":"2031-03-03","basis":"dateline","conflict":null,"candidates":[]}',
     '[{"start":0,"end":48}]',
     '[{"start":18,"end":25,"kind":"state","actor":0},{"start":30,"end":36,"kind":"state","actor":1}]',
     '[{"name":"Estmark","kind":"state","state":"EST","sector":null,"code":"EST","office":null,"wikidata":null},{"name":"Norvia","kind":"state","state":"NOR","sector":null,"code":"NOR","office":null,"wikidata":null}]',
     '[{"start":7,"end":14,"type":"DATE","value":"2031-03-03","begin":"2031-03-03","end_date":"2031-03-03"}]',
     '[{"speaker":null,"cue":[37,41],"content":[[42,47]],"direct":false,"actor":0}]',
     '[{"type":"CONSULT","mode":"visit","contexts":["diplomatic"],"cameo":"042","quad":1,"goldstein":1.9,"source":[{"actor":0,"mention":0}],"target":[{"actor":1,"mention":1}],"persons":[],"trigger":[37,47],"sentence":0,"date":{"begin":"2031-03-03","end":"2031-03-03","basis":"dateline"},"status":"happened","pattern":"consult/talks:1"}]'),
    (2, 4, 'coder', 'en', '{"date":null,"begin":null,"end":null,"basis":null,"conflict":null,"candidates":[]}',
     '[{"start":0,"end":20}]', '[]', '[]', '[]', '[]', '[]');
INSERT INTO reports VALUES
    (1, 'arvik~0a1b2c', 3, 'en', '2031-03-03', '2031-03-03', '2031-03-03', 'dateline', 'The address says otherwise.',
     '[{"date":"2031-03-03","basis":"dateline","start":0,"end":16}]', 'c-1', NULL, 's-1',
     '[{"trigger":[37,47],"sentence":[0,48],"same":"consult-1"}]'),
    (2, 'arvik~0a1b2d', 4, 'en', NULL, NULL, NULL, NULL, NULL, '[]', 'c-1', 'arvik~0a1b2c', 's-1', '[]');
INSERT INTO events VALUES
    (1, 'consult-1', 'CONSULT', 'visit', '["diplomatic"]', 'CONSULT', 'visit', '042', '042', 1, 1.9, 'happened',
     '[{"status":"planned","doc":"arvik~0a1b2d"}]', 'consult-0', '["Press"]', '2031-03-03', '2031-03-03', 'Arvik', 'NOR',
     '["Mira Lind","Ole Arvo"]', 'Estmark and Norvia held talks in Arvik.', 1);
INSERT INTO event_sides VALUES
    (1, 'source', 1, 'Estmark', 'EST', 'EST', NULL), (1, 'target', 1, 'Norvian government', 'NORGOV', 'NOR', 'GOV');
INSERT INTO event_documents VALUES (1, 1, 1), (1, 2, 2);
INSERT INTO event_claims VALUES (1, 1, 1, 0);
INSERT INTO event_evidence VALUES (1, 1, 1, 0, 48, 'ARVIK, March 3 -- Estmark and Norvia held talks.');
INSERT INTO tenures VALUES (1, 'NOR', 'foreign minister', 'Mira Lind', '2031-03-03', '2031-03-03', 1, 0);
INSERT INTO tenure_evidence VALUES (1, 1, 1, 0, 48, 'ARVIK, March 3 -- Estmark and Norvia held talks.');
INSERT INTO findings VALUES (1, 'event-date-1', 'event-date', 'Two days are given.', '["consult-1"]');
INSERT INTO finding_evidence VALUES (1, 1, 2, 0, 20, 'They met on 4 March.');
INSERT INTO builds VALUES (1, '2031-03-05T09:00:00Z', 'coder', 2, 1);
INSERT INTO log VALUES
    (1, 1, 'report', 'added', 'arvik~0a1b2c', NULL, 'Talks in Arvik', '["arvik~0a1b2c"]'),
    (2, 1, 'event', 'renamed', 'consult-1', 'an-older-id', 'Estmark and Norvia held talks in Arvik.', '["arvik~0a1b2c"]'),
    (3, 1, 'tenure', 'added', 'Mira Lind, foreign minister, NOR', NULL, 'seen in office 2031-03-03', '["arvik~0a1b2c"]');
INSERT INTO old_ids VALUES ('an-older-id', 'consult-1');
