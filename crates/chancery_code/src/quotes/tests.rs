use super::*;
use chancery_lang::Pipeline;

#[test]
fn quotations_stand_within_the_text_and_apart() {
    let text = "“We go,” the envoy said. “Now.”\n\nArvo denied it, according to Lind: “No";
    let analysis = Pipeline::embedded().analyse(text);
    let tree = Tree::new(text, &analysis);
    for q in find(&tree, &Cast::default()) {
        assert!(!q.content.is_empty());
        for r in q.content.iter().chain(&q.cue).chain(&q.speaker) {
            assert!(r.start < r.end && r.end <= tree.len());
        }
    }
}

/// The quotations of `text`, each as speaker, cue and content.
fn told(text: &str) -> Vec<[String; 3]> {
    let analysis = Pipeline::embedded().analyse(text);
    let tree = Tree::new(text, &analysis);
    let words = |ranges: &[Range<u32>]| {
        let one = |r: &Range<u32>| {
            text[tree.token(r.start).start as usize..tree.token(r.end - 1).end as usize].replace('\n', " ")
        };
        ranges.iter().map(one).collect::<Vec<_>>().join(" + ")
    };
    find(&tree, &Cast::default())
        .iter()
        .map(|q| [words(&q.speaker), words(&q.cue), words(&q.content)])
        .collect()
}

#[test]
fn every_cue_is_found_in_its_example() {
    let mut wrong = Vec::new();
    for entry in lexicon::Lexicon::embedded().all() {
        let text = entry.example.replace(['{', '}'], "");
        let mut parts = entry.example.split(['{', '}']);
        let mut content = Vec::new();
        while let (Some(_), Some(inside)) = (parts.next(), parts.next()) {
            content.push(inside.to_string());
        }
        let content = content.join(" + ");
        let plain = |s: &str| s.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        let found = told(&text);
        if !found.iter().any(|[_, _, c]| plain(c) == plain(&content)) {
            wrong.push(format!("{}: {} {:?}", entry.lemma, entry.example, found));
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[track_caller]
fn says(text: &str, expected: &[[&str; 3]]) {
    assert_eq!(told(text), expected.iter().map(|q| q.map(String::from)).collect::<Vec<_>>(), "{text}");
}

#[test]
fn indirect_speech_begins_with_its_conjunction() {
    says(
        "The ambassador of Norvia said on Monday that the talks had failed.",
        &[["The ambassador of Norvia", "said", "that the talks had failed"]],
    );
    says("The talks, he said, have failed.", &[["he", "said", "The talks + have failed"]]);
    says("The talks have failed, Arvo said on Monday.", &[["Arvo", "said", "The talks have failed"]]);
}

#[test]
fn words_in_marks_run_on_past_their_cue() {
    says(
        "“We will not leave,” Arvo said. “We will stay in the valley. Nobody can move us.”",
        &[["Arvo", "said", "“We will not leave,” + “We will stay in the valley. Nobody can move us.”"]],
    );
    says(
        "“We will not leave,” Arvo said. “We will stay.\n\n“Nobody can move us.”",
        &[["Arvo", "said", "“We will not leave,” + “We will stay.  “Nobody can move us.”"]],
    );
    says(
        "“Nobody asked us. We were told nothing,” said Lind, the envoy of Norvia.",
        &[["Lind, the envoy of Norvia", "said", "“Nobody asked us. We were told nothing,”"]],
    );
}

#[test]
fn a_cue_inside_of_words_is_not_read_again() {
    says(
        "Arvo said that Lind believed that the treaty was broken.",
        &[["Arvo", "said", "that Lind believed that the treaty was broken"]],
    );
}

#[test]
fn documents_and_nobody_can_speak() {
    says("The report shows that exports fell.", &[["The report", "shows", "that exports fell"]]);
    says("According to the ministry, two ships sank.", &[["the ministry", "According to", "two ships sank"]]);
    says("Two ships sank, according to the ministry.", &[["the ministry", "according to", "Two ships sank"]]);
    says("The border is expected to reopen.", &[["", "is expected", "The border + to reopen"]]);
}

#[test]
fn other_cues_than_verbs_of_saying() {
    says(
        "Arvo is confident that the talks will succeed.",
        &[["Arvo", "is confident", "that the talks will succeed"]],
    );
    says(
        "Arvo accused Norvia of breaking the treaty.",
        &[["Arvo", "accused", "Norvia of breaking the treaty"]],
    );
    says("Arvo called for new talks.", &[["Arvo", "called for", "new talks"]]);
    says("Lind told the reporters that he would resign.", &[["Lind", "told", "that he would resign"]]);
}

#[test]
fn direct_is_what_stands_in_marks() {
    let text = "“We will not leave,” Arvo said. Lind said that the talks were “over”.";
    let analysis = Pipeline::embedded().analyse(text);
    let tree = Tree::new(text, &analysis);
    let direct: Vec<bool> = find(&tree, &Cast::default()).iter().map(|q| q.direct).collect();
    assert_eq!(direct, [true, false]);
}

#[test]
fn a_statement_speaks_for_who_spoke_before() {
    let text = "The Norvian foreign ministry said that the border was shut. \"Estmark must stop this at once,\" the statement added.";
    let analysis = Pipeline::embedded().analyse(text);
    let tree = Tree::new(text, &analysis);
    let cast = Cast::of(text, &analysis, crate::actors::Lexicon::with_invented());
    let found = find(&tree, &cast);
    assert_eq!(found.len(), 2);
    assert!(found[0].mention.is_some() && found[1].mention == found[0].mention);
}
