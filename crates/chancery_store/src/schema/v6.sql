-- Search: the words of the sentences of the record's reports, folded by the program (see search.rs). The texts are not kept twice.

CREATE VIRTUAL TABLE sentence_words USING fts5 (
    words, states, content = '', contentless_delete = 1, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE known_words USING fts5vocab (sentence_words, 'col');

CREATE TABLE searched (
    text_key INTEGER PRIMARY KEY,
    analysis_key INTEGER NOT NULL
) STRICT;
