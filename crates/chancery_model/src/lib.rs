//! The types of the record, its JSON contracts and the ontology's tables.
