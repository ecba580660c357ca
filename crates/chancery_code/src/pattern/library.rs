//! All patterns of `patterns/`, indexed by the word that they hang on.

use super::parse::parse_sets;
use super::{Line, Pattern, PatternError, WordClass, parse};
use std::collections::HashMap;

/// Where a line stands: index of the pattern, index of the line in it.
type At = (u32, u32);

/// The patterns of the program.
#[derive(Clone, Debug, Default)]
pub struct Library {
    patterns: Vec<Pattern>,
    index: HashMap<(WordClass, Box<str>), Vec<At>>,
    any_verb: Vec<At>,
}

impl Library {
    /// The patterns built into the program.
    ///
    /// # Errors
    /// The first line that does not follow the language; a test keeps that from being shipped.
    pub fn embedded() -> Result<Library, PatternError> {
        const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/patterns.rs"));
        Library::read(FILES.iter().copied(), include_str!("../../../../patterns/sets.txt"))
    }

    /// Reads pattern files: name and text of each, and the named word sets.
    ///
    /// # Errors
    /// The first line that does not follow the language.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        sets: &str,
    ) -> Result<Library, PatternError> {
        let sets = parse_sets(sets);
        let mut library = Library::default();
        for (name, text) in files {
            library.patterns.push(parse(name, text, &sets)?);
        }
        for (p, pattern) in library.patterns.iter().enumerate() {
            for (l, line) in pattern.lines.iter().enumerate() {
                for (lemma, _) in &line.anchor.lemmas {
                    if &**lemma == "*" {
                        library.any_verb.push((p as u32, l as u32));
                    } else {
                        let key = (line.anchor.class, lemma.clone());
                        library.index.entry(key).or_default().push((p as u32, l as u32));
                    }
                }
            }
        }
        Ok(library)
    }

    /// Reads the pattern files below a folder, for those who write them; the program has its own built in.
    ///
    /// # Errors
    /// The first line that does not follow the language. A file that cannot be read counts as empty.
    #[allow(clippy::disallowed_methods)]
    pub fn of_folder(root: &std::path::Path) -> Result<Library, PatternError> {
        fn gather(root: &std::path::Path, folder: &std::path::Path, files: &mut Vec<(String, String)>) {
            for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
                if path.is_dir() {
                    gather(root, &path, files);
                } else if path.extension().is_some_and(|e| e == "pattern") {
                    let name = path.strip_prefix(root).unwrap_or(&path).with_extension("");
                    let name = name.to_string_lossy().replace('\\', "/");
                    files.push((name, std::fs::read_to_string(&path).unwrap_or_default()));
                }
            }
        }
        let mut files = Vec::new();
        gather(root, root, &mut files);
        files.sort();
        let sets = std::fs::read_to_string(root.join("sets.txt")).unwrap_or_default();
        Library::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())), &sets)
    }

    /// All patterns, by name.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// The lines that hang on a word.
    pub fn lines(&self, class: WordClass, lemma: &str) -> impl Iterator<Item = (&Pattern, &Line)> {
        let found = self.index.get(&(class, lemma.into())).map(Vec::as_slice).unwrap_or_default();
        found.iter().map(|(p, l)| self.line(*p, *l))
    }

    /// The lines that hang on any verb under a modal.
    pub fn any_verb(&self) -> impl Iterator<Item = (&Pattern, &Line)> {
        self.any_verb.iter().map(|(p, l)| self.line(*p, *l))
    }

    fn line(&self, p: u32, l: u32) -> (&Pattern, &Line) {
        let pattern = &self.patterns[p as usize];
        (pattern, &pattern.lines[l as usize])
    }
}
