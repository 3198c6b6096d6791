//! What can go wrong for a person: a stable code, complete Russian sentences, and whether trying again may help.
//!
//! Every text says what happened, what was not lost and what to do. Details for engineers go to the log.

use std::fmt;
use std::time::Duration;

use jiff::SignedDuration;

use crate::ports::SecretsError;
use crate::words;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// What happened, as a stable name for the contract with the window.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)+
            /// The operator's answer: `offline`, `timeout`, `unauthorized` and the other names of `connect::Error`.
            Operator(&'static str),
            /// A file that cannot be read; the name comes from `formats`.
            File(&'static str),
            /// What keeps a document from being sent; the name is that of a [`crate::Missing`].
            Preflight(&'static str),
            /// What a store of keys or a certificate says: `wrong_pin`, `no_token`, `certificate_not_found`.
            Signing(&'static str),
        }

        impl Code {
            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                    Self::Operator(code) | Self::File(code) | Self::Preflight(code) | Self::Signing(code) => code,
                }
            }
        }
    };
}

codes! {
    /// The database is there and its key is not.
    KeyMissing = "key_missing";
    /// The key does not open the database.
    WrongKey = "wrong_key";
    /// The text is not a recovery key.
    BadRecoveryKey = "bad_recovery_key";
    /// Another program holds the database.
    DatabaseLocked = "database_locked";
    /// Made by a newer version of the program.
    DatabaseNewer = "database_newer";
    /// The file is damaged or something else.
    NotADatabase = "not_a_database";
    /// The folder is a copy of another one that still exists.
    FolderIsCopy = "folder_is_copy";
    /// The folder cannot be made, read or written.
    FolderUnavailable = "folder_unavailable";
    /// No room left.
    DiskFull = "disk_full";
    /// The database answered with an error of its own.
    DatabaseFailed = "database_failed";
    /// The place for secrets is locked, absent or broken.
    SecretsUnavailable = "secrets_unavailable";
    /// The passphrase of the vault is wrong.
    VaultPassphraseWrong = "vault_passphrase_wrong";
    /// The program does not know this operator.
    UnknownOperator = "unknown_operator";
    /// The address is not one.
    BadAddress = "bad_address";
    /// The credentials open no box.
    NoBoxes = "no_boxes";
    /// The credentials open several boxes, and none was chosen.
    SeveralBoxes = "several_boxes";
    /// The chosen box is not among those that the credentials open.
    BoxNotFound = "box_not_found";
    /// The box belongs to another firm than the one chosen.
    BoxOfAnotherFirm = "box_of_another_firm";
    /// A connection keeps its box for ever.
    BoxChanged = "box_changed";
    /// This box is connected already.
    AlreadyConnected = "already_connected";
    /// Documents of the connection are on their way.
    ConnectionBusy = "connection_busy";
    /// No such connection.
    ConnectionNotFound = "connection_not_found";
    /// There is no such way in, or it needs something else.
    LogInWay = "log_in_way";
    /// The log-in is not under way any more.
    LogInOver = "log_in_over";
    /// The log-in is not finished.
    LogInNotDone = "log_in_not_done";
    /// Nobody can come back to this port.
    BadPort = "bad_port";
    /// Another firm has these numbers.
    FirmExists = "firm_exists";
    /// No such firm.
    FirmNotFound = "firm_not_found";
    /// No such counterparty.
    CounterpartyNotFound = "counterparty_not_found";
    /// No such document.
    DocumentNotFound = "document_not_found";
    /// The document did not come by an operator, or both did.
    NotAnArrival = "not_an_arrival";
    /// One of the two has another already.
    PairTaken = "pair_taken";
    /// No such row of the outbox.
    OperationNotFound = "operation_not_found";
    /// The request left already, so it cannot be taken back.
    OperationLeft = "operation_left";
    /// The operation is over; there is nothing to repeat.
    OperationOver = "operation_over";
    /// The document is on its way or signed.
    AlreadySent = "already_sent";
    /// The bytes of the document are not in the store.
    ContentMissing = "content_missing";
    /// Larger than the program takes.
    FileTooLarge = "file_too_large";
    /// Nothing in it.
    FileEmpty = "file_empty";
    /// The folder for a backup holds something already.
    BackupFolderInUse = "backup_folder_in_use";
    /// The folder holds no whole backup.
    NotABackup = "not_a_backup";
    /// The operator has asked for patience, and gets it.
    OperatorAsksToWait = "operator_asks_to_wait";
    /// The schedule would be too dense or too loose.
    PauseNotAllowed = "pause_not_allowed";
    /// No such kind of documents.
    KindNotFound = "kind_not_found";
    /// Another kind has this name.
    KindExists = "kind_exists";
    /// Documents name the kind.
    KindInUse = "kind_in_use";
    /// The kind came with the program.
    KindBuiltin = "kind_builtin";
    /// The kind is not filled in as it must be.
    BadKind = "bad_kind";
    /// No name was given.
    NameEmpty = "name_empty";
    /// No such person.
    IndividualNotFound = "individual_not_found";
    /// No such employee.
    EmployeeNotFound = "employee_not_found";
    /// Both sides of a merge are one row.
    MergeWithItself = "merge_with_itself";
    /// Another counterparty has these numbers.
    CounterpartyExists = "counterparty_exists";
    /// An account does not fit its bank.
    BadBankAccount = "bad_bank_account";
    /// A company and a person cannot both stand on the other side.
    TwoOtherSides = "two_other_sides";
    /// Somebody, or another window, changed the record meanwhile.
    RecordChanged = "record_changed";
    /// Content that came with a file stays as it came.
    ContentOfFile = "content_of_file";
    /// The document has sendings, so it is history.
    HasSendings = "has_sendings";
    /// No such removed document.
    NotInTrash = "not_in_trash";
    /// The kind of the document makes no file for signing.
    NoFileRule = "no_file_rule";
    /// What the file for signing needs is not filled in.
    FileGaps = "file_gaps";
    /// The check of the file found something that must not go out.
    FileBlocked = "file_blocked";
    /// Neither the operator nor the program itself can make the file.
    NoGenerator = "no_generator";
    /// The print form cannot be printed.
    PrintFormBroken = "print_form_broken";
    /// There is no such print form.
    PrintFormMissing = "print_form_missing";
    /// The name cannot be that of a print form.
    FormNameNotAllowed = "form_name_not_allowed";
    /// The text of the print form is too long.
    FormTooLarge = "form_too_large";
    /// The file of the print form cannot be read.
    FormUnreadable = "form_unreadable";
    /// Kinds are printed with the form.
    FormInUse = "form_in_use";
    /// The form came with the program.
    FormBuiltin = "form_builtin";
    /// The rules of the check of print forms are beyond reason.
    BadCheckRules = "bad_check_rules";
    /// No document of the list could be printed.
    NothingToPrint = "nothing_to_print";
    /// The file has no pages that the program can print.
    NotPrintable = "not_printable";
    /// The pages together are too many bytes.
    PrintTooLarge = "print_too_large";
    /// A person ended the work.
    WorkCancelled = "work_cancelled";
    /// What was laid out to be taken in is not there any more.
    StagingGone = "staging_gone";
    /// Columns are not matched as they must be.
    TableMapping = "table_mapping";
    /// The row of a table cannot be read.
    BadRow = "bad_row";
    /// The row of a table is a document already.
    DuplicateRow = "duplicate_row";
    /// Another firm has this folder, or it is the program's own.
    FolderNotAllowed = "folder_not_allowed";
    /// No such saved view.
    ViewNotFound = "view_not_found";
    /// Another saved view has this name.
    ViewExists = "view_exists";
    /// The name of a saved view is too long.
    ViewNameTooLong = "view_name_too_long";
    /// There are as many saved views as the program keeps.
    TooManyViews = "too_many_views";
    /// No row or no column was chosen for a table.
    NothingToExport = "nothing_to_export";
    /// More rows than a table holds.
    ExportTooLarge = "export_too_large";
    /// The encoding lacks letters that the table has.
    ExportLetters = "export_letters";
    /// Invitations cannot be handled over this connection.
    RelationsNotSupported = "relations_not_supported";
    /// The relation is not in a state for this act.
    RelationNotPossible = "relation_not_possible";
    /// An act on this relation is on its way.
    RelationActOpen = "relation_act_open";
    /// No such act on a relation.
    RelationActNotFound = "relation_act_not_found";
    /// The act is or may be at the operator.
    RelationActLeft = "relation_act_left";
    /// The act went through or was taken back.
    RelationActOver = "relation_act_over";
    /// The file of an invitation has no signature.
    InvitationFileUnsigned = "invitation_file_unsigned";
    /// An exchange of relations is at work.
    ExchangeRunning = "exchange_running";
    /// No such action on many documents.
    BulkActionUnknown = "bulk_action_unknown";
    /// The action was asked for in a wrong form.
    BulkParams = "bulk_params";
    /// No such job over many documents.
    BulkJobNotFound = "bulk_job_not_found";
    /// The documents of the job are still being looked at.
    BulkNotPlanned = "bulk_not_planned";
    /// The job was not started.
    BulkNotRunning = "bulk_not_running";
    /// The job is over.
    BulkOver = "bulk_over";
    /// The job makes a file and is not over.
    BulkNotOver = "bulk_not_over";
    /// No row of the job failed.
    BulkNoFailures = "bulk_no_failures";
    /// What the job did cannot be taken back.
    BulkNoUndo = "bulk_no_undo";
    /// No document was chosen.
    NothingChosen = "nothing_chosen";
    /// More documents than one job takes.
    TooManyChosen = "too_many_chosen";
    /// The file is no signature that can be read.
    SignatureUnreadable = "signature_unreadable";
    /// A document and its signature stand in each other's place.
    FilesSwapped = "files_swapped";
    /// The signature belongs to no file of the document.
    SignatureOfOther = "signature_of_other";
    /// The signature went with a sending, so it stays.
    SignatureLeft = "signature_left";
    /// The document has no signatures here.
    NoSignatures = "no_signatures";
    /// The file is no certificate that can be read.
    CertificateUnreadable = "certificate_unreadable";
    /// The certificate may not give others their certificates.
    NotAnAuthority = "not_an_authority";
    /// The certificate has another fingerprint than the one told.
    FingerprintDiffers = "fingerprint_differs";
    /// Nobody said where a certificate came from.
    SourceEmpty = "source_empty";
    /// No such certificate of an authority.
    AuthorityNotFound = "authority_not_found";
    /// The file is no list of revoked certificates that can be read.
    RevocationListUnreadable = "revocation_list_unreadable";
    /// No authority known here made the list of revoked certificates.
    RevocationListOfUnknown = "revocation_list_of_unknown";
    /// A newer list of revoked certificates is here.
    RevocationListOlder = "revocation_list_older";
    /// The file is no archive of documents that can be read.
    NotAnArchive = "not_an_archive";
    /// The archive is made so that reading it would do harm.
    ArchiveUnsafe = "archive_unsafe";
    /// No more room in the archive.
    ArchiveFull = "archive_full";
    /// No such rule of automatic sending.
    RuleNotFound = "rule_not_found";
    /// The rule of automatic sending is not filled in as it must be.
    BadRule = "bad_rule";
    /// The rule was not rehearsed as it stands now.
    RuleNotRehearsed = "rule_not_rehearsed";
    /// No such row in the queue of the rules.
    RuleTaskNotFound = "rule_task_not_found";
    /// The row in the queue of the rules is over.
    RuleTaskOver = "rule_task_over";
    /// A rule sends one document again and again.
    RuleTooOften = "rule_too_often";
    /// The desktop did not show a notification.
    NotificationNotShown = "notification_not_shown";
    /// A fault of the program itself.
    Internal = "internal";
}

/// What happened, for a person and for the contract with the window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Error {
    code: Code,
    sentence: String,
    retryable: bool,
    retry_after: Option<Duration>,
}

impl Error {
    /// An error that the same call will meet again.
    pub(crate) fn new(code: Code, sentence: impl Into<String>) -> Self {
        Self {
            code,
            sentence: sentence.into(),
            retryable: false,
            retry_after: None,
        }
    }

    /// The same, but trying again may help.
    #[must_use]
    pub(crate) fn worth_retrying(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Complete Russian sentences: what happened, what was not lost, what to do.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// True when the same call may succeed later without a person changing anything.
    pub fn retryable(&self) -> bool {
        self.retryable
    }

    /// How long the operator asks to wait, if it does.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The same error in other words.
    #[must_use]
    pub(crate) fn said(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = sentence.into();
        self
    }

    /// The operator's answer while a connection is being set up, and whether the clocks differ so much that this may be
    /// why.
    pub(crate) fn at_the_door(answer: connect::Error, skew: Option<SignedDuration>) -> Self {
        let words = words::trouble_at_the_door(&answer);
        let mut error = Self::from(answer);
        if let Some(words) = words {
            words.clone_into(&mut error.sentence);
        }
        if let Some(skew) = skew {
            error.sentence = format!("{} {}", error.sentence, words::clock_skew(skew));
        }
        error
    }

    pub(crate) fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "a fault of the program itself");
        Self::new(
            Code::Internal,
            "В программе произошла внутренняя ошибка. Сохранённые документы целы. \
             Повторите действие, а если не поможет, перезапустите программу.",
        )
        .worth_retrying()
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        words::store_trouble(error)
    }
}

impl From<SecretsError> for Error {
    fn from(error: SecretsError) -> Self {
        let code = match error {
            SecretsError::Unavailable(_) | SecretsError::Broken(_) => Code::SecretsUnavailable,
            SecretsError::WrongPassphrase => Code::VaultPassphraseWrong,
        };
        Self::new(code, error.to_string())
    }
}

impl From<connect::Error> for Error {
    fn from(error: connect::Error) -> Self {
        let sentence = words::operator_trouble(&error);
        tracing::debug!(%error, "an answer of the operator");
        Self {
            code: Code::Operator(error.code()),
            sentence,
            retryable: error.retryable(),
            retry_after: error.retry_after(),
        }
    }
}
