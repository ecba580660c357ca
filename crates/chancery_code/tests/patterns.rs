//! Every pattern file is its own test.

use chancery_code::Knowledge;
use chancery_code::actors::Lexicon;
use chancery_code::pattern::{Library, check};
use chancery_model::EventType;

#[test]
fn patterns_code_their_examples_and_leave_the_rest_alone() {
    let library = Library::embedded().expect("every pattern file follows the language");
    let knowledge = Knowledge::with(library, Lexicon::with_invented());
    let mut failures = Vec::new();
    for pattern in knowledge.library().patterns() {
        assert!(!pattern.silent.is_empty(), "patterns/{}.pattern has no silent line", pattern.name);
        assert!(!pattern.codes.is_empty(), "patterns/{}.pattern has no codes line", pattern.name);
        failures.extend(check(pattern, &knowledge).failures);
    }
    assert!(failures.is_empty(), "{} examples failed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn all_sixteen_types_have_patterns() {
    let library = Library::embedded().expect("every pattern file follows the language");
    for event_type in EventType::ALL {
        let covered =
            library.patterns().iter().any(|p| p.lines.iter().any(|l| l.thing.event_type == event_type));
        assert!(covered, "no pattern for {event_type}");
    }
}
