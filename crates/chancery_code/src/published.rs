//! STUB
use crate::times::TimeExpression;
use chancery_model::*;
#[derive(Default)]
pub struct Tells<'a> {
    pub analysis: Option<&'a chancery_lang::Analysis>,
}
pub fn decide(report: &Report, _f: &[TimeExpression], _t: &Tells) -> Published {
    let d = report.dates.first().and_then(|d| d.date);
    Published { date: d, begin: d, end: d, ..Published::default() }
}
