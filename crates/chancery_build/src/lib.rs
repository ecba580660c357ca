//! Files to record: runs the stages in parallel and incrementally.
