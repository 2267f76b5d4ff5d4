use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{Place, must, output, prepare};
use crate::{Outcome, npm};

/// The compiler whose output is committed, as Debian 12 has it: another makes other bytes.
const COMPILER: &str = "/usr/bin/rustc";
const VERSION: &str = "rustc 1.63.0";
const LIBRARY: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
const INSTALL: &str = "apt-get install rustc libstd-rust-dev-wasm32 lld";

const BINARYEN: &str = "binaryen@132.0.0";

/// What is made, and where it is committed.
const MADE: [&str; 2] = ["detect.wasm", "detect.js"];
const COMMITTED: &str = "sdk-js/detect";

/// For both crates alike.
const FLAGS: [&str; 10] = [
    "--edition=2021",
    "--target=wasm32-unknown-unknown",
    "-Copt-level=z",
    "-Cpanic=abort",
    "-Ccodegen-units=1",
    "-Clto=fat",
    "-Cstrip=symbols",
    "-Clinker=wasm-ld",
    "-Clink-arg=-zstack-size=8192",
    "-Dwarnings",
];

/// Hands the exports to whoever put the script on the page, as the recorder does.
const ENTRY: &str = "\
import { input, memory, output, scan } from \"./module.js\";
document.currentScript?.revoir?.({ input, memory, output, scan });
";

/// Builds the detectors for browsers and puts them where they are committed.
pub(crate) fn run(place: &Place) -> Outcome {
    if let Some(reason) = missing() {
        return Err(reason);
    }
    for path in rebuild(place)? {
        println!("changed: {}", path.display());
    }
    Ok(true)
}

/// The committed builds are what the source makes, where the compiler is there to say so.
pub(crate) fn check(place: &Place) -> Result<(), String> {
    if let Some(reason) = missing() {
        println!("the browser's detectors were NOT built again: {reason}");
        return Ok(());
    }
    let changed = rebuild(place)?;
    if changed.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = changed
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Err(format!("out of date, now made again: {}", names.join(" ")))
}

/// Why the builds cannot be made here.
fn missing() -> Option<String> {
    let version = output(Command::new(COMPILER).arg("--version")).unwrap_or_default();
    let known = String::from_utf8_lossy(&version).trim() == VERSION;
    let complete = known && Path::new(LIBRARY).is_dir() && crate::machine::on_path("wasm-ld");
    (!complete).then(|| format!("{VERSION} for wasm32 is needed, on Debian 12: {INSTALL}"))
}

/// Builds both, and gives those that differ from what was committed.
fn rebuild(place: &Place) -> Result<Vec<PathBuf>, String> {
    let work = place.target().join("xtask/wasm");
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    compile(place, &work)?;
    let tools = binaryen(place, &work)?;
    optimise(place, &work, &tools)?;
    script(place, &work, &tools)?;
    let mut changed = Vec::new();
    for name in MADE {
        let to = place.path(COMMITTED).join(name);
        let made = fs::read(work.join(name)).map_err(|error| format!("{name}: {error}"))?;
        if fs::read(&to).ok().as_ref() != Some(&made) {
            let written =
                fs::create_dir_all(place.path(COMMITTED)).and_then(|()| fs::write(&to, made));
            written.map_err(|error| format!("{}: {error}", to.display()))?;
            changed.push(to);
        }
    }
    Ok(changed)
}

/// By the compiler itself: Debian has no cargo of its version in that package, and today's passes it flags that
/// it does not know.
fn compile(place: &Place, work: &Path) -> Result<(), String> {
    let crates = [
        ("revoir_detect", "rlib", "crates/detect/src/lib.rs"),
        ("revoir_detect_wasm", "cdylib", "crates/detect/wasm/lib.rs"),
    ];
    for (name, kind, source) in crates {
        let mut command = place.command(COMPILER, "");
        command.args(["--crate-name", name, "--crate-type", kind, source]);
        // An rlib is not linked, so it has no link-time optimisation of its own.
        command.args(
            FLAGS
                .iter()
                .filter(|flag| kind == "cdylib" || **flag != "-Clto=fat"),
        );
        command.arg(format!("--remap-path-prefix={}=", place.path("").display()));
        command.arg("-L").arg(work).arg("--out-dir").arg(work);
        prepare(&mut command)?;
    }
    Ok(())
}

/// Installs the tools that make WebAssembly small, and plain JavaScript of it. Gives their directory.
fn binaryen(place: &Place, work: &Path) -> Result<PathBuf, String> {
    let home = work.join(BINARYEN);
    let bin = home.join("node_modules/binaryen/bin");
    if !bin.join("wasm-opt").is_file() {
        fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
        let mut command = place.command("npm", "");
        command.args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
        ]);
        prepare(command.arg("--prefix").arg(&home).arg(BINARYEN))?;
    }
    Ok(bin)
}

fn optimise(place: &Place, work: &Path, tools: &Path) -> Result<(), String> {
    let mut command = place.command("node", "");
    command
        .arg(tools.join("wasm-opt"))
        .args(["-Oz", "--converge", "--strip-producers"]);
    command.arg(work.join("revoir_detect_wasm.wasm"));
    must(command.arg("-o").arg(work.join("detect.wasm")))
}

fn script(place: &Place, work: &Path, tools: &Path) -> Result<(), String> {
    let mut command = place.command("node", "");
    command
        .arg(tools.join("wasm2js"))
        .arg("-Oz")
        .arg(work.join("detect.wasm"));
    must(command.arg("-o").arg(work.join("module.js")))?;
    npm::install(place, "sdk-js")?;
    let entry = work.join("entry.js");
    fs::write(&entry, ENTRY).map_err(|error| format!("{}: {error}", entry.display()))?;
    let esbuild = place.path("sdk-js/node_modules/.bin/esbuild");
    let mut command = place.command(esbuild, "");
    command.arg(&entry);
    command.args([
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2020",
        "--log-level=warning",
    ]);
    must(command.arg(format!("--outfile={}", work.join("detect.js").display())))
}
