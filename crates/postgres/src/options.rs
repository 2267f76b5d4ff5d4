/// How the private Postgres is to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(crate) fast_and_loose: bool,
    pub(crate) settings: Vec<String>,
}

impl Options {
    /// For tests: what was written need not outlive a crash, so nothing is synced to the disk.
    #[must_use]
    pub fn for_tests() -> Self {
        let options = Self {
            fast_and_loose: true,
            ..Self::default()
        };
        options
            .set("fsync", "off")
            .set("synchronous_commit", "off")
            .set("full_page_writes", "off")
    }

    /// Adds one setting of Postgres (`-c name=value`).
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push(format!("{name}={value}"));
        self
    }
}
