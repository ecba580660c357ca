//! What linking must do, told with reports of invented states.

mod corrections;
mod findings;
mod laws;
mod merging;
mod offices;
mod passes;
mod statements;
mod told;
