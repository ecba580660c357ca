//! STUB
use chancery_lang::Analysis;
use chancery_model::*;
pub struct TimeExpression;
pub fn find(_t: &str, _a: &Analysis) -> Vec<TimeExpression> {
    Vec::new()
}
pub fn anchor(_f: &[TimeExpression], _i: &TextIndex, _p: &Published) -> Vec<Timex> {
    Vec::new()
}
