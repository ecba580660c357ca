//! Lines of examples, as a shell reads them.

/// The words of a line as a shell parts them, up to what it keeps for itself.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut mark) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (c, mark) {
            (_, Some(open)) if c == open => mark = None,
            ('"' | '\'', None) => {
                mark = Some(c);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            ('#' | '>' | '|', None) if word.is_none() => break,
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(mark, None, "{line}");
    words.extend(word);
    words
}
