//! Names what reads and what links by a hash of its sources and data each, so that a changed program knows which
//! stages to run again.

#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let stages: [(&str, &[&str]); 2] = [
        ("READER", &["crates/chancery_model/src", "crates/chancery_ingest/src", "lexicons"]),
        ("LINKER", &["crates/chancery_model/src", "crates/chancery_link/src", "lexicons"]),
    ];
    for (stage, folders) in stages {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        for folder in folders {
            println!("cargo::rerun-if-changed={}", root.join(folder).display());
            hash(&root.join(folder), folder, &mut hasher);
        }
        println!("cargo::rustc-env=CHANCERY_{stage}={}", &hasher.finalize().to_hex()[..32]);
    }
}

/// Files below a folder, by name, each with its name and length. A folder that is not there has none.
fn hash(path: &Path, name: &str, hasher: &mut blake3::Hasher) {
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut below: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        below.sort();
        for file in below {
            let told = format!("{name}/{}", file.to_string_lossy());
            hash(&path.join(file), &told, hasher);
        }
    } else if let Ok(bytes) = std::fs::read(path) {
        hasher.update(name.as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
    }
}
