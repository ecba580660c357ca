//! `chancery build`.

use crate::args;
use crate::failure::{Failure, Outcome};

pub fn build(_args: &args::Build) -> Result<Outcome, Failure> {
    Err(Failure::Machine("building is not wired yet".into()))
}
