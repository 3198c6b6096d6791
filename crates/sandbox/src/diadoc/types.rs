//! The types of documents that this sandbox knows, and what their workflows ask for.
//!
//! A deliberate selection: unformalised documents and УПД of format 5.03 in its three shipping functions. Whatever
//! else a box may exchange in reality is refused with the documented words.

/// Number of a workflow in the operator's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workflow(pub u8);

/// What a workflow expects from the recipient as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    None,
    /// A signature, if asked for.
    OptionalSignature,
    /// A title of its own.
    Title,
}

impl Workflow {
    /// Unformalised, signature on request.
    pub const OPTIONAL_SIGNATURE: Self = Self(1);
    /// The document of an invitation: signing it accepts.
    pub const INVITATION: Self = Self(7);
    /// УПД СЧФ: receipt notice and confirmations, no answer.
    pub const INVOICE: Self = Self(17);
    /// УПД СЧФДОП: receipt notice, recipient's title, confirmations.
    pub const INVOICE_AND_TRANSFER: Self = Self(18);
    /// УПД ДОП: recipient's title, confirmations.
    pub const TRANSFER: Self = Self(19);

    /// Does the operator confirm dates in it?
    pub fn has_confirmations(self) -> bool {
        matches!(self, Self::INVOICE | Self::INVOICE_AND_TRANSFER | Self::TRANSFER)
    }

    /// Must the recipient send a receipt notice even if nobody asked?
    pub fn always_wants_receipt(self) -> bool {
        matches!(self, Self::INVOICE | Self::INVOICE_AND_TRANSFER)
    }

    /// Does the operator confirm the receipt notice itself (`ReceiptOperatorConfirmationBehavior`)?
    pub fn confirms_receipt(self) -> bool {
        self.always_wants_receipt()
    }

    /// May the recipient ask for a correction (`SupportsAmendmentRequest`)?
    pub fn takes_amendment(self) -> bool {
        matches!(self, Self::INVOICE | Self::INVOICE_AND_TRANSFER | Self::TRANSFER)
    }

    /// May somebody stand between sender and recipient, who signs first?
    pub fn takes_proxy(self) -> bool {
        matches!(self, Self::OPTIONAL_SIGNATURE | Self::TRANSFER)
    }

    /// The answer expected.
    pub fn answer(self) -> Answer {
        match self {
            Self::INVOICE_AND_TRANSFER | Self::TRANSFER => Answer::Title,
            Self::OPTIONAL_SIGNATURE | Self::INVITATION => Answer::OptionalSignature,
            _ => Answer::None,
        }
    }
}

/// One function of a type in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// `Nonformalized`
    pub type_named_id: &'static str,
    /// The name of the type in the web cabinet.
    pub title: &'static str,
    /// `default`, `СЧФ`
    pub function: &'static str,
    /// `v1`, `utd970_05_03_01`
    pub version: &'static str,
    /// Default workflow.
    pub workflow: Workflow,
    /// The file is XML of a known form.
    pub is_formal: bool,
}

const fn utd(function: &'static str, workflow: Workflow) -> Kind {
    Kind {
        type_named_id: "UniversalTransferDocument",
        title: "УПД",
        function,
        version: "utd970_05_03_01",
        workflow,
        is_formal: true,
    }
}

impl Kind {
    /// Is this its version?
    pub fn has_version(&self, version: &str) -> bool {
        self.version == version
    }
}

/// A version of the formal types that was in force before; nothing is posted in it any more.
pub const FORMER_VERSION: &str = "utd970_05_02_01";

/// Everything that may be exchanged here.
pub const KINDS: [Kind; 4] = [
    Kind {
        type_named_id: "Nonformalized",
        title: "Неформализованный документ",
        function: "default",
        version: "v1",
        workflow: Workflow::OPTIONAL_SIGNATURE,
        is_formal: false,
    },
    utd("СЧФ", Workflow::INVOICE),
    utd("ДОП", Workflow::TRANSFER),
    utd("СЧФДОП", Workflow::INVOICE_AND_TRANSFER),
];

/// Every kind of this type; the name is compared without case.
pub fn of_type(type_named_id: &str) -> impl Iterator<Item = &'static Kind> {
    let wanted = type_named_id.to_lowercase();
    KINDS
        .iter()
        .filter(move |kind| kind.type_named_id.to_lowercase() == wanted)
}
