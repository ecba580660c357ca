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

/// Whether trained models were built in: without them there are no trees to read.
fn models() -> bool {
    let analysis = Pipeline::embedded().analyse("The envoy said that the talks had failed.");
    analysis.tokens.iter().any(|t| t.deprel == Deprel::Ccomp)
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
#[ignore = "rows are being checked"]
fn every_cue_is_found_in_its_example() {
    if !models() {
        return;
    }
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
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}
