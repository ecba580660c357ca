//! `chancery serve`.

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output::{say, warn};
use chancery_serve::{Archive, Options, ServeError};
use chancery_views::Directory;

/// `chancery serve`.
pub fn serve(args: &args::Serve) -> Result<Outcome, Failure> {
    // Says how to make a record where there is none.
    drop(super::read::open_store(&args.record.record)?);
    let archive = Archive::open(&args.record.record, Directory::of_states()).map_err(failure)?;
    if !args.address.ip().is_loopback() {
        warn(&format!(
            "{} can be reached from other machines: whoever reaches it reads the whole record, and nothing is encrypted.",
            args.address
        ));
    }
    let record = args.record.record.display();
    let listening = |address| say(&format!("{record} is served at http://{address}/ (Ctrl-C ends it)"));
    chancery_serve::run(archive, &Options { address: args.address }, listening).map_err(failure)?;
    Ok(Outcome::Done)
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::Store(error) => error.into(),
        error @ ServeError::Address { .. } => Failure::Call(error.to_string()),
        error @ ServeError::Stopped(_) => Failure::Machine(error.to_string()),
    }
}
