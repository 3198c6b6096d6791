//! Emulator of the Diadoc HTTP API and of its web cabinet, as far as this project needs them.
//!
//! Served at the root of the host, as the official clients expect, in protobuf and in JSON (see `codec`). Deliberately
//! absent: templates, changes of packets, internal documents. Of roaming there are relations and the answers of the other
//! operator, of other systems («Честный знак») their statuses, as the control API orders them.

pub mod acts;
pub mod ahead;
pub mod answering;
pub mod answers;
pub mod auth;
pub mod books;
pub mod call;
pub mod cloud;
pub mod cms;
pub mod codec;
pub mod copies;
pub mod counteragents;
pub mod drafts;
pub mod generators;
pub mod keeping;
pub mod keys;
pub mod lean;
pub mod model;
pub mod outside;
pub mod pages;
pub mod patch;
pub mod plan;
pub mod post;
pub mod print_form;
pub mod protobuf;
pub mod reading;
pub mod refusal;
pub mod requests;
pub mod samples;
pub mod service_documents;
pub mod shelf;
pub mod signature_check;
pub mod timeline;
mod title;
pub mod title_xml;
pub mod types;
pub mod view;
pub mod workflows;
pub mod writing;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use uuid::Uuid;

use crate::fault::{Instead, Misfortune};
use crate::hub::Hub;
use crate::line::Line;
use call::Call;
use refusal::Refusal;

/// An answer before it becomes HTTP.
#[derive(Debug)]
pub struct Reply {
    /// Bytes of the body.
    pub body: Vec<u8>,
    /// The body is a structure in JSON, which the caller may want in protobuf.
    pub is_structure: bool,
    /// `Content-Type`
    pub content_type: &'static str,
    /// `Content-Disposition`, an ASCII file name.
    pub file_name: Option<String>,
    /// `Retry-After`, seconds.
    pub retry_after: Option<u32>,
}

impl Reply {
    /// A structure.
    pub fn structure<T: serde::Serialize>(answer: &T) -> Result<Self, Refusal> {
        let (body, content_type) = codec::write(answer)?;
        Ok(Self {
            is_structure: true,
            ..Self::bytes(body, content_type)
        })
    }

    /// Raw bytes.
    pub fn bytes(body: Vec<u8>, content_type: &'static str) -> Self {
        Self {
            body,
            is_structure: false,
            content_type,
            file_name: None,
            retry_after: None,
        }
    }
}

/// Answers one call of the API.
pub async fn serve(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Line>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let trace = Uuid::new_v4().simple().to_string();
    let call = Call::new(&method, &uri, headers, body);
    let misfortune = hub.faults.strike(&call.name, Misfortune::is_on_the_way);
    if let Some(misfortune) = &misfortune
        && let Some(instead) = misfortune.before(&line).await
    {
        return match instead {
            Instead::Cut => respond(Ok(Reply::bytes(Vec::new(), "text/plain")), &trace),
            Instead::Status {
                status,
                retry_after,
                text,
            } => respond(Err(ordered(status, retry_after, text.as_deref())), &trace),
        };
    }
    let mut result = route(&hub, &call).and_then(|reply| codec::as_wanted(&call, reply, hub.manners.style()));
    if let Some(misfortune) = &misfortune {
        let body = result.as_mut().ok().map(|reply| &mut reply.body);
        misfortune.after(&line, body).await;
    }
    let mut response = respond(result, &trace);
    match &misfortune {
        Some(Misfortune::Sunset { date, link }) => announce(&mut response, date, link.as_deref()),
        _ if response.status() == StatusCode::GONE => announce(&mut response, REMOVED_ON, None),
        _ => {}
    }
    response
}

/// The method will be switched off, or was.
fn announce(response: &mut Response, date: &str, link: Option<&str>) {
    put(response, header::HeaderName::from_static("sunset"), date);
    if let Some(link) = link {
        put(response, header::LINK, link);
    }
}

fn ordered(status: u16, retry_after: Option<u32>, text: Option<&str>) -> Refusal {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let usual = match status.as_u16() {
        401 => "Invalid auth token",
        402 => "Закончилась подписка на API",
        410 => "Method is removed",
        429 => "Too many requests",
        _ => "Internal server error",
    };
    Refusal {
        retry_after,
        ..Refusal::of(status, text.unwrap_or(usual))
    }
}

fn route(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let wanted = verb(call)?;
    if !call.method.eq_ignore_ascii_case(wanted) {
        return Err(Refusal::of(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("Use {wanted}"),
        ));
    }
    answer(hub, call)
}

/// With which verb a method of this version is called.
fn verb(call: &Call) -> Result<&'static str, Refusal> {
    Ok(match (call.name.as_str(), call.version) {
        ("authenticate" | "authenticateconfirm" | "postmessage", 3)
        | ("postmessagepatch", 3 | 4)
        | ("getdocflows" | "getdocflowevents" | "searchdocflows" | "getdocflowsbypacketid", 2..=4)
        | ("generatetitlexml" | "shelfuploadpartinit" | "shelfuploadpart" | "dsssign", 0)
        | ("generatesendertitlexml" | "generaterecipienttitlexml", 0)
        | ("generatereceiptxml" | "generatesignaturerejectionxml", 0 | 2)
        | ("generateinvoicecorrectionrequestxml" | "generaterevocationrequestxml", 0 | 2)
        | ("generateuniversalmessage" | "generatettgisfixationcancellationrequest", 0)
        | ("generatedocumentreceiptxml" | "generateinvoicedocumentreceiptxml", 0)
        | ("canpostmessage" | "senddraft" | "recycledraft", 0)
        | ("delete" | "restore" | "movedocuments", 0)
        | ("acquirecounteragent", 2 | 3)
        | ("breakwithcounteragent" | "getorganizationsbyinnlist", 0 | 2)
        | ("shelfupload", 0 | 2) => "POST",
        ("getmyorganizations" | "getorganization" | "generateprintform", 0)
        | ("generatedocumentprotocol" | "generatedocumentzip", 0)
        | ("getdocumentsbycustomid" | "getdocumentsbymessageid", 0)
        | ("getmycertificates" | "dsssignresult" | "getsignatureinfo", 0)
        | ("getmyemployee" | "getemployee" | "getemployees" | "getmypermissions", 0)
        | ("getbox" | "getorganizationfeatures", 0)
        | ("getcounteragentcertificates" | "getlastevent" | "getdepartment", 0 | 2)
        | ("getmyuser", 0 | 2)
        | ("admin/getdepartments", u32::MAX)
        | ("getorganizationsbyinnkpp" | "getcounteragentgroups" | "getroamingoperators", 0)
        | ("getcounteragentevents", 1)
        | ("acquirecounteragentresult", 0 | 2)
        | ("getcounteragent" | "getcounteragents" | "getevent", 2 | 3)
        | ("getdocumenttypes", 0 | 2 | 3)
        | ("getworkflowssettings", 2)
        | ("getdocument" | "getdocuments", 3)
        | ("getentitycontent", 4)
        | ("getmessage", 4..=6)
        | ("shelfdownload", 0 | 2)
        | ("getnewevents", 6..=8) => "GET",
        (name, _) if REMOVED.contains(&name) => {
            return Err(Refusal::of(StatusCode::GONE, "Method is removed"));
        }
        _ => {
            let text = format!("Песочница не знает метода {}", call.path);
            return Err(Refusal::not_found(text));
        }
    })
}

/// Methods that the service has switched off, and since when.
const REMOVED: [&str; 6] = [
    "postdraft",
    "sendmessage",
    "recognize",
    "getrecognized",
    "devices",
    "getexternalserviceauthinfo",
];
const REMOVED_ON: &str = "Mon, 07 Apr 2025 00:00:00 GMT";

/// The docflow API, in the structures of its version 4.
fn exchanges(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    match call.name.as_str() {
        "getdocflowevents" => reading::docflow_lists::get_docflow_events(hub, call),
        "searchdocflows" => reading::docflow_lists::search_docflows(hub, call),
        "getdocflowsbypacketid" => reading::docflow_lists::get_docflows_by_packet_id(hub, call),
        _ => reading::docflows::get_docflows(hub, call),
    }
}

fn answer(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    match call.name.as_str() {
        "authenticate" => writing::authenticate(hub, call),
        "authenticateconfirm" => auth::confirm(hub, call),
        "postmessage" => writing::post_message(hub, call),
        "postmessagepatch" => writing::post_message_patch(hub, call),
        "canpostmessage" => ahead::can_post_message(hub, call),
        "senddraft" => drafts::send_draft(hub, call),
        "recycledraft" => drafts::recycle_draft(hub, call),
        "delete" => keeping::delete(hub, call),
        "restore" => keeping::restore(hub, call),
        "movedocuments" => keeping::move_documents(hub, call),
        "admin/getdepartments" => ahead::get_departments(hub, call),
        "getdepartment" => ahead::get_department(hub, call),
        "generatetitlexml" | "generatesendertitlexml" | "generaterecipienttitlexml" => {
            title::generate_title_xml(hub, call)
        }
        "generatereceiptxml" | "generatedocumentreceiptxml" | "generateinvoicedocumentreceiptxml" => {
            generators::generate_receipt_xml(hub, call)
        }
        "generatesignaturerejectionxml" => generators::generate_signature_rejection_xml(hub, call),
        "generateinvoicecorrectionrequestxml" => {
            generators::generate_invoice_correction_request_xml(hub, call)
        }
        "generateuniversalmessage" => generators::universal::generate_universal_message(hub, call),
        "generatettgisfixationcancellationrequest" => {
            generators::universal::generate_fixation_cancellation(hub, call)
        }
        "generaterevocationrequestxml" => generators::generate_revocation_request_xml(hub, call),
        "getdocflows" | "getdocflowevents" | "searchdocflows" | "getdocflowsbypacketid" => {
            reading::former::as_called(call, exchanges(hub, call)?)
        }
        "getmycertificates" => cloud::get_my_certificates(hub, call),
        "dsssign" => cloud::dss_sign(hub, call),
        "dsssignresult" => cloud::dss_sign_result(hub, call),
        "shelfupload" => shelf::upload(hub, call),
        "shelfuploadpartinit" => shelf::upload_first_part(hub, call),
        "shelfuploadpart" => shelf::upload_part(hub, call),
        "shelfdownload" => shelf::download(hub, call),
        "getnewevents" => reading::events::get_new_events(hub, call),
        "getlastevent" => reading::events::get_last_event(hub, call),
        "getevent" => reading::events::get_event(hub, call),
        "getmyorganizations" => reading::organizations::get_my_organizations(hub, call),
        "getorganization" => reading::organizations::get_organization(hub, call),
        "getbox" => reading::organizations::get_box(hub, call),
        "getorganizationfeatures" => reading::organizations::get_organization_features(hub, call),
        "getcounteragentcertificates" => reading::counteragents::get_counteragent_certificates(hub, call),
        "getmyuser" => reading::organizations::get_my_user(hub, call),
        "getcounteragents" => reading::counteragents::get_counteragents(hub, call),
        "getcounteragent" => reading::counteragents::get_counteragent(hub, call),
        "getcounteragentevents" => reading::counteragents::get_counteragent_events(hub, call),
        "getcounteragentgroups" => reading::counteragents::get_counteragent_groups(hub, call),
        "getroamingoperators" => reading::counteragents::get_roaming_operators(hub, call),
        "getorganizationsbyinnkpp" => reading::counteragents::get_organizations_by_inn_kpp(hub, call),
        "getorganizationsbyinnlist" => reading::counteragents::get_organizations_by_inn_list(hub, call),
        "acquirecounteragent" => reading::counteragents::acquire_counteragent(hub, call),
        "acquirecounteragentresult" => reading::counteragents::acquire_counteragent_result(hub, call),
        "breakwithcounteragent" => reading::counteragents::break_with_counteragent(hub, call),
        "getmyemployee" => reading::employees::get_my_employee(hub, call),
        "getemployee" => reading::employees::get_employee(hub, call),
        "getemployees" => reading::employees::get_employees(hub, call),
        "getmypermissions" => reading::employees::get_my_permissions(hub, call),
        "getsignatureinfo" => reading::signatures::get_signature_info(hub, call),
        "getdocumenttypes" => reading::organizations::get_document_types(hub, call),
        "getworkflowssettings" => workflows::get_workflows_settings(hub, call),
        "getmessage" => reading::docflows::get_message(hub, call),
        "getdocuments" => reading::documents::get_documents(hub, call),
        "getdocumentsbymessageid" => reading::documents::get_documents_by_message_id(hub, call),
        "getdocument" => reading::docflows::get_document(hub, call),
        "getdocumentsbycustomid" => reading::docflows::get_documents_by_custom_id(hub, call),
        "getentitycontent" => reading::docflows::get_entity_content(hub, call),
        "generatedocumentprotocol" => copies::generate_document_protocol(hub, call),
        "generatedocumentzip" => copies::generate_document_zip(hub, call),
        _ => copies::generate_print_form(hub, call),
    }
}

fn respond(result: Result<Reply, Refusal>, trace: &str) -> Response {
    let mut response;
    match result {
        Ok(reply) => {
            response = Response::new(Body::from(reply.body));
            put(&mut response, header::CONTENT_TYPE, reply.content_type);
            if let Some(name) = reply.file_name {
                put(
                    &mut response,
                    header::CONTENT_DISPOSITION,
                    &format!("attachment; filename=\"{name}\""),
                );
            }
            if let Some(seconds) = reply.retry_after {
                put(&mut response, header::RETRY_AFTER, &seconds.to_string());
            }
        }
        Err(refusal) => {
            let is_empty = refusal.status == StatusCode::NO_CONTENT;
            response = Response::new(if is_empty {
                Body::empty()
            } else {
                Body::from(refusal.text)
            });
            *response.status_mut() = refusal.status;
            if !is_empty {
                put(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
                put(
                    &mut response,
                    header::HeaderName::from_static("x-diadoc-errorcode"),
                    refusal.code,
                );
            }
            if let Some(seconds) = refusal.retry_after {
                put(&mut response, header::RETRY_AFTER, &seconds.to_string());
            }
        }
    }
    put(
        &mut response,
        header::HeaderName::from_static("x-kontur-trace-id"),
        trace,
    );
    response
}

fn put(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
