use crate::audit::{ProofBatch, ProofExport, SigningKey};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use revoir_domain::{
    audit::Digest,
    ids::{OrganisationId, SiteId},
};
use uuid::Uuid;

fn proof(id: u128, hour: Timestamp) -> String {
    let id = Uuid::from_u128(id);
    let texts = Digest::NONE;
    format!(
        r#"{{"id":"{id}","hour":"{hour}","purposes":{{"ux":true}},"text_version":"1","texts":"{texts}","mechanism":"banner","act":"given"}}"#
    )
}

/// Three hours of three proofs each.
fn export() -> ProofExport {
    let dir = tempfile::tempdir().unwrap();
    let key = SigningKey::open(&dir.path().join("keys"), &mut StdRng::seed_from_u64(1)).unwrap();
    let site = SiteId::from_uuid(Uuid::from_u128(7));
    let mut batches: Vec<ProofBatch> = Vec::new();
    for hour in 0..3_u8 {
        let at = Timestamp::from_second(i64::from(hour) * 3_600).unwrap();
        let lines = [1, 2, 3].map(|id| proof(id + 10 * u128::from(hour), at) + "\n");
        let place = batches
            .last()
            .map_or((0, Digest::NONE), |it| (it.number, it.hash));
        batches.push(ProofBatch::sign(&key, site, place, (at, lines.concat())));
    }
    let organisation = OrganisationId::from_uuid(Uuid::from_u128(8));
    let ends = [batches.first(), batches.last()].map(|it| it.map(|it| (it.number, it.hash)));
    let [head, tail] = ProofExport::around(
        &key,
        organisation,
        (site, "shop"),
        (Timestamp::UNIX_EPOCH, ends),
    );
    let batches: Vec<String> = batches
        .iter()
        .map(|batch| serde_json::to_string(batch).unwrap())
        .collect();
    serde_json::from_str(&format!("{head}{}{tail}", batches.join(","))).unwrap()
}

#[test]
fn proofs_as_they_were_written_verify() {
    let export = export();

    assert_eq!(export.verify(None), Ok(9));
    assert_eq!(export.verify(Some(export.public_key)), Ok(9));
    assert!(export.verify(Some(Digest::NONE)).is_err());
}

#[test]
fn what_is_left_after_the_oldest_were_forgotten_is_refused_unless_it_was_signed_so() {
    let mut export = export();
    export.batches.remove(0);

    let said = export.verify(None).unwrap_err();

    assert!(said.starts_with("the first or the last"), "{said}");
}

#[test]
fn a_proof_that_is_changed_removed_added_or_moved_is_found() {
    let sample = export();
    let lines: Vec<&str> = sample.batches[1].document.lines().collect();
    let others = [
        sample.batches[1].document.replace("true", "false"),
        lines[1..].join("\n") + "\n",
        [lines.join("\n"), proof(99, sample.batches[1].hour)].join("\n"),
        [lines[1], lines[0], lines[2], ""].join("\n"),
    ];
    for document in others {
        let mut changed = sample.clone();
        changed.batches[1].document = document;

        let said = changed.verify(None).unwrap_err();

        assert!(
            said.starts_with("batch 2 (1970-01-01T01:00:00Z): is not what"),
            "{said}"
        );
    }
}

#[test]
fn a_batch_that_is_removed_added_or_moved_is_found() {
    let sample = export();
    let with = |change: fn(&mut Vec<ProofBatch>)| {
        let mut changed = sample.clone();
        change(&mut changed.batches);
        changed.verify(None)
    };

    for verdict in [
        with(|it| drop(it.remove(1))),
        with(|it| it.swap(0, 1)),
        with(|it| it.push(it[0].clone())),
        with(|it| drop(it.pop())),
        with(Vec::clear),
    ] {
        assert!(verdict.is_err());
    }
}
