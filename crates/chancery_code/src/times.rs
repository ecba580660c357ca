//! Time expressions and the days they mean.
