//! The program, run as a person runs it, and what its output must hold whatever the input.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run gave.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Run with arguments and nothing on standard input.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Run {
    fed(b"", args, &[])
}

/// Run with bytes on standard input and with variables in the environment.
pub fn fed<S: AsRef<std::ffi::OsStr>>(input: &[u8], args: &[S], variables: &[(&str, &str)]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(args)
        .envs(variables.iter().copied())
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The output as one JSON value; the run must have gone well.
    pub fn json(&self) -> Value {
        assert_eq!(self.status, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }

    /// The output as JSON lines.
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }
}

/// The brief of some documents as JSON.
pub fn brief(paths: &[&Path], more: &[&str]) -> Value {
    let mut args: Vec<String> = vec!["brief".into(), "--format".into(), "json".into()];
    args.extend(paths.iter().map(|p| p.display().to_string()));
    args.extend(more.iter().map(|m| (*m).to_string()));
    run(&args).json()
}

/// Code points `start..end` of a text.
pub fn cut(text: &str, start: u64, end: u64) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

/// The text of a plain file as the program counts it: without byte-order mark, header lines and CR.
pub fn body(file: &str) -> String {
    let text = file.replace("\r\n", "\n");
    match text.split_once("\n\n") {
        Some((head, rest)) if head.lines().all(|l| l.split_once(": ").is_some_and(|(k, _)| !k.contains(' '))) => {
            rest.to_string()
        }
        _ => text,
    }
}

/// Texts of the documents of a folder by name.
pub fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().to_string();
        out.insert(name, body(&std::fs::read_to_string(&path).unwrap()));
    }
    out
}

/// Every piece of evidence and every span anywhere in `value` must quote its document exactly; returns how many did.
pub fn quotes_hold(value: &Value, texts: &BTreeMap<String, String>, inside: Option<&str>) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|v| quotes_hold(v, texts, inside)).sum(),
        Value::Object(fields) => {
            let at = |k: &str| fields.get(k).and_then(Value::as_u64);
            let word = |k: &str| fields.get(k).and_then(Value::as_str);
            // the spans of a claim lie in the document of its first piece of evidence
            let doc = word("doc").or_else(|| value.pointer("/evidence/0/doc").and_then(Value::as_str)).or(inside);
            let mut n = 0;
            if let (Some(start), Some(end), Some(quote)) = (at("start"), at("end"), word("quote").or(word("text"))) {
                let text = &texts[doc.unwrap_or_else(|| panic!("a span of no document: {value}"))];
                assert_eq!(cut(text, start, end), quote, "{value}");
                n += 1;
            }
            n + fields.values().map(|v| quotes_hold(v, texts, doc)).sum::<usize>()
        }
        _ => 0,
    }
}
