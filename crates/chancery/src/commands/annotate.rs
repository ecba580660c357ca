//! `chancery annotate`.

use crate::args;
use crate::failure::{Failure, Outcome};

pub fn annotate(_args: &args::Annotate) -> Result<Outcome, Failure> {
    Err(Failure::Machine("annotating is not wired yet".into()))
}
