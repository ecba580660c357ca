-- What a record of version 5 may hold besides, after tests/versions/v4.sql. Never edited once that version is released.
UPDATE tenures SET began_begin = '2031-03-01', began_end = '2031-03-03', former_by = '2031-05-01', acting = 1, independent = 1,
    latest = '{"says":"former","days":{"begin":"2031-05-01","end":"2031-05-01"},"evidence":{"doc":"arvik~0a1b2c","start":0,"end":48,"text":"ARVIK, March 3 -- Estmark and Norvia held talks."}}';
