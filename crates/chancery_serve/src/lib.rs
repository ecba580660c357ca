//! The pages and the JSON API over a record: `chancery serve`.
//!
//! The decision that shaped this crate: **a page, its data and its table are one thing**. Each page is a plain struct; its
//! template shows it to people, `.json` under the same address gives it to programs, `.csv` its rows. A record is read
//! whole when it is opened, entered into registers ([`chancery_views::Holdings`]), and read anew when a build has changed
//! it; so a page never waits for the disk, except for the words of a report.
//!
//! Nothing of an address reaches the file system or, unbound, the database; the record is opened for reading alone; every
//! text is escaped by the templates, and the browser is told to run no script and to fetch nothing from elsewhere.

mod answer;
mod archive;
mod chart;
mod links;
mod marked;
mod openapi;
mod pages;
mod prepared;
mod query;
mod server;

pub use archive::{Archive, ServeError};
pub use server::{Options, app, run, serve};
