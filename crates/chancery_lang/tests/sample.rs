//! A few sentences of our own with the analysis that the shipped models must give them. When a new model changes a line
//! here, look at it: is the new tree as right as the old one?

use chancery_lang::Pipeline;

/// Each word as `form/lemma/tag→head:relation`, a line a sentence, then the names.
fn legible(text: &str) -> String {
    let a = Pipeline::embedded().analyse(text);
    let mut out = String::new();
    for s in &a.sentences {
        for t in a.tokens_of(s) {
            let head = t.head.map_or("·", |h| a.tokens[h as usize].text(text));
            out.push_str(&format!("{}/{}/{}→{}:{} ", t.text(text), t.lemma, t.xpos, head, t.deprel));
        }
        out.push('\n');
    }
    for n in &a.names {
        let (first, last) = (&a.tokens[n.tokens.start as usize], &a.tokens[n.tokens.end as usize - 1]);
        out.push_str(&format!("{}: {}\n", n.kind.as_str(), &text[first.start as usize..last.end as usize]));
    }
    out
}

#[test]
fn possessives_and_obliques() {
    assert_eq!(
        legible("The foreign minister of Canada flew to Ottawa on Tuesday."),
        "The/the/DT→minister:det foreign/foreign/JJ→minister:amod minister/minister/NN→flew:nsubj of/of/IN→Canada:case \
         Canada/Canada/NNP→minister:nmod flew/fly/VBD→·:root to/to/IN→Ottawa:case Ottawa/Ottawa/NNP→flew:obl \
         on/on/IN→Tuesday:case Tuesday/Tuesday/NNP→flew:obl ././.→flew:punct \n\
         place: Canada\nplace: Ottawa\n"
    );
}

#[test]
fn passives_and_negation() {
    assert_eq!(
        legible("The two leaders did not discuss the embargo, which was imposed by the council."),
        "The/the/DT→leaders:det two/two/CD→leaders:nummod leaders/leader/NNS→discuss:nsubj did/do/VBD→discuss:aux \
         not/not/RB→discuss:advmod discuss/discuss/VB→·:root the/the/DT→embargo:det embargo/embargo/NN→discuss:obj \
         ,/,/,→imposed:punct which/which/WDT→imposed:nsubj:pass was/be/VBD→imposed:aux:pass \
         imposed/impose/VBN→embargo:acl:relcl by/by/IN→council:case the/the/DT→council:det \
         council/council/NN→imposed:obl:agent ././.→discuss:punct \n"
    );
}

#[test]
fn capitals_of_a_headline_mislead_nobody() {
    assert_eq!(
        legible("Justin Trudeau Says Canada Will Impose Sanctions On Russia"),
        "Justin/Justin/NNP→Says:nsubj Trudeau/Trudeau/NNP→Justin:flat Says/say/VBZ→·:root Canada/Canada/NNP→Impose:nsubj Will/will/MD→Impose:aux \
         Impose/impose/VB→Says:ccomp Sanctions/sanction/NNS→Impose:obj On/on/IN→Russia:case \
         Russia/Russia/NNP→Impose:obl \nperson: Justin Trudeau\nplace: Canada\nplace: Russia\n"
    );
}
