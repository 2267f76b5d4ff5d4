//! The compose file.

use crate::{Faults, holds_secret, is_held, is_nobody_special, is_pinned, read};
use serde_json::Value;
use std::collections::BTreeMap;

const COMPOSE: &str = "docker-compose.yml";

fn list(value: &Value) -> Vec<&str> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).collect()
}

fn compose_faults(text: &str) -> Vec<String> {
    let file: Value = yaml_serde::from_str(text).unwrap();
    let mut faults = Faults::default();
    for (name, service) in file["services"].as_object().unwrap() {
        hardened(name, service, &mut faults);
        supervised(name, service, &mut faults);
        without_secrets(name, service, &mut faults);
    }
    let (server, db) = (&file["services"]["server"], &file["services"]["db"]);
    faults.unless(db.get("ports").is_none(), "db is published");
    faults.unless(
        list(&db["networks"]) == ["database"] && file["networks"]["database"]["internal"] == true,
        "db is on another network than the internal one",
    );
    for port in list(&server["ports"]) {
        faults.unless(
            port.starts_with("127.0.0.1:"),
            format!("{port} is published to everyone"),
        );
    }
    faults.unless(
        server["depends_on"]["db"]["condition"] == "service_healthy",
        "server does not wait for db",
    );
    let version = format!("revoir:{}", env!("CARGO_PKG_VERSION"));
    faults.unless(server["image"] == version, "server is another version");
    volumes(&file, &mut faults);
    for (name, secret) in file["secrets"].as_object().unwrap() {
        let path = secret["file"].as_str().unwrap_or_default();
        faults.unless(
            path == format!("./secrets/{name}"),
            format!("{name} is no file"),
        );
    }
    faults.0
}

fn hardened(name: &str, service: &Value, faults: &mut Faults) {
    let user = service["user"].as_str().unwrap_or("0");
    faults.unless(is_nobody_special(user), format!("{name} runs as root"));
    faults.unless(
        service["read_only"] == true,
        format!("{name} can write its root"),
    );
    faults.unless(
        list(&service["cap_drop"]) == ["ALL"] && service.get("cap_add").is_none(),
        format!("{name} keeps capabilities"),
    );
    faults.unless(
        list(&service["security_opt"]).contains(&"no-new-privileges:true"),
        format!("{name} can gain privileges"),
    );
    for loose in ["privileged", "pid", "ipc", "network_mode", "devices"] {
        faults.unless(service.get(loose).is_none(), format!("{name} has {loose}"));
    }
    for mount in list(&service["tmpfs"]) {
        faults.unless(
            mount.contains("noexec"),
            format!("{name} can run what it writes"),
        );
    }
}

fn supervised(name: &str, service: &Value, faults: &mut Faults) {
    let image = service["image"].as_str().unwrap_or_default();
    faults.unless(is_pinned(image), format!("{name} is not pinned: {image}"));
    faults.unless(service["init"] == true, format!("{name} has no init"));
    faults.unless(
        list(&service["healthcheck"]["test"]).first() == Some(&"CMD"),
        format!("{name} has no health check"),
    );
    for limit in [
        "mem_limit",
        "cpus",
        "pids_limit",
        "restart",
        "stop_grace_period",
    ] {
        faults.unless(!service[limit].is_null(), format!("{name} has no {limit}"));
    }
    faults.unless(
        !service["logging"]["options"]["max-size"].is_null(),
        format!("{name} logs without end"),
    );
}

fn without_secrets(name: &str, service: &Value, faults: &mut Faults) {
    faults.unless(
        service.get("env_file").is_none(),
        format!("{name} has an env_file"),
    );
    for (variable, value) in service["environment"].as_object().unwrap() {
        let value = value.as_str().unwrap_or_default();
        let named = !variable.ends_with("_FILE") || value.starts_with("/run/secrets/");
        faults.unless(
            named && !holds_secret(variable, value),
            format!("{name} has a secret in {variable}"),
        );
    }
    faults.unless(
        !list(&service["secrets"]).is_empty(),
        format!("{name} has no secret"),
    );
}

/// Where the server's image keeps its data and its keys, and on which volumes they lie.
fn volumes(file: &Value, faults: &mut Faults) {
    let mounts = |service: &str| -> BTreeMap<String, String> {
        let mounts = list(&file["services"][service]["volumes"]);
        let pairs = mounts.iter().map(|mount| mount.split_once(':').unwrap());
        pairs
            .map(|(from, to)| (to.to_owned(), from.to_owned()))
            .collect()
    };
    let (server, db) = (mounts("server"), mounts("db"));
    let at = |place: &str| server.get(place).filter(|from| !from.starts_with('.'));
    let (data, keys) = (at("/var/lib/revoir"), at("/var/lib/revoir-keys"));
    faults.unless(data.is_some(), "the data has no volume");
    faults.unless(
        keys.is_some_and(|keys| Some(keys) != data && !db.values().any(|from| from == keys)),
        "the key ring has no volume of its own",
    );
}

#[test]
fn the_compose_file_gives_each_container_the_least() {
    assert_eq!(compose_faults(&read(COMPOSE)), Vec::<String>::new());
    is_held(
        COMPOSE,
        compose_faults,
        &[
            ("\"999:999\"", "postgres", "db runs as root"),
            ("\"10001:10001\"", "\"0:0\"", "server runs as root"),
            ("read_only: true", "read_only: false", "can write its root"),
            ("- ALL", "- CHOWN", "keeps capabilities"),
            ("    init: true\n", "", "has no init"),
            ("no-new-privileges:true", "label:disable", "gain privileges"),
            ("noexec", "exec", "can run what it writes"),
            ("pids_limit: 256", "privileged: true", "has privileged"),
            ("[\"CMD\", ", "[\"NONE\", ", "has no health check"),
            ("mem_limit: 1g", "mem_reservation: 1g", "has no mem_limit"),
            ("max-size: 10m", "tag: revoir", "logs without end"),
            ("17.10-bookworm", "17-bookworm", "db is not pinned"),
            (
                "postgres:17.10-bookworm",
                "postgres:latest",
                "db is not pinned",
            ),
            ("revoir:0.1.0", "revoir:0.1.9", "another version"),
            ("service_healthy", "service_started", "does not wait"),
        ],
    );
}

#[test]
fn the_compose_file_shows_nobody_the_database_a_secret_or_the_keys() {
    is_held(
        COMPOSE,
        compose_faults,
        &[
            ("'127.0.0.1:", "'0.0.0.0:", "is published to everyone"),
            ("internal: true", "internal: false", "another network"),
            (
                "    image: postgres",
                "    ports: ['127.0.0.1:5432:5432']\n    image: postgres",
                "db is published",
            ),
            (
                "POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password",
                "POSTGRES_PASSWORD: x",
                "secret in POSTGRES_PASSWORD",
            ),
            (
                "DATABASE_URL_FILE: /run/secrets/database_url",
                "DATABASE_URL: postgres://revoir:x@db/revoir",
                "secret in DATABASE_URL",
            ),
            (
                "file: ./secrets/database_url",
                "environment: DATABASE_URL",
                "database_url is no file",
            ),
            ("keys:/var/lib", "data:/var/lib", "no volume of its own"),
            ("keys:/var/lib", "database:/var/lib", "no volume of its own"),
            (
                "data:/var/lib/revoir\n",
                "./x:/var/lib/revoir\n",
                "no volume",
            ),
        ],
    );
}
