//! The API, described.

/// `/openapi.json`.
pub fn document() -> Vec<u8> {
    Vec::new()
}
