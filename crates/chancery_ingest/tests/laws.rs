//! What holds for any input.

#![allow(clippy::disallowed_methods)] // files to read are written here

use chancery_ingest::{Options, Raw, open, prepare};
use chancery_model::{DateBasis, Report};
use proptest::prelude::*;

/// Lines as they come in crawled reports, good and bad, and noise.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Foreign ministers Arvo and Lind agreed on Monday to reopen the border at Arvik.".to_owned()),
        Just("ARVIK, Nov. 11 (NNA) -- Lind said that “the crossing” would open within a month.".to_owned()),
        Just("Norvia recalls its envoy from Estmark".to_owned()),
        Just("Related Links".to_owned()),
        Just("date 2031-03-03 Norvia recalls its envoy".to_owned()),
        Just("---".to_owned()),
        Just("title: \"Talks \\".to_owned()),
        Just("Updated 14:55, March 03, 2031".to_owned()),
        Just("Arvo left. Additional reporting by Éva Brandt.".to_owned()),
        Just("Share on Facebook".to_owned()),
        Just(String::new()),
        "[ -~]{0,60}",
        "\\PC{0,30}",
        "(?s).{0,20}",
    ]
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..14).prop_map(|lines| lines.join("\n"))
}

/// Every offset lies in the text, and what is removed is in order.
fn check(report: &Report) {
    let length = report.text.chars().count() as u32;
    assert!(report.removed.iter().all(|r| r.at <= length && !r.text.is_empty()));
    assert!(report.removed.windows(2).all(|w| w[0].at <= w[1].at));
    for date in &report.dates {
        if let (Some(start), Some(end)) = (date.start, date.end) {
            assert!(start < end && end <= length);
            assert_eq!(date.basis, DateBasis::Dateline);
        }
        assert!(date.date.is_some() || date.words.is_some());
    }
    assert!(!report.text.trim().is_empty() && !report.id.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_report_or_a_reason(text in document()) {
        let options = Options::default();
        if let Ok(report) = prepare(Raw::text("a.txt", &text), &options) {
            check(&report);
            // Nothing is invented: every line of the body stands in the input.
            let input: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !"\u{ad}\u{200b}\u{feff}\u{2060}".contains(*c)).collect();
            for word in report.text.split_whitespace().filter(|w| w.is_ascii()) {
                prop_assert!(input.contains(word));
            }
            prop_assert_eq!(prepare(Raw::text("a.txt", &text), &options), Ok(report));
        }
    }

    #[test]
    fn verbatim_text_stays_to_the_character(text in document()) {
        let options = Options { verbatim: true, ..Options::default() };
        let line = serde_json::json!({ "id": "a", "text": text }).to_string();
        if let Ok(report) = prepare(Raw::object("a.jsonl", 1, &line), &options) {
            check(&report);
            prop_assert!(report.removed.is_empty());
            prop_assert_eq!(report.text, text);
        } else {
            prop_assert!(text.trim().is_empty());
        }
    }

    #[test]
    fn any_page_gives_a_sound_report_or_a_reason(parts in prop::collection::vec(prop_oneof![
        Just("<div>".to_owned()), Just("</div>".to_owned()), Just("<p>".to_owned()), Just("<script>".to_owned()),
        Just("</script>".to_owned()), Just("<!--".to_owned()), Just("<table><tr>".to_owned()), Just("<a href='".to_owned()),
        Just("<meta name=date content=2031-03-03>".to_owned()), Just("<time>March 3, 2031</time>".to_owned()),
        Just("<script type='application/ld+json'>{\"@type\":[".to_owned()), Just("&nbsp;&#x1F600;&bad;".to_owned()), line(),
    ], 0..40)) {
        if let Ok(report) = prepare(Raw::page("a.html", &parts.concat()), &Options::default()) {
            check(&report);
        }
    }

    #[test]
    fn any_bytes_are_read_or_skipped(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0..8usize) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(["a.txt", "a.html", "a.jsonl", "a.csv", "a.tsv", "a.parquet", "a.warc", "a.txt.gz"][kind]);
        std::fs::write(&path, &bytes).unwrap();
        let options = Options { max_report_bytes: 200, ..Options::default() };
        let mut sum = 0;
        for item in open(&[path], &options) {
            match item {
                Ok(raw) => {
                    sum += raw.size();
                    if let Ok(report) = prepare(raw, &options) {
                        check(&report);
                    }
                }
                Err(skipped) => sum += skipped.bytes,
            }
        }
        // Blank lines at the end belong to no document.
        prop_assert!(sum <= bytes.len() as u64);
    }
}

#[test]
fn a_line_over_the_limit_is_read_past_and_the_rest_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jsonl");
    let huge = format!("{{\"id\":\"b\",\"text\":\"{}\"}}", "x".repeat(50_000_000));
    let lines = [
        "{\"id\":\"a\",\"text\":\"Arvo left.\"}",
        &huge,
        "{\"id\": oops}",
        "[1]",
        "{\"id\":\"e\",\"text\":\"Lind stayed.\"}",
    ];
    std::fs::write(&path, lines.join("\n")).unwrap();
    let options = Options::default();
    let told: Vec<String> = open(&[path], &options)
        .map(|raw| match raw.and_then(|raw| prepare(raw, &options)) {
            Ok(report) => report.text,
            Err(skipped) => format!("{} {}", skipped.id, skipped.reason),
        })
        .collect();
    assert_eq!(told[0], "Arvo left.");
    assert!(told[1].starts_with("a:2 it is larger than the 16000000 bytes"));
    assert!(told[2].starts_with("a:3 it is not JSON"));
    assert!(told[3].starts_with("a:4 it is JSON but not an object"));
    assert_eq!(told[4], "Lind stayed.");
}
