//! A letter as exact bytes: a first line of our own that says in whose access it leaves, then the request as it goes. The
//! same letter gives the same bytes, and none is a secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::EdoFormat;

use super::wire::{
    MAX_DOCUMENT_BYTES, NewClient, NewDocument, NewFile, PostedDocument, decode, encode, send_mode,
};
use crate::Error;
use crate::edo::persons::ToPerson;
use crate::edo::{Letter, Signing};

/// How a file of PDF begins.
const PDF: &[u8] = b"%PDF-";

/// Marks our first line.
const MARK: &str = "fdoc/1";

/// What our first line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// `create`, or the name of an act.
    pub action: &'a str,
    /// In whose access.
    pub account: &'a str,
    /// Of an act: on which document.
    pub document: &'a str,
}

impl<'a> Heading<'a> {
    /// The whole of it.
    pub fn over(&self, body: &[u8]) -> Vec<u8> {
        let Self {
            action,
            account,
            document,
        } = self;
        let mut bytes = format!("{MARK}\t{action}\t{account}\t{document}\n").into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }

    /// Our own bytes, taken apart again.
    pub fn read(request: &'a [u8]) -> Result<(Self, &'a [u8]), Error> {
        let not_ours = || Error::Malformed("запрос к F.Doc составлен не этой программой".into());
        let end = request
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or_else(not_ours)?;
        let (line, body) = request.split_at(end);
        let mut parts = str::from_utf8(line).map_err(|_| not_ours())?.split('\t');
        let mut next = || parts.next().ok_or_else(not_ours);
        if next()? != MARK {
            return Err(not_ours());
        }
        let heading = Self {
            action: next()?,
            account: next()?,
            document: next()?,
        };
        Ok((heading, body.get(1..).unwrap_or_default()))
    }
}

pub(super) const CREATE: &str = "create";

/// The bytes that send this letter.
pub(super) fn prepare(letter: &Letter) -> Result<Vec<u8>, Error> {
    let send_mode = match letter.signing {
        Signing::Simple => send_mode::AUTO,
        Signing::Deferred => send_mode::DRAFT,
        Signing::Test | Signing::Draft | Signing::Signed { .. } => {
            return refuse(
                "no_signature",
                "F.Doc подписывает документ сам, простой подписью сотрудника. Документ остался в программе. Отправьте его \
                 без своей подписи.",
            );
        }
    };
    let Some(person) = &letter.person else {
        return refuse(
            "no_person",
            "F.Doc передаёт документы физлицам, а получатель не физлицо. Документ остался в программе. Выберите получателя.",
        );
    };
    check(letter, person)?;
    let body = encode(
        "documents",
        &NewDocument {
            external_id: letter.custom_document_id.to_string(),
            title: &person.title,
            kind: &person.kind_code,
            send_mode,
            client: NewClient {
                phone: person.phone.as_str(),
                last_name: person.name.last.trim(),
                first_name: person.name.first.trim(),
                middle_name: person.name.middle.trim(),
                no_middle_name: person.has_no_middle_name,
                email: person.email.trim(),
            },
            file: NewFile {
                name: &letter.file_name,
                media_type: "application/pdf",
                content_base64: STANDARD.encode(&letter.content),
            },
        },
    )?;
    Ok(Heading {
        action: CREATE,
        account: &person.account,
        document: "",
    }
    .over(&body))
}

/// What our own bytes say.
pub(super) fn posted(body: &[u8]) -> Result<PostedDocument, Error> {
    decode("documents", body)
}

fn check(letter: &Letter, person: &ToPerson) -> Result<(), Error> {
    if u64::try_from(letter.content.len()).map_or(true, |bytes| bytes > MAX_DOCUMENT_BYTES) {
        return refuse(
            "document_too_large",
            "Файл больше 20 МБ, F.Doc его не примет. Документ остался в программе. Уменьшите файл.",
        );
    }
    if letter.file_name.trim().is_empty() || letter.content.is_empty() {
        return refuse(
            "document_empty",
            "Файл документа пуст или не имеет имени. Документ остался в программе. Загрузите файл ещё раз.",
        );
    }
    if letter.format != EdoFormat::Nonformalized || !letter.content.starts_with(PDF) {
        return refuse(
            "not_pdf",
            "F.Doc принимает только печатные формы в PDF. Документ остался в программе. Создайте печатную форму документа.",
        );
    }
    if person.name.last.trim().is_empty() || person.name.first.trim().is_empty() {
        return refuse(
            "person_name_incomplete",
            "Фамилия и имя получателя нужны полностью: они встанут в штамп подписи. Документ остался в программе. Впишите их.",
        );
    }
    if person.name.middle.trim().is_empty() != person.has_no_middle_name {
        return refuse(
            "person_name_incomplete",
            "Отчество получателя не указано. Документ остался в программе. Впишите отчество или отметьте, что его нет.",
        );
    }
    if person.account.is_empty() || person.account.contains(['\t', '\n']) {
        return refuse(
            "no_access",
            "У вас нет доступа к F.Doc. Документ остался в программе. Введите логин и пароль сотрудника: «Авторизоваться».",
        );
    }
    Ok(())
}

fn refuse<T>(code: &str, text: &str) -> Result<T, Error> {
    Err(Error::Refused {
        code: code.to_owned(),
        text: text.to_owned(),
    })
}
