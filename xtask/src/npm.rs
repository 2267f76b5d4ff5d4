use crate::place::{Place, prepare};
use crate::stamp::Stamp;

/// What the builds of the packages read beside their own files.
const SHARED: [&str; 2] = ["tests/vectors", "config"];

/// Installs the packages of `directory`, unless they are there as its lock file says.
pub(crate) fn install(place: &Place, directory: &str) -> Result<(), String> {
    if !place.path(directory).join("package-lock.json").is_file() {
        return Err(format!("{directory} has no package-lock.json"));
    }
    let inputs = ["package.json", "package-lock.json", ".npmrc"];
    let inputs = inputs.map(|name| format!("{directory}/{name}"));
    let stamp = Stamp::over(place, &format!("{}.install", name(directory)), &inputs)?;
    if stamp.holds() && place.path(directory).join("node_modules").is_dir() {
        return Ok(());
    }
    let mut command = place.command("npm", directory);
    prepare(command.args(["ci", "--no-audit", "--no-fund", "--prefer-offline"]))?;
    stamp.set()
}

/// Builds the package of `directory`, unless its build is there and nothing has changed.
pub(crate) fn build(place: &Place, directory: &str) -> Result<(), String> {
    install(place, directory)?;
    let mut inputs = vec![directory.to_owned()];
    inputs.extend(SHARED.map(str::to_owned));
    let stamp = Stamp::over(place, &format!("{}.build", name(directory)), &inputs)?;
    if stamp.holds() && place.path(directory).join("dist").is_dir() {
        return Ok(());
    }
    run(place, directory, "build")?;
    // The build may write a generated source: what counts is what is there after it.
    Stamp::over(place, &format!("{}.build", name(directory)), &inputs)?.set()
}

/// Runs a script of the package.
pub(crate) fn run(place: &Place, directory: &str, script: &str) -> Result<(), String> {
    prepare(
        place
            .command("npm", directory)
            .args(["run", "--silent", script]),
    )
}

fn name(directory: &str) -> String {
    directory.replace('/', "-")
}
