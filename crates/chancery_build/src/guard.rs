//! Keeps a panic over one report from being the end of the run.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `work` returns, or the words of its panic. `work` is a pure function of one report: nothing it leaves
/// half-done outlives it.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic.downcast_ref::<&str>().map(|words| words.to_string());
        words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_words() {
        assert_eq!(guarded(|| 1), Ok(1));
        let index = [1, 2].len();
        assert!(guarded(|| [1, 2][index]).unwrap_err().contains("out of bounds"));
        assert_eq!(guarded(|| panic!("because")), Err::<(), _>("because".into()));
    }
}
