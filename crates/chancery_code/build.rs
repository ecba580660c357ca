//! Gathers `patterns/**/*.pattern` into one table, so that adding a pattern is adding a file, and takes the hash by which
//! a coder is known: of patterns, lexicons, models and the code that reads a report.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    let root =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../patterns");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    gather(&root, &mut files);
    files.sort();
    let mut table = String::from("[\n");
    for file in &files {
        let name = file.strip_prefix(&root).expect("it lies below").with_extension("");
        let name = name.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let _ = writeln!(table, "({name:?}, include_str!({:?})),", file.display().to_string());
    }
    table.push(']');
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it")).join("patterns.rs");
    std::fs::write(out, table).expect("the build folder can be written");
    println!("cargo::rustc-env=CHANCERY_CODER_HASH={:016x}", hash(&root.join("..")));
}

/// FNV-1a over names and bytes of everything that decides what a report is coded as.
fn hash(root: &Path) -> u64 {
    let folders = [
        "patterns",
        "lexicons",
        "models",
        "crates/chancery_model/src",
        "crates/chancery_lang/src",
        "crates/chancery_code/src",
    ];
    let mut files = Vec::new();
    for folder in folders {
        all_files(&root.join(folder), &mut files);
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let bytes = std::fs::read(&file).unwrap_or_default();
        for byte in name.bytes().chain(bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

fn all_files(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() { all_files(&path, files) } else { files.push(path) }
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|e| e == "pattern") {
            files.push(path);
        }
    }
}
