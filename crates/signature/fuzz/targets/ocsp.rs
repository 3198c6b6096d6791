#![no_main]

#[allow(dead_code, reason = "each target asks one of the probes")]
#[path = "../../tests/hostile/probes.rs"]
mod probes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| probes::revocation_answer(bytes));
