//! Stores of keys: tokens and their module, CryptoPro in its two ways, key files. No PIN, no use of a key.

use std::sync::PoisonError;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use signature::keys::{KeyEntry, StoreKind, TokenSeen, Tries};
use signature::{Error as Cause, Result as Answer};

use super::{Check, CheckState, FixKind};
use crate::certificates::{SigningPick, trouble_words};
use crate::engine::Inner;
use crate::ports::KeyPlace;

/// What a store said.
pub(super) struct Asked {
    kind: StoreKind,
    entries: Answer<Vec<KeyEntry>>,
    tokens: Vec<TokenSeen>,
}

/// Asks every store at once; one that does not answer in time is left to its own limit and told as silent.
pub(super) fn ask(inner: &Inner, patience: Duration) -> Vec<Asked> {
    let until = Instant::now() + patience;
    // A token is not asked twice at once.
    let asking = inner.certificates.asking.lock();
    let _alone = asking.unwrap_or_else(PoisonError::into_inner);
    let waiting: Vec<_> = inner
        .ports
        .keys
        .stores()
        .into_iter()
        .map(|KeyPlace { kind, mut store }| {
            let (answer, answers) = channel();
            let thread = std::thread::Builder::new().name("diagnosis".to_owned());
            let started = thread.spawn(move || {
                let entries = store.list();
                let tokens = match (&entries, kind) {
                    (Ok(_), StoreKind::Pkcs11) => store.tokens().unwrap_or_default(),
                    _ => Vec::new(),
                };
                // Nobody may listen any more.
                drop(answer.send((entries, tokens)));
            });
            (kind, answers, started.is_ok())
        })
        .collect();
    let told = waiting.into_iter().map(|(kind, answers, is_started)| {
        let left = until.saturating_duration_since(Instant::now());
        let (entries, tokens) = match answers.recv_timeout(left) {
            Ok(told) => told,
            Err(RecvTimeoutError::Timeout) if is_started => (Err(Cause::TimedOut), Vec::new()),
            Err(_) => (Err(Cause::Crashed), Vec::new()),
        };
        Asked {
            kind,
            entries,
            tokens,
        }
    });
    told.collect()
}

pub(super) fn look(asked: &[Asked], picks: &[SigningPick]) -> Vec<Check> {
    let mut checks: Vec<Check> = asked.iter().filter_map(of_store).collect();
    checks.extend(licence(asked));
    checks.extend(tokens(asked, picks));
    checks
}

fn of_store(asked: &Asked) -> Option<Check> {
    let (id, label, absent) = match asked.kind {
        StoreKind::Software => return key_files(asked),
        StoreKind::Pkcs11 => (
            "token_module",
            "Драйвер токена",
            "Если ключ лежит на Рутокене или JaCarta, установите драйвер с сайта производителя. Если он уже установлен, \
             укажите его в настройках, в «Сертификатах».",
        ),
        StoreKind::CryptoApi => (
            "cryptopro",
            "Криптопровайдер",
            "Если ключ работает через КриптоПро CSP, установите его.",
        ),
        StoreKind::CspTest => (
            "csptest",
            "Команды КриптоПро CSP",
            "Они нужны, только если программа не находит библиотеку КриптоПро CSP.",
        ),
    };
    let check = |state, text: String| Check::new(id, label, state, text);
    Some(match &asked.entries {
        Ok(entries) => check(
            CheckState::Ok,
            format!(
                "Установлено и отвечает. Сертификатов ГОСТ видно: {}.",
                entries.len()
            ),
        ),
        Err(Cause::NoModule) => check(
            CheckState::NotHere,
            "На этом компьютере не установлено.".to_owned(),
        )
        .advising(absent),
        // The module is there; of the token below.
        Err(Cause::NoToken) => check(CheckState::Ok, "Установлено и отвечает.".to_owned()),
        Err(cause) => {
            let (text, advice) = trouble_words(cause);
            check(CheckState::Problem, text).advising(advice)
        }
    })
}

fn key_files(asked: &Asked) -> Option<Check> {
    let entries = asked
        .entries
        .as_ref()
        .ok()
        .filter(|entries| !entries.is_empty())?;
    Some(Check::new(
        "key_files",
        "Ключи в файлах",
        CheckState::Ok,
        format!(
            "Сертификатов с ключами в файлах: {}. Они годятся для тестовых и неквалифицированных подписей.",
            entries.len()
        ),
    ))
}

/// A provider tells of its licence when a key is used; an expired one already shows when it is asked.
fn licence(asked: &[Asked]) -> Option<Check> {
    let providers: Vec<&Asked> = asked
        .iter()
        .filter(|one| matches!(one.kind, StoreKind::CryptoApi | StoreKind::CspTest))
        .filter(|one| !matches!(one.entries, Err(Cause::NoModule)))
        .collect();
    // Windows has a provider of its own that needs none.
    if providers.is_empty() {
        return None;
    }
    let is_over = providers
        .iter()
        .any(|one| one.entries == Err(Cause::LicenceExpired));
    let check = |state, text| Check::new("licence", "Лицензия КриптоПро CSP", state, text);
    Some(if is_over {
        check(CheckState::Problem, "Лицензия КриптоПро CSP закончилась.")
            .advising("Введите новую лицензию в КриптоПро CSP. Если она встроена в сертификат, установите его с ключом.")
    } else {
        check(
            CheckState::NotHere,
            "Не проверено: срок лицензии криптопровайдер сообщает только при подписании. Если она закончилась, программа \
             скажет об этом до отправки документов.",
        )
    })
}

fn tokens(asked: &[Asked], picks: &[SigningPick]) -> Vec<Check> {
    let Some(modules) = asked.iter().find(|one| one.kind == StoreKind::Pkcs11) else {
        return Vec::new();
    };
    let has_module = !matches!(modules.entries, Err(Cause::NoModule));
    if modules.tokens.is_empty() && has_module {
        let is_wanted = picks
            .iter()
            .filter_map(|pick| pick.certificate.as_ref())
            .any(|view| view.kept.seen.store == "token");
        let check = |state| Check::new("token", "Токен", state, "Токен не вставлен или не виден системе.");
        return vec![if is_wanted {
            check(CheckState::Problem)
                .advising("Вставьте токен с ключом подписи и обновите список сертификатов.")
                .mended(FixKind::RefreshCertificates)
        } else {
            check(CheckState::NotHere).advising("Если ключ лежит на токене, вставьте его.")
        }];
    }
    let has_csp = asked
        .iter()
        .any(|one| one.kind == StoreKind::CryptoApi && one.entries.is_ok());
    modules
        .tokens
        .iter()
        .map(|token| of_token(token, has_csp))
        .collect()
}

fn of_token(token: &TokenSeen, has_csp: bool) -> Check {
    let facts = &token.facts;
    let label = format!("Токен {} № {}", facts.label.trim(), facts.serial.trim());
    let check = |state, text: String| {
        Check::new(
            format!("token:{}", facts.serial.trim()),
            label.clone(),
            state,
            text,
        )
    };
    match facts.tries {
        Tries::Locked | Tries::Exactly(0) => {
            return check(CheckState::Problem, "ПИН-код токена заблокирован.".to_owned()).advising(
                "Разблокируйте токен ПИН-кодом администратора или обратитесь туда, где его выдали.",
            );
        }
        Tries::Last | Tries::Exactly(1) => {
            return check(
                CheckState::Warning,
                "Осталась последняя попытка: ещё один неверный ПИН-код заблокирует токен.".to_owned(),
            )
            .advising("Вспомните ПИН-код, прежде чем подписывать.");
        }
        Tries::Low | Tries::Enough | Tries::Untold | Tries::Exactly(_) => {}
    }
    if token.certificates == 0 && !token.containers.is_empty() && !has_csp {
        return check(
            CheckState::Problem,
            format!(
                "Ключи лежат на токене в контейнерах КриптоПро ({}), а КриптоПро CSP не установлен.",
                token.containers.len()
            ),
        )
        .advising("Установите КриптоПро CSP: без него эти ключи не открываются.");
    }
    if token.certificates == 0 && token.containers.is_empty() {
        return check(
            CheckState::Warning,
            "На токене нет сертификатов с ключами ГОСТ.".to_owned(),
        )
        .advising("Проверьте, тот ли это токен.");
    }
    let text = format!(
        "Токен вставлен и отвечает. Сертификатов на нём: {}.",
        token.certificates
    );
    if facts.is_factory_pin {
        return check(
            CheckState::Warning,
            format!("{text} На нём стоит заводской ПИН-код: его знают все."),
        )
        .advising("Смените ПИН-код в программе от производителя токена.");
    }
    if matches!(facts.tries, Tries::Low) {
        return check(
            CheckState::Warning,
            format!("{text} ПИН-код недавно вводили неверно, попыток осталось меньше."),
        )
        .advising("Вводите ПИН-код внимательно: после нескольких ошибок токен заблокируется.");
    }
    check(CheckState::Ok, text)
}
