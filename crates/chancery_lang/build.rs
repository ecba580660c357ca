//! Hands the trained models to the compiler. A model that is not there yet is embedded as an empty file, and the
//! pipeline falls back to crude rules for that part.

use std::path::PathBuf;
use std::{env, fs};

const PARTS: [&str; 6] = ["tagger", "actions", "labels", "names", "clusters", "lemmas"];

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo"));
    let models = here.join("../../models");
    println!("cargo:rerun-if-changed={}", models.display());
    for part in PARTS {
        let file = models.join(format!("{part}.bin"));
        println!("cargo:rerun-if-changed={}", file.display());
        let bytes = fs::read(&file).unwrap_or_else(|_| {
            println!("cargo:warning=models/{part}.bin is missing: its part of the analysis falls back to crude rules");
            Vec::new()
        });
        fs::write(out.join(format!("{part}.bin")), bytes).expect("the build folder can be written");
    }
}
