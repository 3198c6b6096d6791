//! `signatures.*`: what a signature says and what of it holds; copies for viewing with stamps.

use domain::DocumentId;
use engine::{
    CheckedSignatures, DocumentSignatureId, DocumentSignatureView, Engine, SignatureCheck as Check,
    SignatureFiles,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::incoming::FileContent;
use crate::intake::decoded;

/// A document and its signature as files.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct CheckSignature {
    /// The document; may be absent where it lies inside the signature.
    pub content: Option<FileContent>,
    /// `.sig`, `.p7s`, `.sgn`: DER, BER, PEM or base64.
    pub signature: FileContent,
}

/// What was found out of a file with signatures.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SignatureChecks {
    /// One per signature, in the order of the file.
    pub signers: Vec<SignatureCheck>,
    /// The document lies inside the file of the signature.
    pub is_attached: bool,
}

/// What was found out of a signature. Facts stand apart; texts are complete sentences.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SignatureCheck {
    /// Is the document the one that was signed?
    #[ts(type = "\"unchanged\" | \"changed\" | \"not_checked\"")]
    pub document: &'static str,
    pub document_text: String,
    /// Does the value of the signature hold?
    #[ts(type = "\"valid\" | \"invalid\" | \"not_checked\"")]
    pub signature: &'static str,
    pub signature_text: String,
    pub signer: SignatureSigner,
    pub signer_text: String,
    /// Does a trusted root stand behind the certificate?
    #[ts(type = "\"trusted\" | \"untrusted\" | \"incomplete\" | \"expired_at_signing\" | \"not_checked\"")]
    pub chain: &'static str,
    pub chain_text: String,
    #[ts(type = "\"good\" | \"revoked\" | \"not_checked\"")]
    pub revocation: &'static str,
    pub revocation_text: String,
    pub time: SignatureTime,
    #[ts(type = "\"qualified_claimed\" | \"other\" | \"foreign_algorithm\"")]
    pub kind: &'static str,
    pub kind_text: String,
    /// All facts together, for exit codes and sorting; never shown instead of them.
    #[ts(type = "\"holds\" | \"unproven\" | \"broken\"")]
    pub standing: &'static str,
    /// Every sentence, in the order in which a person asks.
    pub texts: Vec<String>,
}

/// The moment for which everything was asked.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SignatureTime {
    pub at: String,
    /// Whose word it is: the signer's, the operator's, or nobody's (the moment of the check).
    #[ts(type = "\"claimed\" | \"operator\" | \"timestamp\" | \"checked\"")]
    pub kind: &'static str,
    pub text: String,
}

/// Who signed, as the certificate spells it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SignatureSigner {
    pub name: String,
    pub organisation: Option<String>,
    pub position: Option<String>,
    pub inn: Option<String>,
    pub organisation_inn: Option<String>,
    pub ogrn: Option<String>,
    pub issuer: String,
    pub serial: String,
    /// Empty when the certificate did not come along.
    pub thumbprint: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

/// Signatures that are kept with a document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentSignatures {
    /// In the order in which they came.
    pub signatures: Vec<DocumentSignature>,
}

/// A signature that is kept with a document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentSignature {
    /// Of the message; that of several signers is several of these.
    pub id: i64,
    #[ts(type = "\"us\" | \"them\" | \"intermediate\"")]
    pub party: &'static str,
    /// Name of the signer.
    pub signer: String,
    pub organisation: Option<String>,
    pub position: Option<String>,
    pub thumbprint: String,
    pub serial: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    /// When the signer says it was signed.
    pub signed_at: Option<String>,
    /// Address of the message (CMS, DER), to be saved as a file.
    pub blob: String,
    /// Id of the file that is signed, and its name.
    pub file_id: i64,
    pub file_name: String,
    pub check: SignatureCheck,
    pub operator_verdict: Option<OperatorVerdict>,
    /// It went and came with no sending, so it can be taken away.
    pub is_apart: bool,
}

/// What the operator found by checking a signature.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OperatorVerdict {
    pub is_valid: bool,
    pub text: String,
}

/// A signature that shall be kept no more.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgetSignature {
    pub document_id: i64,
    pub id: i64,
}

/// A signature that came as a file, to be kept beside a document.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachSignature {
    pub document_id: i64,
    pub file: FileContent,
}

/// A copy for viewing.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct StampedCopy {
    /// Address of the pages, good until newer prints need the room.
    pub blob: String,
    /// Name for a file.
    pub name: String,
}

impl From<Check> for SignatureCheck {
    fn from(check: Check) -> Self {
        let signer = &check.signer;
        Self {
            document: check.document.code(),
            signature: check.signature.code(),
            chain: check.chain.code(),
            revocation: check.revocation.code(),
            kind: check.kind.code(),
            standing: check.standing.code(),
            time: SignatureTime {
                at: check.time.at.to_string(),
                kind: check.time.kind.code(),
                text: check.time_text.clone(),
            },
            texts: check.texts().map(str::to_owned).to_vec(),
            signer: SignatureSigner {
                name: signer.name.clone(),
                organisation: signer.organisation.clone(),
                position: signer.position.clone(),
                inn: signer.inn.clone(),
                organisation_inn: signer.organisation_inn.clone(),
                ogrn: signer.ogrn.clone(),
                issuer: signer.issuer.clone(),
                serial: signer.serial.clone(),
                thumbprint: signer.thumbprint.clone(),
                valid_from: signer.valid_from.map(|at| at.to_string()),
                valid_to: signer.valid_to.map(|at| at.to_string()),
            },
            document_text: check.document_text,
            signature_text: check.signature_text,
            signer_text: check.signer_text,
            chain_text: check.chain_text,
            revocation_text: check.revocation_text,
            kind_text: check.kind_text,
        }
    }
}

impl From<DocumentSignatureView> for DocumentSignature {
    fn from(view: DocumentSignatureView) -> Self {
        let signer = view.check.signer.clone();
        Self {
            id: view.id.0,
            party: view.party.code(),
            signer: signer.name,
            organisation: signer.organisation,
            position: signer.position,
            thumbprint: signer.thumbprint,
            serial: signer.serial,
            valid_from: signer.valid_from.map(|at| at.to_string()),
            valid_to: signer.valid_to.map(|at| at.to_string()),
            signed_at: view.signed_at.map(|at| at.to_string()),
            blob: view.blob.to_string(),
            file_id: view.file.id.0,
            file_name: view.file.file.name,
            check: view.check.into(),
            operator_verdict: view.operator_verdict.map(|verdict| OperatorVerdict {
                is_valid: verdict.is_valid,
                text: verdict.text,
            }),
            is_apart: view.is_apart,
        }
    }
}

pub(crate) async fn check(engine: &Engine, request: CheckSignature) -> Result<SignatureChecks, Failure> {
    let files = SignatureFiles {
        content: request.content.map(decoded).transpose()?,
        signature: decoded(request.signature)?,
    };
    let CheckedSignatures { signers, is_attached } = engine.check_signature(files).await?;
    Ok(SignatureChecks {
        signers: signers.into_iter().map(SignatureCheck::from).collect(),
        is_attached,
    })
}

pub(crate) async fn of(engine: &Engine, request: ForDocument) -> Result<DocumentSignatures, Failure> {
    let signatures = engine
        .document_signatures(DocumentId(request.document_id))
        .await?;
    Ok(DocumentSignatures {
        signatures: signatures.into_iter().map(DocumentSignature::from).collect(),
    })
}

pub(crate) async fn attach(engine: &Engine, request: AttachSignature) -> Result<DocumentSignatures, Failure> {
    let document_id = request.document_id;
    engine
        .attach_signature(DocumentId(document_id), decoded(request.file)?)
        .await?;
    of(engine, ForDocument { document_id }).await
}

pub(crate) async fn forget(engine: &Engine, request: ForgetSignature) -> Result<DocumentSignatures, Failure> {
    let document_id = request.document_id;
    engine
        .forget_signature(DocumentId(document_id), DocumentSignatureId(request.id))
        .await?;
    of(engine, ForDocument { document_id }).await
}

pub(crate) async fn stamped_copy(engine: &Engine, request: ForDocument) -> Result<StampedCopy, Failure> {
    let copy = engine.stamped_copy(DocumentId(request.document_id)).await?;
    Ok(StampedCopy {
        blob: copy.blob.to_string(),
        name: copy.name,
    })
}

/// Of which document.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForDocument {
    pub document_id: i64,
}
