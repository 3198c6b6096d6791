//! Conditions of a rule, as the window builds them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field, a comparison, a value.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleCondition {
    /// Stable name of the field, one of `rules.fields`.
    pub field: String,
    #[ts(
        type = "\"equals\" | \"not_equals\" | \"contains\" | \"not_contains\" | \"starts_with\" | \"greater\" | \"at_least\" | \"less\" | \"at_most\" | \"filled\" | \"empty\""
    )]
    pub comparison: domain::Comparison,
    /// Text, «1500.00», `YYYY-MM-DD`, or the number of a row; empty where nothing is compared.
    pub value: String,
}

/// Conditions that belong together.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleGroup {
    /// All of them have to hold, or any.
    #[ts(type = "\"all\" | \"any\"")]
    pub matching: domain::Matching,
    pub conditions: Vec<RuleCondition>,
    /// Groups inside, each counts as one condition.
    pub groups: Vec<RuleGroup>,
}

impl From<RuleGroup> for domain::ConditionGroup {
    fn from(group: RuleGroup) -> Self {
        let condition = |one: RuleCondition| domain::Condition {
            field: one.field,
            comparison: one.comparison,
            value: one.value,
        };
        Self {
            matching: group.matching,
            conditions: group.conditions.into_iter().map(condition).collect(),
            groups: group.groups.into_iter().map(Self::from).collect(),
        }
    }
}

impl From<domain::ConditionGroup> for RuleGroup {
    fn from(group: domain::ConditionGroup) -> Self {
        let condition = |one: domain::Condition| RuleCondition {
            field: one.field,
            comparison: one.comparison,
            value: one.value,
        };
        Self {
            matching: group.matching,
            conditions: group.conditions.into_iter().map(condition).collect(),
            groups: group.groups.into_iter().map(Self::from).collect(),
        }
    }
}
