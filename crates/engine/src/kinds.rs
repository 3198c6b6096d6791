//! «Виды документов»: the directory of kinds, and what a binding to electronic exchange still lacks.

use std::collections::HashSet;

use domain::{EdoFileRule, Firm, Kind, KindBody, KindId, OperatorKind, Requisites, UtdFunction};
use store::{Reader, Writer};

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, print_forms};

pub(crate) mod builtin;

/// The longest row of zeros before a number.
const DIGITS_AT_MOST: u8 = 12;

/// What a kind still lacks before its documents can be exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindProblem {
    /// Stable name: `no_print_form`, `print_form_missing`, `unknown_operator`, `firm_without_kpp`,
    /// `firm_without_address`, `firm_without_head`, `firm_missing`, `no_individual_operator`.
    pub code: &'static str,
    /// Complete Russian sentences: what is missing and where to mend it.
    pub sentence: String,
}

/// A kind as the directory shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindView {
    /// The kind.
    pub kind: Kind,
    /// How many documents name it.
    pub documents: u64,
    /// What its binding lacks; empty when nothing.
    pub problems: Vec<KindProblem>,
}

impl Engine {
    /// Every kind, hidden ones too.
    pub async fn kinds(&self) -> Result<Vec<KindView>> {
        self.blocking(|inner| {
            inner.read(|r| {
                let firms = r.firms()?;
                r.kinds()?
                    .into_iter()
                    .map(|kind| view(inner, r, kind, &firms))
                    .collect()
            })
        })
        .await
    }

    /// Makes a kind or changes one. The code of a kind that came with the program stays, whatever is given.
    ///
    /// Errors: `kind_not_found`, `kind_exists`, `bad_kind`, `firm_not_found`.
    pub async fn save_kind(&self, id: Option<KindId>, body: KindBody) -> Result<KindId> {
        let saved = self.write(move |w| save(w, id, body)).await?;
        self.tell_kinds();
        Ok(saved)
    }

    /// Removes a kind that no document names. `kind_in_use` tells how many do, `kind_builtin` for one that came with
    /// the program: both can be hidden instead.
    pub async fn remove_kind(&self, id: KindId) -> Result<()> {
        self.write(move |w| remove(w, id)).await?;
        self.tell_kinds();
        Ok(())
    }

    fn tell_kinds(&self) {
        self.inner.changes.tell(&Change::directory(Directory::Kinds));
    }
}

/// A kind of the directory with what its binding lacks; `None` without one.
pub(crate) fn view_of(inner: &Inner, r: &Reader<'_>, id: Option<KindId>) -> Result<Option<KindView>> {
    let found = match id {
        Some(id) => r.kind(id)?,
        None => None,
    };
    found.map(|kind| view(inner, r, kind, &r.firms()?)).transpose()
}

fn view(inner: &Inner, r: &Reader<'_>, kind: Kind, firms: &[Firm]) -> Result<KindView> {
    Ok(KindView {
        documents: r.documents_of_kind(kind.id)?,
        problems: problems(inner, &kind.body, firms),
        kind,
    })
}

fn save(w: &Writer<'_>, id: Option<KindId>, mut body: KindBody) -> Result<KindId> {
    let before = match id {
        Some(id) => Some(w.kind(id)?.ok_or_else(not_found)?),
        None => None,
    };
    body.code = before.map(|kind| kind.body.code).unwrap_or_default();
    body.name = body.name.trim().to_owned();
    check(&body)?;
    for &firm in &body.firms {
        w.firm(firm)?.ok_or_else(crate::firms::not_found)?;
    }
    let same_name = |kind: &Kind| kind.body.name.to_lowercase() == body.name.to_lowercase();
    if let Some(other) = w
        .kinds()?
        .iter()
        .find(|kind| Some(kind.id) != id && same_name(kind))
    {
        return Err(Error::new(
            Code::KindExists,
            format!(
                "Вид документов «{}» уже есть. Ничего не изменено. Выберите другое название.",
                other.body.name
            ),
        ));
    }
    Ok(w.save_kind(id, &body)?)
}

fn check(body: &KindBody) -> Result<()> {
    let bad = |why: &str| Err(Error::new(Code::BadKind, format!("{why} Ничего не изменено.")));
    if body.name.is_empty() {
        return bad("Название вида документов не заполнено. Впишите название.");
    }
    if body.numbering.digits > DIGITS_AT_MOST {
        return bad("Цифр в номере слишком много: не больше 12.");
    }
    let mut names = HashSet::new();
    for field in &body.fields {
        let is_name = field.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && field.name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_name || field.label.trim().is_empty() {
            return bad(
                "У каждого поля вида нужны подпись и имя для шаблона: латинские буквы, цифры и «_», первой буква.",
            );
        }
        if !names.insert(field.name.as_str()) {
            return bad("Два поля вида носят одно имя для шаблона. Назовите их по-разному.");
        }
    }
    Ok(())
}

fn remove(w: &Writer<'_>, id: KindId) -> Result<()> {
    let kind = w.kind(id)?.ok_or_else(not_found)?;
    let documents = w.documents_of_kind(id)?;
    if documents > 0 {
        return Err(Error::new(
            Code::KindInUse,
            format!(
                "Вид «{}» указан в документах: {documents}. Он не удалён, документы не изменены. Чтобы его не \
                 предлагали для новых документов, скройте его.",
                kind.body.name
            ),
        ));
    }
    if !kind.body.code.is_empty() {
        return Err(Error::new(
            Code::KindBuiltin,
            format!(
                "Вид «{}» входит в программу и не удаляется. Ничего не изменено. Если он не нужен, скройте его.",
                kind.body.name
            ),
        ));
    }
    Ok(w.remove_kind(id)?)
}

/// What the binding of a kind lacks, told at once and not when the first document fails.
fn problems(inner: &Inner, body: &KindBody, firms: &[Firm]) -> Vec<KindProblem> {
    let mut problems = Vec::new();
    missing_forms(inner, body, &mut problems);
    if body.edo_file == EdoFileRule::Never {
        return problems;
    }
    let operators = [&body.company_operator, &body.individual_operator];
    problems.extend(
        operators
            .into_iter()
            .flatten()
            .filter_map(|kind| unknown_operator(inner, kind)),
    );
    for id in &body.firms {
        match firms.iter().find(|firm| firm.id == *id) {
            Some(firm) => firm_problems(body, firm, &mut problems),
            None => problems.push(problem(
                "firm_missing",
                "Среди фирм этого вида есть удалённая. Откройте вид и выберите фирмы заново.".to_owned(),
            )),
        }
    }
    if body.firms.is_empty() {
        for firm in firms {
            firm_problems(body, firm, &mut problems);
        }
    }
    problems
}

fn missing_forms(inner: &Inner, body: &KindBody, problems: &mut Vec<KindProblem>) {
    if body.print_forms.is_empty() && body.edo_file == EdoFileRule::PrintForm {
        problems.push(problem(
            "no_print_form",
            "У вида нет печатной формы, а файл ЭДО делается из неё. Добавьте печатную форму.".to_owned(),
        ));
    }
    for name in &body.print_forms {
        if !print_forms::exists(inner, name) {
            problems.push(problem(
                "print_form_missing",
                format!("Печатной формы «{name}» нет. Выберите другую форму или создайте её заново."),
            ));
        }
    }
}

fn unknown_operator(inner: &Inner, kind: &OperatorKind) -> Option<KindProblem> {
    inner.operator(kind).is_none().then(|| {
        problem(
            "unknown_operator",
            format!("Программа не знает оператора «{kind}». Выберите оператора из списка."),
        )
    })
}

fn firm_problems(body: &KindBody, firm: &Firm, problems: &mut Vec<KindProblem>) {
    let EdoFileRule::Utd { function } = &body.edo_file else {
        return;
    };
    let name = &firm.party.name;
    let mut lacks = |code, what: &str| {
        problems.push(problem(
            code,
            format!("Фирма {name}: {what}. Для УПД это обязательно. Заполните карточку фирмы."),
        ));
    };
    if firm.party.inn.as_str().len() == 10 && firm.party.kpp.is_none() {
        lacks("firm_without_kpp", "не указан КПП");
    }
    let Requisites { address, head, .. } = &firm.requisites;
    if *function != UtdFunction::Transfer && address.line().is_empty() {
        lacks("firm_without_address", "не указан адрес");
    }
    if head.name.is_empty() {
        lacks("firm_without_head", "не указан руководитель");
    }
}

fn problem(code: &'static str, sentence: String) -> KindProblem {
    KindProblem { code, sentence }
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::KindNotFound,
        "Такого вида документов в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и \
         повторите.",
    )
}
