//! Across reports: copies, the same event, tenures, findings.
