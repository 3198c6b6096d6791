//! Rules of automatic sending («значимые события»): when a document of a kind is saved and the conditions hold, it is
//! sent. Built without code: a field, a comparison, a value, in groups of all or any.
//!
//! Deliberately asks nothing and sends nothing; who saves and who sends, knows the engine.

mod field;

use serde::{Deserialize, Serialize};

use crate::ids::{ConnectionId, KindId};

pub use field::{RuleFacts, RuleField, RuleFieldType};

/// Groups inside groups go no deeper: deeper ones nobody can read.
pub const DEEPEST_GROUP: usize = 3;
/// A rule has no more comparisons than this.
pub const MOST_CONDITIONS: usize = 50;
/// The longest wait after a saving, seconds: a day.
pub const LONGEST_QUIET_S: u32 = 86_400;

/// How a field is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// «равно».
    Equals,
    /// «не равно».
    NotEquals,
    /// «содержит».
    Contains,
    /// «не содержит».
    NotContains,
    /// «начинается с».
    StartsWith,
    /// «больше», «позже».
    Greater,
    /// «больше или равно», «не раньше».
    AtLeast,
    /// «меньше», «раньше».
    Less,
    /// «меньше или равно», «не позже».
    AtMost,
    /// «заполнено».
    Filled,
    /// «не заполнено».
    Empty,
}

impl Comparison {
    /// True when there is something to compare with.
    pub fn wants_value(self) -> bool {
        !matches!(self, Self::Filled | Self::Empty)
    }
}

/// A field, a comparison, a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Stable name of the field: `total`, `firm`, `field.plate`.
    pub field: String,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what: text, a sum «1500.00», a day `YYYY-MM-DD`, or the number of a row; empty where nothing is wanted.
    pub value: String,
}

/// Whether every condition has to hold or one is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// «все условия»; an empty group holds.
    #[default]
    All,
    /// «любое из условий»; an empty group holds too, because nothing was asked.
    Any,
}

/// Conditions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionGroup {
    /// All or any.
    pub matching: Matching,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// Groups inside, each counts as one condition.
    pub groups: Vec<ConditionGroup>,
}

/// How often a document goes by a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// «Один раз по документу».
    #[default]
    Once,
    /// «При каждой записи документа»: each version that says something else than the one before.
    EverySave,
}

/// «Отправить документ в ЭДО».
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendToEdo {
    /// By this connection only; `None` chooses one of the firm's, as for a person.
    pub connection: Option<ConnectionId>,
    /// How often.
    pub frequency: Frequency,
    /// Print forms by the names of their templates, each of them a message of its own; the file that the kind makes
    /// when empty.
    pub print_forms: Vec<String>,
    /// How long the document has to rest after a saving before it goes, seconds: the window saves while a person is
    /// still typing.
    pub quiet_s: u32,
}

/// What a person settles about a rule, beside its name and whether it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoRuleBody {
    /// Documents of which kind.
    pub kind: KindId,
    /// Which of them.
    pub conditions: ConditionGroup,
    /// What is done.
    pub action: SendToEdo,
}

/// What is wrong with a rule, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFault {
    /// The place: `conditions.1`, `groups.0.conditions.2`, `action.quiet_s`.
    pub place: String,
    /// What.
    pub what: RuleFaultKind,
}

/// What may be wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleFaultKind {
    /// The kind has no such field.
    UnknownField,
    /// Such a field is not compared so.
    WrongComparison,
    /// The value is no sum, day or row.
    WrongValue,
    /// Groups inside groups inside groups.
    TooDeep,
    /// More conditions than a person can look over.
    TooMany,
    /// The wait is longer than a day.
    TooLongQuiet,
    /// A print form is named twice.
    FormTwice,
}

impl AutoRuleBody {
    /// Everything that is wrong, in the order in which it is read. `fields` are those that the kind has.
    pub fn faults(&self, fields: &[RuleField]) -> Vec<RuleFault> {
        let mut faults = Vec::new();
        let mut count = 0;
        group_faults(&self.conditions, fields, ("", 1), &mut count, &mut faults);
        if count > MOST_CONDITIONS {
            faults.push(fault("conditions", RuleFaultKind::TooMany));
        }
        if self.action.quiet_s > LONGEST_QUIET_S {
            faults.push(fault("action.quiet_s", RuleFaultKind::TooLongQuiet));
        }
        let forms = &self.action.print_forms;
        let mut seen = std::collections::BTreeSet::new();
        if forms.iter().any(|form| !seen.insert(form)) {
            faults.push(fault("action.print_forms", RuleFaultKind::FormTwice));
        }
        faults
    }
}

fn fault(place: impl Into<String>, what: RuleFaultKind) -> RuleFault {
    RuleFault {
        place: place.into(),
        what,
    }
}

fn group_faults(
    group: &ConditionGroup,
    fields: &[RuleField],
    (place, depth): (&str, usize),
    count: &mut usize,
    faults: &mut Vec<RuleFault>,
) {
    if depth > DEEPEST_GROUP {
        faults.push(fault(place, RuleFaultKind::TooDeep));
        return;
    }
    for (at, condition) in group.conditions.iter().enumerate() {
        *count += 1;
        let found = fields.iter().find(|field| field.name == condition.field);
        let what = match found {
            None => Some(RuleFaultKind::UnknownField),
            Some(field) if !field.of.comparisons().contains(&condition.comparison) => {
                Some(RuleFaultKind::WrongComparison)
            }
            Some(field) if !field.of.takes(condition) => Some(RuleFaultKind::WrongValue),
            Some(_) => None,
        };
        faults.extend(what.map(|what| fault(format!("{place}conditions.{at}"), what)));
    }
    for (at, inside) in group.groups.iter().enumerate() {
        let place = format!("{place}groups.{at}.");
        group_faults(inside, fields, (&place, depth + 1), count, faults);
    }
}

impl ConditionGroup {
    /// Whether a document fits. A field that the document does not have is empty; a value that cannot be read fits
    /// nothing, so that a broken rule sends nothing.
    pub fn holds(&self, facts: &RuleFacts) -> bool {
        let mut all = self.conditions.iter().map(|condition| facts.fits(condition));
        let mut inside = self.groups.iter().map(|group| group.holds(facts));
        if self.conditions.is_empty() && self.groups.is_empty() {
            return true;
        }
        match self.matching {
            Matching::All => all.all(|holds| holds) && inside.all(|holds| holds),
            Matching::Any => all.any(|holds| holds) || inside.any(|holds| holds),
        }
    }
}

#[cfg(test)]
mod tests;
