//! Fields of an event that an analyst set.

use super::{Problem, Wrong, date};
use chancery_model::{CameoCode, DayInterval, Event, EventType, RecordPlace, Status, ontology::cameo_table};

/// The fields to set; the rest stays as the reports have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Recoding {
    event_type: Option<EventType>,
    /// `Some(None)`: it has none.
    mode: Option<Option<String>>,
    status: Option<Status>,
    pub date: Option<DayInterval>,
    pub place: Option<Option<RecordPlace>>,
    cameo: Option<CameoCode>,
}

impl Recoding {
    /// Reads `FIELD=VALUE` words, and checks them against the ontology.
    pub fn parse(fields: &[String]) -> Result<Recoding, Wrong> {
        let mut recoding = Recoding::default();
        let mut seen: Vec<String> = Vec::new();
        for written in fields {
            let (field, value) = written.split_once('=').ok_or_else(|| Wrong::NoField(written.clone()))?;
            let field = field.to_ascii_lowercase();
            if seen.contains(&field) {
                return Err(Wrong::FieldTwice(field));
            }
            recoding.set(&field, value.trim())?;
            seen.push(field);
        }
        recoding.check()?;
        Ok(recoding)
    }

    fn set(&mut self, field: &str, value: &str) -> Result<(), Wrong> {
        match field {
            "type" => self.event_type = Some(value.parse().map_err(|e| Wrong::Type(format!("{e}")))?),
            "mode" => {
                let mode = value.to_ascii_lowercase();
                self.mode = Some(Some(mode).filter(|mode| mode != "none" && !mode.is_empty()));
            }
            "status" => {
                let known =
                    Status::ALL.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(value));
                self.status = Some(known.ok_or_else(|| Wrong::Status(value.into()))?);
            }
            "date" => self.date = Some(date::parse(value).ok_or_else(|| Wrong::Date(value.into()))?),
            "place" => self.place = Some(place(value)?),
            "cameo" => self.cameo = Some(value.parse().map_err(|e| Wrong::Cameo(format!("{e}")))?),
            _ => return Err(Wrong::Field(field.into())),
        }
        Ok(())
    }

    /// Whether type, mode and code go together.
    fn check(&self) -> Result<(), Wrong> {
        if let Some(code) = self.cameo {
            let row = code.row();
            let other_type = self.event_type.is_some_and(|given| given != row.event_type);
            let other_mode =
                self.mode.as_ref().is_some_and(|given| row.mode.is_some() && given.as_deref() != row.mode);
            if other_type || other_mode {
                let mode = row.mode.map(|mode| format!(" / {mode}")).unwrap_or_default();
                return Err(Wrong::CameoOf { code, of: format!("{}{mode}", row.event_type) });
            }
        }
        let Some(Some(mode)) = &self.mode else { return Ok(()) };
        let of = self.event_type.or(self.cameo.map(|code| code.row().event_type));
        let knows = |event_type: &EventType| event_type.modes().contains(&mode.as_str());
        match of {
            Some(event_type) if !knows(&event_type) => Err(Wrong::Mode { mode: mode.clone(), event_type }),
            None if !EventType::ALL.iter().any(knows) => Err(Wrong::AnyMode(mode.clone())),
            _ => Ok(()),
        }
    }

    /// Sets the fields, and those that follow from them. The summary follows later.
    pub fn apply(&self, event: &mut Event) -> Result<(), Problem> {
        let event_type =
            self.event_type.or(self.cameo.map(|code| code.row().event_type)).unwrap_or(event.event_type);
        if let Some(Some(mode)) = &self.mode
            && !event_type.modes().contains(&mode.as_str())
        {
            return Err(Problem::NoMode { event_type, mode: mode.clone() });
        }
        let coded = self.event_type.is_some() || self.mode.is_some() || self.cameo.is_some();
        if coded {
            let of_code = self.cameo.and_then(|code| code.row().mode).map(String::from);
            let kept =
                event.mode.take().filter(|_| self.event_type.is_none() && event_type == event.event_type);
            event.mode = match &self.mode {
                Some(mode) => mode.clone(),
                None => of_code.or(kept),
            };
            event.event_type = event_type;
            event.cameo = self.cameo.unwrap_or_else(|| code_for(event_type, event.mode.as_deref()));
            event.quad = event.cameo.quad();
            event.goldstein = event.cameo.row().goldstein;
            use EventType::{Agree, Reject, Request, Threaten};
            if !matches!(event_type, Agree | Reject | Request | Threaten) {
                event.plans = None;
            }
        }
        if let Some(status) = self.status {
            event.status = status;
        }
        if let Some(date) = self.date {
            event.date = Some(date).filter(|date| !date.is_unknown());
        }
        if let Some(place) = &self.place {
            event.place.clone_from(place);
        }
        Ok(())
    }

    /// Whether the analyst settled when it was, where it was, and whether it was.
    pub fn settles(&self) -> (bool, bool, bool) {
        (self.date.is_some(), self.place.is_some(), self.status.is_some())
    }
}

/// The one CAMEO code that says no more than type and mode do; the type's general one where several would do.
fn code_for(event_type: EventType, mode: Option<&str>) -> CameoCode {
    let general = event_type.general_cameo();
    if mode.is_none() {
        return general;
    }
    let rows = cameo_table().iter().filter(|row| row.event_type == event_type && row.mode == mode);
    let codes: Vec<CameoCode> = rows.map(|row| row.code).collect();
    let shortest = codes.iter().map(|code| code.as_str().len()).min();
    let mut fits = codes.into_iter().filter(|code| Some(code.as_str().len()) == shortest);
    match (fits.next(), fits.next()) {
        (Some(one), None) => one,
        _ => general,
    }
}

/// "Kuala Lumpur, MYS", "Geneva", "none".
fn place(value: &str) -> Result<Option<RecordPlace>, Wrong> {
    if value == "none" {
        return Ok(None);
    }
    let is_code = |code: &&str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    let state =
        value.rsplit_once(',').map(|(name, code)| (name, code.trim())).filter(|(_, code)| is_code(code));
    let (name, state) = state.map_or((value, None), |(name, code)| (name.trim(), Some(code.to_owned())));
    if name.is_empty() { Err(Wrong::Place) } else { Ok(Some(RecordPlace { name: name.into(), state })) }
}
