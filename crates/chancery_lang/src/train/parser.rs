//! Training the parser, with a dynamic oracle.

use crate::hash::Random;
use crate::label::Deprel;
use crate::parser::{ACTION_BITS, LABEL_BITS, LEFT, RIGHT, SHIFT, State, choose_action, choose_label};
use crate::tagger::{Tag, best};
use crate::weights::{Table, Training};
use crate::words::Word;

const PASSES: usize = 10;
const MARGIN: i32 = 10;

/// A sentence to learn from.
pub struct Example {
    /// Its words, without edges.
    pub words: Vec<Word>,
    /// Its tags, as a tagger that has not seen it gave them.
    pub tags: Vec<Tag>,
    /// The runners-up of that tagger.
    pub seconds: Vec<Tag>,
    /// The right head of each word; the sentence's length for the root.
    pub heads: Vec<u16>,
    /// The right relation of each word.
    pub labels: Vec<u8>,
}

/// How many right arcs each action puts out of reach.
fn costs(state: &State, heads: &[u16], legal: [bool; 3]) -> [u32; 3] {
    let mut cost = [u32::MAX; 3];
    let n = state.len();
    let stack = &state.stack;
    let next = state.next;
    if legal[SHIFT] {
        let h = heads[next];
        let below = &stack[..stack.len().saturating_sub(1)];
        cost[SHIFT] = u32::from(below.contains(&h))
            + stack.iter().filter(|&&d| heads[d as usize] as usize == next).count() as u32;
    }
    if legal[LEFT] || legal[RIGHT] {
        let s0 = stack[stack.len() - 1];
        let h = heads[s0 as usize] as usize;
        let lost = heads[next..n].iter().filter(|&&x| x == s0).count() as u32;
        let s1 = (stack.len() > 1).then(|| stack[stack.len() - 2] as usize);
        if legal[LEFT] {
            cost[LEFT] = lost + u32::from(h > next || s1 == Some(h));
        }
        if legal[RIGHT] {
            cost[RIGHT] = lost + u32::from(h >= next);
        }
    }
    cost
}

/// Trains the two tables, actions and labels, as the mean of runs in `seeds` random orders.
pub fn train(examples: &[Example], kinds: &[u8], seeds: u64) -> (Table, Table) {
    let (mut actions, mut labels) = (Vec::new(), Vec::new());
    for seed in 0..seeds {
        let (a, l) = run(examples, kinds, 29 + seed);
        a.add_average(1.0 / seeds as f32, &mut actions);
        l.add_average(1.0 / seeds as f32, &mut labels);
    }
    (Table::quantise(&actions, 3, super::PRUNE), Table::quantise(&labels, Deprel::ALL.len(), super::PRUNE))
}

fn run(examples: &[Example], kinds: &[u8], seed: u64) -> (Training, Training) {
    let mut actions = Training::new(ACTION_BITS, 3);
    let relations = Deprel::ALL.len();
    let mut labels = Training::new(LABEL_BITS, relations);
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = State::default();
    let mut scores = [0; 3];
    let mut names = vec![0; relations];
    for pass in 0..PASSES {
        random.shuffle(&mut order);
        for &e in &order {
            let x = &examples[e];
            state.start(&x.words, &x.tags, &x.seconds, kinds);
            while !state.done() {
                let legal = state.legal();
                let cost = costs(&state, &x.heads, legal);
                let least = cost.iter().copied().min().unwrap_or(0);
                let action = if legal.iter().filter(|&&l| l).count() == 1 {
                    legal.iter().position(|&l| l).unwrap_or(SHIFT)
                } else {
                    let af = state.action_features();
                    actions.score(&af, &mut scores);
                    let right = choose_action(&scores, [0, 1, 2].map(|a| legal[a] && cost[a] == least));
                    let rest = [0, 1, 2].map(|a| legal[a] && cost[a] > least);
                    if rest.contains(&true) {
                        let wrong = choose_action(&scores, rest);
                        if scores[right] < scores[wrong] + MARGIN {
                            actions.update(&af, right, wrong);
                        }
                    }
                    if pass > 0 && random.below(10) > 0 { choose_action(&scores, legal) } else { right }
                };
                if action == SHIFT {
                    state.shift();
                    continue;
                }
                let (h, d) = state.arc(action);
                let label = if h == state.len() {
                    Deprel::Root as u8
                } else {
                    let lf = state.label_features(h, d);
                    labels.score(&lf, &mut names);
                    let guess = choose_label(&names, false);
                    if h == x.heads[d] as usize {
                        let g = x.labels[d] as usize;
                        let right = names[g];
                        names[g] = i32::MIN;
                        let wrong = best(&names);
                        if right < names[wrong] + MARGIN {
                            labels.update(&lf, g, wrong);
                        }
                        if pass == 0 { g as u8 } else { guess }
                    } else {
                        guess
                    }
                };
                state.attach(h, d, label);
            }
            actions.step += 1;
            labels.step += 1;
        }
    }
    (actions, labels)
}
