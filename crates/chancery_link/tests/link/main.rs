//! What linking must do, told with reports of invented states.

mod corrections;
mod laws;
mod merging;
mod statements;
mod told;
