//! Files to reports: decoding, main text, boilerplate, publication-date candidates.
