//! The operators: are the keys of each connection at hand, and does its service let us in now?

use std::sync::Arc;
use std::time::Duration;

use connect::edo::Sunset;
use domain::ConnectionId;
use futures_util::future::join_all;
use jiff::Timestamp;
use store::Connection;

use super::{Check, CheckState, FixKind};
use crate::connections::ConnectionView;
use crate::{Engine, Result, providers, words};

/// The checks, and what the operators' clocks show.
pub(super) async fn look(engine: &Engine, patience: Duration) -> Result<(Vec<Check>, Vec<Timestamp>)> {
    let connections = engine.connections().await?;
    if connections.is_empty() {
        let none = Check::new(
            "network",
            "Операторы ЭДО",
            CheckState::NotHere,
            "Ни одна фирма не подключена к оператору ЭДО.",
        );
        let none = none
            .advising("Подключите фирму, чтобы отправлять документы.")
            .mended(FixKind::OpenConnections);
        return Ok((vec![none], Vec::new()));
    }
    let looks = connections.iter().map(|view| one(engine, view, patience));
    let (mut checks, mut told) = (Vec::new(), Vec::new());
    for (found, clock) in join_all(looks).await {
        checks.extend(found);
        told.extend(clock);
    }
    Ok((checks, told))
}

async fn one(engine: &Engine, view: &ConnectionView, patience: Duration) -> (Vec<Check>, Option<Timestamp>) {
    let connection = view.connection.clone();
    let name = format!("{}, {}", view.operator_title, connection.edo_box.name);
    let opened = engine
        .blocking(move |inner| {
            let operator = inner.known_operator(&connection.operator)?;
            // Read anew: a client that is open already would not notice an emptied keystore.
            let log_in = inner.read(|r| Ok(r.connection_log_in(connection.id)?))?.log_in;
            let kept = inner.credentials(connection.id, operator, &log_in)?;
            providers::open(operator, &connection.address, kept, Arc::new(|_, _| Ok(())))?;
            inner.provider(&connection)
        })
        .await;
    let id = view.connection.id;
    let keys = |state, text: String| {
        Check::new(
            format!("secrets:{id}"),
            format!("Данные доступа: {name}"),
            state,
            text,
        )
    };
    let client = match opened {
        Ok(client) => client,
        Err(cause) => {
            let broken = keys(CheckState::Problem, cause.sentence().to_owned())
                .advising("Откройте подключение и введите данные доступа заново.")
                .mended(FixKind::OpenConnections);
            return (vec![of(id, broken)], None);
        }
    };
    let whole = keys(
        CheckState::Ok,
        "Данные доступа лежат в хранилище ключей.".to_owned(),
    );
    let answer = tokio::time::timeout(patience, client.my_boxes()).await;
    let network =
        |state, text: String| Check::new(format!("network:{id}"), format!("Связь: {name}"), state, text);
    let network = match answer {
        Ok(Ok(boxes)) => network_of(
            &view.connection,
            boxes
                .iter()
                .any(|one| one.box_id == view.connection.edo_box.box_id),
            &network,
        ),
        Ok(Err(error)) => refused(&error, &network),
        Err(_) => network(
            CheckState::Problem,
            "Оператор не ответил вовремя. Документы сохранены на этом компьютере.".to_owned(),
        )
        .advising("Проверьте интернет, прокси-сервер и сетевой экран, затем повторите проверку."),
    };
    let clock = client.service_time();
    let mut checks = vec![of(id, whole), of(id, network)];
    checks.extend(leaving(&client.sunsets()).map(|text| {
        Check::new(
            format!("sunset:{id}"),
            format!("Версия программы: {name}"),
            CheckState::Warning,
            text,
        )
        .advising("Обновите программу до этого дня. Документы при обновлении сохраняются.")
    }));
    (checks, clock)
}

/// What the operator announced to switch off.
fn leaving(sunsets: &[Sunset]) -> Option<String> {
    if sunsets.is_empty() {
        return None;
    }
    let all = sunsets.iter().map(|one| match one.day {
        Some(day) => format!("{} с {}", one.method, day.strftime("%d.%m.%Y")),
        None => one.method.clone(),
    });
    let all: Vec<String> = all.collect();
    Some(format!(
        "Оператор отключит то, чем пользуется эта версия программы: {}. Пока обмен идёт.",
        all.join("; ")
    ))
}

fn network_of(
    connection: &Connection,
    has_box: bool,
    network: &impl Fn(CheckState, String) -> Check,
) -> Check {
    if has_box {
        return network(
            CheckState::Ok,
            "Оператор отвечает и пускает программу в ящик.".to_owned(),
        );
    }
    network(
        CheckState::Problem,
        format!(
            "Оператор отвечает, но ящика «{}» этот доступ больше не открывает.",
            connection.edo_box.name
        ),
    )
    .advising("Проверьте у оператора права пользователя или введите другой доступ.")
    .mended(FixKind::OpenConnections)
}

fn refused(error: &connect::Error, network: &impl Fn(CheckState, String) -> Check) -> Check {
    use connect::Error as E;
    let text = words::operator_trouble(error);
    match error {
        E::Limited(_) | E::StillProcessing(_) => network(CheckState::Warning, text),
        E::Unauthorized(_) | E::Forbidden(_) | E::LogIn { .. } => network(CheckState::Problem, text)
            .advising("Откройте подключение и введите данные доступа заново.")
            .mended(FixKind::OpenConnections),
        E::Offline(_) | E::Timeout(_) => network(CheckState::Problem, text)
            .advising("Проверьте интернет, прокси-сервер и сетевой экран, затем повторите проверку."),
        _ => network(CheckState::Problem, text).advising("Повторите проверку через несколько минут."),
    }
}

/// The row that the button opens.
fn of(connection: ConnectionId, mut check: Check) -> Check {
    if let Some(fix) = check
        .fix
        .as_mut()
        .filter(|fix| fix.kind == FixKind::OpenConnections)
    {
        fix.value = Some(connection.to_string());
    }
    check
}
