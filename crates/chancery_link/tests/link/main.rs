//! What linking must do, told with reports of invented states.

mod laws;
mod merging;
mod statements;
mod told;
