//! What holds of any set of reports.

use crate::told::{Tells, report, told};
use chancery_link::link;
use chancery_model::{Annotated, EventType, Record, Status};

/// A small generator of numbers, the same on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for n in (1..list.len()).rev() {
            list.swap(n, self.roll(n + 1));
        }
    }
}

/// Reports that tell of a few things in many ways.
pub fn reports(dice: &mut Dice, n: usize) -> Vec<Annotated> {
    let sides =
        ["Ada Lind@NVA:foreign minister", "Lind@NVA", "NVA", "NVAGOV", "Olav Berg@NVA:prime minister"];
    let others =
        ["Ivo Arvo@ESK:foreign minister", "ESK", "ESKGOV", "?@ESK:foreign minister", "Petra Orlo@ESK", ""];
    let days = ["2031-03-02", "2031-03-03", "2031-03-04", "2031-03-20", "2031-04-04", ""];
    let types = [
        EventType::Consult,
        EventType::Accuse,
        EventType::Coerce,
        EventType::Agree,
        EventType::Request,
        EventType::Aid,
    ];
    let objects =
        ["canola oil", "steel pipes", "fishing rights", "a spy ring", "the border wall", "river water"];
    (0..n)
        .map(|at| {
            let published = dice.pick(&["2031-03-05", "2031-03-21", "2031-04-05", "2031-12-01", ""]);
            let mut doc = report(&format!("r{at}"), published);
            for _ in 0..=dice.roll(4) {
                let (a, b) = (dice.pick(&sides), dice.pick(&others));
                let event_type = types[dice.roll(types.len())];
                let mut claim = told(event_type, "acted");
                claim = if event_type == EventType::Consult && !b.is_empty() {
                    claim.both(a, b)
                } else {
                    claim.by(a, b)
                };
                let on = dice.pick(&days);
                if !on.is_empty() {
                    claim = claim.between(on, if dice.roll(4) == 0 { "2031-12-31" } else { on });
                }
                if event_type == EventType::Coerce && dice.roll(2) == 0 {
                    claim = claim.mode("arrest");
                }
                if dice.roll(5) == 0 {
                    claim = claim.status(Status::Planned);
                }
                let about = dice.pick(&objects);
                doc = doc.tells(
                    &format!("One side acted toward the other over {about} and {}.", dice.pick(&objects)),
                    claim,
                );
            }
            doc
        })
        .collect()
}

fn without_copies(record: &Record) -> Vec<(String, Option<chancery_model::DayInterval>, String, u32)> {
    record.events.iter().map(|e| (e.id.clone(), e.date, e.summary.clone(), e.independent)).collect()
}

#[test]
fn the_order_of_reports_does_not_show() {
    let mut dice = Dice(7);
    for _ in 0..40 {
        let mut docs = reports(&mut dice, 12);
        let record = link(&docs);
        dice.shuffle(&mut docs);
        assert_eq!(record, link(&docs));
    }
}

#[test]
fn a_report_given_twice_counts_once() {
    let mut dice = Dice(11);
    for _ in 0..20 {
        let mut docs = reports(&mut dice, 8);
        let record = link(&docs);
        docs.extend(docs.clone());
        assert_eq!(record, link(&docs));
    }
}

#[test]
fn a_copy_changes_nothing_but_the_reports() {
    let mut dice = Dice(13);
    for _ in 0..40 {
        let mut docs = reports(&mut dice, 8);
        for (n, doc) in docs.iter_mut().enumerate() {
            // Long enough to be known by their text.
            let own: Vec<String> = (0..200).map(|w| format!("word{n}of{w}")).collect();
            *doc = doc.clone().says(&format!("It ends with words of its own: {}.", own.join(" ")));
        }
        let record = link(&docs);
        let original = docs[dice.roll(docs.len())].clone();
        let mut copy = original.clone();
        copy.id = format!("{}-reprint", copy.id);
        docs.push(copy.clone());
        let with = link(&docs);
        assert_eq!(without_copies(&record), without_copies(&with));
        let row = with.reports.iter().find(|r| r.id == copy.id).expect("the copy");
        assert_eq!(row.copy_of.as_deref(), Some(original.id.as_str()));
        for event in &with.events {
            assert_eq!(event.documents.contains(&original.id), event.documents.contains(&copy.id));
        }
    }
}

#[test]
fn every_claim_between_states_is_in_one_event_and_every_id_is_its_own() {
    let mut dice = Dice(17);
    for _ in 0..20 {
        let docs = reports(&mut dice, 15);
        let record = link(&docs);
        let mut claims: Vec<_> = record.events.iter().flat_map(|e| e.claims.clone()).collect();
        claims.sort();
        // Words to nobody are no act between states; deeds may be told without their target.
        let kept = |c: &&chancery_model::Claim| !c.target.is_empty() || c.event_type == EventType::Coerce;
        let total: usize = docs.iter().map(|d| d.events.iter().filter(kept).count()).sum();
        assert_eq!(claims.len(), total);
        claims.dedup();
        assert_eq!(claims.len(), total);
        let mut ids: Vec<&str> = record.events.iter().map(|e| e.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), record.events.len());
        let placed = |r: &chancery_model::ReportRow| r.events.iter().filter(|e| e.same.is_some()).count();
        assert_eq!(record.reports.iter().map(placed).sum::<usize>(), total);
    }
}

#[test]
fn broken_references_do_no_harm() {
    let mut doc = report("a", "2031-03-05")
        .tells("Norvia acted.", told(EventType::Consult, "acted").both("NVA", "ESK").on("2031-03-04"));
    doc.events[0].sentence = 99;
    doc.events[0].source[0].actor = 99;
    doc.events[0].said_by = Some(99);
    doc.events[0].date.time = Some(99);
    doc.events[0].trigger = (500, 900).into();
    doc.mentions.clear();
    assert_eq!(link(&[doc, Annotated::default()]).events.len(), 1);
}
