//! What operators told ahead, held against one document.

use std::collections::BTreeSet;

use domain::{Document, EdoFormat, SendingSketch};
use store::Reader;

use super::{How, Missing, Way, between, file, partnership, sides};
use crate::Result;
use crate::ahead::{Ask, Known, Question};
use crate::engine::Inner;

/// What the operator has to be asked before this document is looked at.
pub(crate) fn questions(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    how: How,
) -> Result<BTreeSet<Question>> {
    let sides = sides(r, document, &mut Vec::new())?;
    let Ok(Some(way)) = inner.way_of(r, document, &sides, how)? else {
        return Ok(BTreeSet::new());
    };
    let ours = way.connection.edo_box.box_id.clone();
    let between = way.departments.via.as_ref().map(|via| via.box_id.clone());
    let asks = [
        Ask::Formats(ours.clone()),
        Ask::Owner(ours),
        Ask::Owner(way.to.box_id.clone()),
        Ask::Objections(sketch(inner, document, &way)?),
    ];
    let asks = asks.into_iter().chain(between.map(Ask::Owner));
    let question = |ask| Question {
        connection: way.connection.id,
        ask,
    };
    Ok(asks.map(question).collect())
}

fn sketch(inner: &Inner, document: &Document, way: &Way) -> Result<SendingSketch> {
    let department = |chosen: &Option<domain::Department>| chosen.as_ref().map(|one| one.id.clone());
    let via = way.departments.via.as_ref();
    Ok(SendingSketch {
        from_box: way.connection.edo_box.box_id.clone(),
        from_department: department(&way.departments.ours).unwrap_or_default(),
        to_box: way.to.box_id.clone(),
        to_department: department(&way.departments.theirs).unwrap_or_default(),
        via_box: via.map(|via| via.box_id.clone()).unwrap_or_default(),
        via_department: via
            .and_then(|via| department(&via.department))
            .unwrap_or_default(),
        format: document.body.format.code().to_owned(),
        format_version: version(inner, document)?,
    })
}

fn version(inner: &Inner, document: &Document) -> Result<String> {
    let facts = file::facts(inner, document)?;
    Ok(facts
        .and_then(|facts| facts.format_version.clone())
        .unwrap_or_default())
}

/// What certainly stands in the way.
pub(super) fn obstacles(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    way: &Way,
) -> Result<Vec<Missing>> {
    let known = Known::of(r, way.connection.id, inner.now());
    let ours = &way.connection.edo_box;
    let (us, them) = (known.owner(&ours.box_id)?, known.owner(&way.to.box_id)?);
    let mut found = Vec::new();
    let theirs_is_test = them
        .as_ref()
        .and_then(|them| them.is_test)
        .unwrap_or(way.to.is_test);
    if ours.is_test != theirs_is_test && !way.to.is_roaming {
        found.push(test_box(ours.is_test));
    }
    if let Some(day) = them.as_ref().and_then(|them| them.closed_on)
        && day <= inner.today()
    {
        found.push(partnership::closed(&format!(
            "Организация получателя ликвидирована {}",
            crate::words::date(day)
        )));
    }
    let is_gone =
        |chosen: &Option<domain::Department>, facts: &Option<domain::BoxFacts>| match (chosen, facts) {
            (Some(chosen), Some(facts)) if !facts.departments.iter().any(|one| one.id == chosen.id) => {
                Some(chosen.name.clone())
            }
            _ => None,
        };
    let mut gone = is_gone(&way.departments.ours, &us).or_else(|| is_gone(&way.departments.theirs, &them));
    if let Some(via) = &way.departments.via {
        gone = gone.or(is_gone(&via.department, &known.owner(&via.box_id)?));
        found.extend(between::obstacle(inner, r, document, way, via)?);
    }
    found.extend(gone.map(|name| department_missing(&name)));
    found.extend(format(inner, document, known.formats(&ours.box_id)?.as_deref())?);
    if let Some(objection) = objections(inner, &known, document, way)?
        .into_iter()
        .find(|one| one.is_fatal)
    {
        found.push(Missing {
            code: "operator_objects",
            sentence: format!(
                "Оператор такую отправку не примет{}. Документ сохранён. Устраните причину и проверьте снова.",
                crate::words::quoted(&objection.text)
            ),
        });
    }
    Ok(found)
}

fn objections(
    inner: &Inner,
    known: &Known<'_, '_>,
    document: &Document,
    way: &Way,
) -> Result<Vec<domain::Objection>> {
    known.objections(&sketch(inner, document, way)?)
}

/// What does not stop the document.
pub(super) fn warnings(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    way: &Way,
) -> Result<Vec<Missing>> {
    let known = Known::of(r, way.connection.id, inner.now());
    let mut found = Vec::new();
    for objection in objections(inner, &known, document, way)? {
        if !objection.is_fatal {
            found.push(Missing {
                code: "operator_warns",
                sentence: format!("Оператор предупреждает{}.", crate::words::quoted(&objection.text)),
            });
        }
    }
    let can_sign = known
        .owner(&way.to.box_id)?
        .and_then(|them| them.can_sign)
        .or(way.told.can_sign);
    if can_sign == Some(false) && document.body.format.wants_their_signature() {
        found.push(Missing {
            code: "counterparty_cannot_sign",
            sentence:
                "У получателя нет сертификата для подписи: документ он получит, но подписать пока не сможет. Договоритесь, \
                 когда сертификат появится; как стоят дела сейчас, покажет окно «Обмен с ЭДО»."
                    .to_owned(),
        });
    }
    Ok(found)
}

fn test_box(ours_is_test: bool) -> Missing {
    let sentence = if ours_is_test {
        "Наш ящик тестовый, а у контрагента настоящий: документы между ними не ходят. Документ сохранён. Подключите \
         настоящий ящик или отправьте документ тестовому контрагенту."
    } else {
        "Ящик контрагента тестовый, а наш настоящий: документы между ними не ходят. Документ сохранён. Обновите список \
         контрагентов и выберите настоящий ящик."
    };
    Missing {
        code: "test_box_mismatch",
        sentence: sentence.to_owned(),
    }
}

fn department_missing(name: &str) -> Missing {
    Missing {
        code: "department_missing",
        sentence: format!(
            "Подразделения «{name}», выбранного для этого контрагента, у оператора больше нет. Документ сохранён. Выберите \
             другое подразделение."
        ),
    }
}

/// The format is not exchanged from our box, or not in this version any more.
fn format(
    inner: &Inner,
    document: &Document,
    accepted: Option<&[domain::AcceptedFormat]>,
) -> Result<Option<Missing>> {
    let format = document.body.format;
    let Some(accepted) = accepted.filter(|accepted| !accepted.is_empty()) else {
        return Ok(None);
    };
    let versions: Vec<_> = accepted.iter().filter(|one| one.format == format).collect();
    if versions.is_empty() {
        return Ok(Some(Missing {
            code: "format_not_accepted",
            sentence: format!(
                "Из нашего ящика документы «{}» отправлять нельзя: оператор не даёт на них прав. Документ сохранён. \
                 Попросите администратора ящика проверить права.",
                format.label()
            ),
        }));
    }
    if !matches!(format, EdoFormat::Utd(_)) {
        return Ok(None);
    }
    let version = version(inner, document)?;
    let is_over = versions
        .iter()
        .any(|one| one.version == version && !one.is_in_force);
    Ok(is_over.then(|| Missing {
        code: "version_switched_off",
        sentence: format!(
            "Формат файла версии {version} больше не принимается. Документ сохранён. Создайте файл заново в действующем \
             формате."
        ),
    }))
}
