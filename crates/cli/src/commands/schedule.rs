//! `schedule`: what the program does by itself.

use serde::Deserialize;
use serde_json::json;

use crate::args::{Schedule, ScheduleAction};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left, right};
use crate::words;

#[derive(Deserialize)]
struct Answer {
    jobs: Vec<Job>,
}

#[derive(Deserialize)]
struct Job {
    kind: String,
    id: Option<i64>,
    title: String,
    last_run_at: Option<String>,
    result: String,
    next_run_at: Option<String>,
    pause_s: Option<u64>,
    stopped_at: Option<String>,
}

pub(crate) async fn run(session: &Session, wanted: &Schedule) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(ScheduleAction::List) => list(session).await,
        Some(ScheduleAction::Every { seconds, connection }) => {
            let request = json!({ "connection_id": connection, "pause_s": seconds });
            let done = match seconds {
                Some(seconds) => format!("Новости узнаются раз в {seconds} с."),
                None => "Подключение обменивается так же часто, как все.".to_owned(),
            };
            session.change("schedule.set", request, &done).await
        }
        Some(ScheduleAction::Stop { id }) => {
            let done = format!("Обмен по подключению {id} приостановлен. Документы ждут в очереди.");
            session.change("schedule.stop", json!({ "id": id }), &done).await
        }
        Some(ScheduleAction::Resume { id }) => {
            let done = format!("Обмен по подключению {id} продолжается.");
            session
                .change("schedule.resume", json!({ "id": id }), &done)
                .await
        }
    }
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("schedule.get", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let answer: Answer = read(answer)?;
    let columns = [
        left("Что", 48),
        right("№", 4),
        right("Раз в, с", 9),
        left("Было", 16),
        left("Будет", 16),
        left("Чем кончилось", 60),
    ];
    let moment = |at: &Option<String>| at.as_deref().map(words::moment).unwrap_or_default();
    let rows: Vec<[String; 6]> = answer
        .jobs
        .iter()
        .map(|job| {
            let next = match &job.stopped_at {
                Some(_) => "приостановлен".to_owned(),
                None => moment(&job.next_run_at),
            };
            [
                name(job),
                job.id
                    .filter(|_| job.kind == "exchange")
                    .map(|id| id.to_string())
                    .unwrap_or_default(),
                job.pause_s.map(|seconds| seconds.to_string()).unwrap_or_default(),
                moment(&job.last_run_at),
                next,
                job.result.clone(),
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    Ok(Done::Whole)
}

fn name(job: &Job) -> String {
    match job.kind.as_str() {
        "exchange" => format!("Обмен: {}", job.title),
        "folder" => job.title.clone(),
        "rules" => "Значимые события".to_owned(),
        "receipts" => format!("Извещения о получении: {}", job.title),
        "endings" => "Сроки сертификатов и доверенностей".to_owned(),
        "tidying" => "Уборка базы".to_owned(),
        other => other.to_owned(),
    }
}
