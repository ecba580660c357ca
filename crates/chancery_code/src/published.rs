//! When a report was published: all candidates, what they rest on, what speaks against them.
