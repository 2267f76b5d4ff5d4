//! Embeds what the front ends were built to: a new file there is a reason to build again.

fn main() {
    for folder in [
        "../../web-player/dist",
        "../../sdk-js/dist",
        "../../demo/shop",
        "../../demo/recordings",
    ] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
