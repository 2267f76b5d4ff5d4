//! The one binary.

fn main() -> std::process::ExitCode {
    revoir_server::run()
}
