//! STUB
use crate::tree::Tree;
use chancery_lang::{Analysis, Upos};
use chancery_model::{Actor, ActorKind, MentionKind};
use std::collections::BTreeMap;
use std::ops::Range;
#[derive(Clone, Debug, Default)]
pub struct Cast {
    pub actors: Vec<Actor>,
    pub mentions: Vec<CastMention>,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastMention {
    pub tokens: Range<u32>,
    pub head: u32,
    pub kind: MentionKind,
    pub actor: Option<u32>,
    pub anaphor: bool,
    pub place_state: Option<String>,
}
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    names: BTreeMap<String, (String, bool)>,
}
impl Lexicon {
    pub fn embedded() -> &'static Lexicon {
        static L: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
        L.get_or_init(|| Lexicon::read(include_str!("../../../lexicons/states.tsv")))
    }
    pub fn with_invented() -> Lexicon {
        let mut l = Lexicon::read(include_str!("../../../lexicons/states.tsv"));
        l.names.extend(Lexicon::read(include_str!("../../../lexicons/invented.tsv")).names);
        l
    }
    fn read(t: &str) -> Lexicon {
        let mut l = Lexicon::default();
        for line in t.lines().filter(|l| !l.starts_with('#')) {
            let c: Vec<&str> = line.split('\t').collect();
            if c.len() < 7 {
                continue;
            }
            for (i, x) in c.iter().enumerate() {
                if i == 1 || (3..=7).contains(&i) {
                    for n in x.split(';').filter(|n| !n.is_empty()) {
                        l.names.insert(n.to_string(), (c[0].to_string(), i == 4));
                    }
                }
            }
        }
        l
    }
    pub fn state_name(&self, _c: &str) -> Option<&str> {
        None
    }
}
impl Cast {
    pub fn of(text: &str, analysis: &Analysis, lexicon: &Lexicon) -> Cast {
        let tree = Tree::new(text, analysis);
        let mut cast = Cast::default();
        for t in 0..tree.len() {
            if let Some((code, _adj)) = lexicon
                .names
                .get(tree.word(t))
                .or_else(|| lexicon.names.get(tree.word(t).trim_end_matches('s')))
            {
                let head = if let Some(h) = tree.head(t) {
                    if matches!(tree.rel(t), chancery_lang::Deprel::Amod | chancery_lang::Deprel::Compound)
                        && matches!(tree.upos(h), Upos::Noun | Upos::Propn)
                    {
                        h
                    } else {
                        t
                    }
                } else {
                    t
                };
                let gov = head != t;
                let group = [
                    "minister",
                    "president",
                    "troop",
                    "official",
                    "soldier",
                    "police",
                    "citizen",
                    "government",
                    "company",
                    "diplomat",
                    "ambassador",
                    "rebel",
                    "protester",
                ]
                .contains(&tree.lemma(head).to_lowercase().as_str());
                let c = if gov && group { format!("{code}GOV") } else { code.clone() };
                let a = match cast.actors.iter().position(|a| a.code.as_deref() == Some(&c)) {
                    Some(a) => a,
                    None => {
                        cast.actors.push(Actor {
                            name: c.clone(),
                            kind: ActorKind::State,
                            state: Some(code.clone()),
                            sector: (gov && group).then(|| "GOV".to_string()),
                            code: Some(c.clone()),
                            office: None,
                            wikidata: None,
                            former: false,
                            unnamed: false,
                        });
                        cast.actors.len() - 1
                    }
                };
                let place = tree
                    .case_of(t)
                    .is_some_and(|c| ["in", "to", "at", "near", "from"].contains(&tree.word(c)));
                cast.mentions.push(CastMention {
                    tokens: t..t + 1,
                    head: if group { head } else { t },
                    kind: if place { MentionKind::Place } else { MentionKind::State },
                    actor: (!place).then_some(a as u32),
                    anaphor: false,
                    place_state: Some(code.clone()),
                });
            }
        }
        cast
    }
    pub fn at(&self, token: u32) -> Vec<u32> {
        self.mentions.iter().enumerate().filter(|(_, m)| m.head == token).map(|(i, _)| i as u32).collect()
    }
    pub fn possessor_or_nationality(&self, tree: &Tree, t: u32) -> Vec<u32> {
        tree.children(t)
            .iter()
            .flat_map(|c| self.at(*c))
            .filter(|m| self.mentions[*m as usize].kind != MentionKind::Place)
            .collect()
    }
}
