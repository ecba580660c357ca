//! The record that is served: read whole, entered into registers, and read anew when a build has changed it.

use crate::prepared::Prepared;
use chancery_model::{Annotated, Record};
use chancery_store::{Build, Store, StoreError};
use chancery_views::{Directory, Holdings};
use self_cell::self_cell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The record can't be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The record can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address can't be listened on.
    #[error(
        "{address} can’t be listened on: {source}\n  another address:  chancery serve --address 127.0.0.1:8081"
    )]
    Address {
        /// As asked for.
        address: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

self_cell!(
    struct Shelf {
        owner: Record,
        #[covariant]
        dependent: Holdings,
    }
);

/// The record as of one build.
pub struct Loaded {
    shelf: Shelf,
    /// Who is in it, and what states are called.
    pub directory: Directory,
    /// What each build changed, the first first.
    pub builds: Vec<Build>,
    /// What pages show of the whole record.
    pub prepared: Prepared,
    edition: (i64, i64),
}

impl Loaded {
    /// The record and its registers.
    pub fn holdings(&self) -> &Holdings<'_> {
        self.shelf.borrow_dependent()
    }

    /// The record.
    pub fn record(&self) -> &Record {
        self.shelf.borrow_owner()
    }
}

/// A record's file, and what was last read of it.
pub struct Archive {
    path: PathBuf,
    /// What states are called; who is in the record is learnt from it.
    states: Directory,
    now: RwLock<Arc<Loaded>>,
    /// Open for reading, for words that are not held in memory.
    readers: Mutex<Vec<Store>>,
}

impl Archive {
    /// Opens a record for reading and reads it. `states` says what states are called.
    pub fn open(path: &Path, states: Directory) -> Result<Archive, ServeError> {
        let store = Store::open_read_only(path)?;
        let loaded = Arc::new(load(&store, &states)?);
        Ok(Archive { path: path.into(), states, now: RwLock::new(loaded), readers: Mutex::new(vec![store]) })
    }

    /// The name of the file.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The record as it was last read.
    pub fn now(&self) -> Arc<Loaded> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the record anew where a build has changed it; gives whether it has.
    pub fn renew(&self) -> Result<bool, ServeError> {
        let store = Store::open_read_only(&self.path)?;
        if store.edition()? == self.now().edition {
            return Ok(false);
        }
        let loaded = Arc::new(load(&store, &self.states)?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(true)
    }

    /// Asks the record's file.
    pub fn ask<T>(&self, question: impl FnOnce(&Store) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let free = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = match free {
            Some(store) => store,
            None => Store::open_read_only(&self.path)?,
        };
        let answer = question(&store);
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        answer
    }

    /// What a report tells, with its mentions, times and quotes; `None` where it can't be read.
    pub fn telling(&self, id: &str) -> Option<Annotated> {
        self.ask(|store| store.annotated(id)).ok().flatten()
    }
}

fn load(store: &Store, states: &Directory) -> Result<Loaded, StoreError> {
    let edition = store.edition()?;
    let record = store.record()?;
    let builds = store.log(None)?;
    let mut directory = states.clone();
    directory.learn(&record);
    let shelf = Shelf::new(record, |record| Holdings::of(record));
    let prepared = Prepared::of(shelf.borrow_dependent(), &directory, builds.last());
    Ok(Loaded { shelf, directory, builds, prepared, edition })
}
