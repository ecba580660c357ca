//! What a person is shown of a record, as plain structs, and the exports.
