//! Sentences, tokens, tags, lemmas, dependencies and names, with the trainer of their models.
