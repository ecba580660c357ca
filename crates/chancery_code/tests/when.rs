//! The reports in `when.tsv` with the days of what they tell.

use chancery_code::actors::Lexicon;
use chancery_code::pattern::Library;
use chancery_code::{Knowledge, annotate};
use chancery_model::{DateBasis, DateCandidate, Day, Report};

#[test]
fn events_have_the_days_that_their_reports_tell() {
    let library = Library::embedded().expect("the patterns are read");
    let knowledge = Knowledge::with(library, Lexicon::with_invented());
    let mut wrong = Vec::new();
    for row in chancery_model::table::rows(include_str!("when.tsv")) {
        let [published, text, signal, first, last] = row[..] else { panic!("five cells: {row:?}") };
        let given = DateCandidate {
            date: published.parse().ok(),
            basis: DateBasis::Given,
            start: None,
            end: None,
            words: None,
        };
        let report = Report {
            id: "r".into(),
            text: text.to_string(),
            language: Some("en".into()),
            dates: vec![given],
            ..Report::default()
        };
        let told = annotate(&report, &knowledge);
        let trigger = |start: u32, end: u32| -> String {
            told.text.chars().skip(start as usize).take((end - start) as usize).collect()
        };
        let event = told.events.iter().find(|e| trigger(e.trigger.start, e.trigger.end).contains(signal));
        let write = |day: Option<Day>| day.map_or("?".to_string(), |day| day.to_string());
        let got = event.map(|e| (write(e.date.begin), write(e.date.end)));
        if got.as_ref().map(|g| (g.0.as_str(), g.1.as_str())) != Some((first, last)) {
            wrong.push(format!("{row:?}\n    got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
