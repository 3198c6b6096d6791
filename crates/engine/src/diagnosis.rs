//! «Проверка рабочего места»: is this computer ready to sign and to exchange documents?
//!
//! Everything is looked at side by side and within seconds: a token's module that hangs, or an operator that does not
//! answer, is told as such and holds nothing up. Nothing is changed, no PIN is asked, no key is used: what shows only
//! then (the licence of a provider, the rights of a box) is said to be not checked.

mod access;
mod certificates;
mod clock;
mod place;
mod stores;
mod trusted;

use std::time::Duration;

use crate::{Engine, Result};

/// How long a person waits for all of it.
const PATIENCE: Duration = Duration::from_secs(15);

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Stable name; with the number of its row where there are several: `network:3`.
    pub id: String,
    /// What it is, for people.
    pub label: String,
    /// How it is.
    pub state: CheckState,
    /// What was found: sentences.
    pub text: String,
    /// What to do; empty where nothing is to be done.
    pub advice: String,
    /// Where it is mended.
    pub fix: Option<CheckFix>,
}

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckState {
    /// There is none on this computer, and it may be needless; or it could not be looked at.
    NotHere,
    /// As it should be.
    Ok,
    /// It works, and will not for ever.
    Warning,
    /// It does not work.
    Problem,
}

impl CheckState {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotHere => "not_here",
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// Where a thing is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFix {
    /// What is done.
    pub kind: FixKind,
    /// For the button.
    pub label: &'static str,
    /// What is copied, or which row is opened.
    pub value: Option<String>,
}

/// What is done to mend a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// The settings are opened.
    OpenSettings,
    /// The stores of keys are asked again.
    RefreshCertificates,
    /// The list of certificates is opened.
    OpenCertificates,
    /// The list of connections is opened.
    OpenConnections,
    /// The list of trusted authorities is opened.
    OpenTrust,
    /// A text is copied.
    Copy,
}

impl FixKind {
    fn fix(self) -> CheckFix {
        CheckFix {
            kind: self,
            label: match self {
                Self::OpenSettings => "Открыть настройки",
                Self::RefreshCertificates => "Обновить список",
                Self::OpenCertificates => "Открыть сертификаты",
                Self::OpenConnections => "Открыть подключения",
                Self::OpenTrust => "Открыть доверенные центры",
                Self::Copy => "Скопировать команду",
            },
            value: None,
        }
    }
}

impl Check {
    fn new(
        id: impl Into<String>,
        label: impl Into<String>,
        state: CheckState,
        text: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            state,
            text: text.into(),
            advice: String::new(),
            fix: None,
        }
    }

    fn advising(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    fn mended(mut self, fix: FixKind) -> Self {
        self.fix = Some(fix.fix());
        self
    }
}

impl Engine {
    /// Looks at everything that signing and exchange rest on. Takes seconds.
    pub async fn diagnose(&self) -> Result<Vec<Check>> {
        self.diagnose_within(PATIENCE).await
    }

    /// The same within a time of the caller's.
    pub async fn diagnose_within(&self, patience: Duration) -> Result<Vec<Check>> {
        let (here, stores, access) = tokio::join!(
            self.blocking(place::look),
            self.blocking(move |inner| Ok(stores::ask(inner, patience))),
            access::look(self, patience),
        );
        let (stores, (access, told)) = (stores?, access?);
        let picks = self.signing_picks(Vec::new()).await?;
        let mut checks = here?;
        checks.push(clock::look(self.inner.now(), &told));
        checks.extend(access);
        checks.extend(stores::look(&stores, &picks));
        checks.extend(certificates::look(&picks, &self.certificates(None).await?));
        checks.extend(trusted::look(self, picks).await?);
        Ok(checks)
    }
}
