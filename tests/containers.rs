//! Bundles and standard input, and what holds for containers of every kind: a run goes on from any place in them,
//! and no bytes make them fail otherwise than by rejects.

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use support::archive::{member, record, response, stored, with_length};
use support::extracted::{extract, extract_with, ids, members, noise, responses};
use support::{listed, page, project, read_all, tamis};
use tamis::input::{Changed, Found, Place};
use tempfile::{TempDir, tempdir};

/// Builds a zip and a tar of the same entries.
fn bundles(entries: &[(&str, Vec<u8>)]) -> (Vec<u8>, Vec<u8>) {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    (zip.finish().unwrap().into_inner(), tar.into_inner().unwrap())
}

#[test]
fn entries_of_tar_and_zip_are_pages() {
    let long = format!("{}/page.html", "folder/".repeat(30));
    let entries = [
        ("a/one.html", page(1).into_bytes()),
        ("a/two.html.gz", member(page(2).as_bytes())),
        ("style.css", b"p {}".to_vec()),
        (long.as_str(), page(3).into_bytes()),
        ("huge.html", vec![b' '; 3 << 20]),
        ("last.txt", b"Title\n\nWords and words.".to_vec()),
    ];
    let (zip, tar) = bundles(&entries);
    for (name, bytes) in [("a.zip", zip), ("a.tgz", member(&tar)), ("a.tar", tar)] {
        let found = extract_with(name, &bytes, &["--max-page-bytes", "2MiB"]);
        let id = |entry: &str| format!("{name}:{entry}");
        assert_eq!(ids(&found.records), ["a/one.html", "a/two.html.gz", &long, "last.txt"].map(id), "{name}");
        assert_eq!(
            (ids(&found.rejects), found.skipped),
            (vec![&*id("huge.html")], json!({"other_extension": 1}))
        );
    }
}

#[test]
fn links_in_tar_are_counted_and_names_in_any_bytes_are_names_of_their_own() {
    let mut tar = tar::Builder::new(Vec::new());
    let mut append = |kind: tar::EntryType, name: &[u8], bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    };
    append(tar::EntryType::Regular, b"caf\xe8.html", page(1).as_bytes());
    append(tar::EntryType::Regular, b"caf\xe9.html", page(2).as_bytes());
    append(tar::EntryType::Directory, b"folder/", b"");
    append(tar::EntryType::Link, b"hard.html", b"");
    append(tar::EntryType::Symlink, b"soft.html", b"");
    append(tar::EntryType::GNUSparse, b"holes.html", b"");
    let found = extract("a.tar", &tar.into_inner().unwrap());
    assert_eq!(ids(&found.records), ["a.tar:caf\\xe8.html", "a.tar:caf\\xe9.html"]);
    assert_eq!(found.skipped, json!({"link": 2}));
    assert_eq!((found.rejects.len(), &found.rejects[0]["code"]), (1, &json!("unreadable")));
}

#[test]
fn a_damaged_tar_loses_what_was_hit_and_says_so() {
    let pages: Vec<(String, Vec<u8>)> =
        (0..6).map(|number| (format!("{number}.html"), page(number).into_bytes())).collect();
    let entries: Vec<(&str, Vec<u8>)> = pages.iter().map(|(name, page)| (&**name, page.clone())).collect();
    let whole = bundles(&entries).1;
    let size = (whole.len() - 1024) / 6;
    let read = |tar: &[u8]| {
        let found = extract("a.tar", tar);
        (found.records.len(), ids(&found.rejects).iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let broken = |number: usize| {
        let mut tar = whole.clone();
        tar[number * size + 3] ^= 1;
        tar
    };
    assert_eq!(read(&whole), (6, vec![]));
    assert_eq!(read(&broken(2)), (5, vec![format!("a.tar:{}", 2 * size)]), "the one behind it is read");
    assert_eq!(read(&broken(5)), (5, vec![format!("a.tar:{}", 5 * size)]), "the last one");
    assert_eq!(read(&whole[..5 * size + 100]), (5, vec![format!("a.tar:{}", 5 * size)]), "cut in a header");
    assert_eq!(read(&whole[..5 * size]), (5, vec![format!("a.tar:{}", 5 * size)]), "cut between entries");
    assert_eq!(read(&whole[..5 * size + 900]), (5, vec!["a.tar:5.html".to_owned()]), "cut in an entry");
    assert_eq!(read(&[whole.clone(), whole.clone()].concat()).0, 12, "one behind the other");
    let mut huge = tar::Header::new_gnu();
    huge.set_path("huge.html").unwrap();
    huge.as_mut_bytes()[124..136].copy_from_slice(&[0x80, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
    huge.set_cksum();
    assert_eq!(read(&[&huge.as_bytes()[..], &whole].concat()).0, 0, "no length is too absurd");
}

#[test]
fn pages_come_from_standard_input() {
    let run = |bytes: Vec<u8>| {
        let output = tamis().args(["extract", "-", "--out", "-"]).write_stdin(bytes).output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let ids: Vec<String> = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
            .collect();
        (output.status.code(), ids)
    };
    let plain: Vec<u8> = (0..3).flat_map(|number| response(number, page(number).as_bytes())).collect();
    assert_eq!(run(plain), (Some(0), responses(0..3)));
    assert_eq!(run(members(30).concat()), (Some(0), responses(0..30)));
    let mut damaged = members(3);
    damaged[1][200] ^= 0xff;
    assert_eq!(run(damaged.concat()), (Some(2), responses([0, 2].into_iter())));
    let lines = format!("{}\n{}\n", json!({"id": "x", "html": page(1)}), json!({"html": page(2)}));
    assert_eq!(run(lines.clone().into_bytes()), (Some(0), vec!["x".into(), "-:2".into()]));
    assert_eq!(run(member(lines.as_bytes())), (Some(0), vec!["x".into(), "-:2".into()]));
    assert_eq!(
        run([b"\xef\xbb\xbf\n", lines.as_bytes()].concat()).0,
        Some(0),
        "behind a mark and an empty line"
    );
    assert_eq!(run(page(1).into_bytes()), (Some(0), vec!["-".into()]));
    assert_eq!(
        run(bundles(&[("a.html", page(1).into_bytes())]).0),
        (Some(2), vec![]),
        "a zip has its directory at its end"
    );
}

/// Archives of every kind in one folder.
fn folder_of_all() -> TempDir {
    let place = tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(place.path().join(name), bytes).unwrap();
    let mut damaged = members(40);
    damaged[5][100] ^= 0xff;
    write("a.warc.gz", &damaged.concat());
    let plain: Vec<u8> = (100..105).flat_map(|number| response(number, page(number).as_bytes())).collect();
    write("b.warc", &plain);
    let noise = noise(2_000_000);
    // A length that ends in padding within the next record: what was looked at there has to be given back.
    let [lying, padded] = [200, 201].map(|number| response(number, page(number).as_bytes()));
    let block = lying.len() - lying.windows(4).position(|at| at == b"\r\n\r\n").unwrap() - 8;
    let lying = with_length(&lying, block as u64 + 4 + 12);
    write("b2.warc", &[&lying, &padded[..12], &[0; 100], &padded[12..], &plain].concat());
    write("c.warc.gz", &member(&[record("resource", 1, "image/png", &noise), plain.clone()].concat()));
    write("d.warc.zst", &zstd::encode_all(plain.as_slice(), 1).unwrap());
    write("e.html", page(1).as_bytes());
    let lines: String = (0..300).map(|number| format!("{}\n", json!({"html": page(number)}))).collect();
    write("f.jsonl", lines.as_bytes());
    write("g.jsonl.gz", &member(lines.as_bytes()));
    for name in ["pages.csv", "pages.parquet", "crawl.warc.gz"] {
        fs::copy(project().join("raw/archives").join(name), place.path().join(name)).unwrap();
    }
    let entries =
        [("a/one.html", page(1).into_bytes()), ("two.txt", b"words".to_vec()), ("x.css", Vec::new())];
    let (zip, tar) = bundles(&entries);
    write("y.tar", &tar);
    write("z.zip", &zip);
    // Cut in an entry that is passed over.
    let cut = bundles(&[("one.html", page(1).into_bytes()), ("x.css", vec![b' '; 5000])]).1;
    write("cut.tar", &cut[..cut.len() - 4000]);
    place
}

#[test]
fn a_run_can_go_on_from_behind_any_job() {
    let folder = folder_of_all();
    let whole = read_all(listed(folder.path()));
    assert!(whole.len() > 40, "{}", whole.len());
    for (at, (_, place)) in whole.iter().enumerate() {
        let place: Place = serde_json::from_str(&serde_json::to_string(place).unwrap()).unwrap();
        let rest = read_all(listed(folder.path()).starting_at(&place).unwrap());
        let expected = whole[at + 1..].iter().flat_map(|(found, _)| found);
        let rest: Vec<&Found> = rest.iter().flat_map(|(found, _)| found).collect();
        assert!(expected.eq(rest.iter().copied()), "behind {place:?}");
    }
}

#[test]
fn a_listing_that_changed_is_not_gone_on_with() {
    let folder = folder_of_all();
    let places: Vec<Place> = read_all(listed(folder.path())).into_iter().map(|(_, place)| place).collect();
    let within = places.iter().find(|place| place.offset > 0).unwrap();
    let path = folder.path().join("a.warc.gz");
    assert!(listed(folder.path()).starting_at(within).is_ok());
    let later = fs::metadata(&path).unwrap().modified().unwrap() + std::time::Duration::from_secs(1);
    fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    assert!(matches!(listed(folder.path()).starting_at(within), Err(Changed::Time { .. })));
    fs::write(&path, b"shorter").unwrap();
    assert!(matches!(listed(folder.path()).starting_at(within), Err(Changed::Size { .. })));
    fs::remove_file(&path).unwrap();
    assert!(matches!(listed(folder.path()).starting_at(within), Err(Changed::Entry { .. })));
    let last = places.last().unwrap();
    assert!(matches!(
        listed(folder.path()).starting_at(last),
        Err(Changed::Fewer { .. } | Changed::Entry { .. })
    ));
}

#[test]
fn what_becomes_of_a_file_that_was_read_to_its_end_does_not_matter() {
    let folder = folder_of_all();
    let whole = read_all(listed(folder.path()));
    let behind = |(_, place): &&(_, Place)| place.name == "a.warc.gz" && place.offset == 0;
    let (_, place) = whole.iter().find(behind).expect("the end is a place");
    fs::write(folder.path().join("a.warc.gz"), b"replaced").unwrap();
    assert!(listed(folder.path()).starting_at(place).is_ok());
}

#[test]
fn a_file_that_goes_away_before_it_is_opened_is_unreadable_and_not_empty() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("a.html"), page(1)).unwrap();
    fs::write(folder.path().join("b.warc"), response(1, page(1).as_bytes())).unwrap();
    let mut jobs = listed(folder.path());
    assert!(jobs.next().is_some());
    fs::remove_file(folder.path().join("b.warc")).unwrap();
    let mut told = Vec::new();
    jobs.next().unwrap().read(1 << 20, &mut |found| told.push(format!("{found:?}")));
    assert!(told.len() == 1 && told[0].contains("no such file or folder"), "{told:?}");
}

#[test]
fn entries_of_a_zip_with_one_name_are_all_pages() {
    let mut all = bundles(&[("a.html", page(1).into_bytes()), ("b.html", page(2).into_bytes())]).0;
    // The writer refuses a name that was there.
    while let Some(at) = all.windows(6).position(|name| name == b"b.html") {
        all[at] = b'a';
    }
    let found = extract("a.zip", &all);
    assert_eq!((ids(&found.records), found.rejects.len()), (vec!["a.zip:a.html"; 2], 0));
    assert_ne!(found.records[0]["source"]["sha256"], found.records[1]["source"]["sha256"]);
}

#[test]
fn a_directory_of_a_zip_that_breaks_off_costs_what_is_behind() {
    let entries: Vec<(String, Vec<u8>)> =
        (0..6).map(|number| (format!("{number}.html"), page(number).into_bytes())).collect();
    let entries: Vec<(&str, Vec<u8>)> = entries.iter().map(|(name, page)| (&**name, page.clone())).collect();
    let mut zip = bundles(&entries).0;
    let heads: Vec<usize> = (0..zip.len() - 4).filter(|at| zip[*at..].starts_with(b"PK\x01\x02")).collect();
    zip[heads[4]] = b'x';
    let found = extract("a.zip", &zip);
    assert_eq!((found.records.len(), found.rejects.len()), (4, 1));
    let told = found.rejects[0]["message"].as_str().unwrap();
    assert!(told.contains("behind 4 entries, and 2 behind them are lost"), "{told}");
}

#[test]
fn a_directory_of_a_zip_that_tells_of_too_few_entries_is_told() {
    let entries: Vec<(String, Vec<u8>)> =
        (0..6).map(|number| (format!("{number}.html"), page(number).into_bytes())).collect();
    let entries: Vec<(&str, Vec<u8>)> = entries.iter().map(|(name, page)| (&**name, page.clone())).collect();
    let mut zip = bundles(&entries).0;
    // As programs write it that count in 16 bits.
    let end = zip.len() - 22;
    (zip[end + 8], zip[end + 10]) = (4, 4);
    let found = extract("a.zip", &zip);
    assert_eq!((found.records.len(), found.rejects.len()), (4, 1));
    let told = found.rejects[0]["message"].as_str().unwrap();
    assert!(told.contains("behind 4 entries, and those behind them are lost"), "{told}");
}

#[test]
fn files_with_holes_in_a_tar_are_told_by_their_names() {
    let mut tar = tar::Builder::new(Vec::new());
    let mut append = |name: &str, sparse: &str, bytes: &[u8]| {
        let told = [
            ("GNU.sparse.major", &b"1"[..]),
            ("GNU.sparse.name", sparse.as_bytes()),
            ("path", name.as_bytes()),
        ];
        tar.append_pax_extensions(told.into_iter().skip(if sparse.is_empty() { 2 } else { 0 })).unwrap();
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, "short", bytes).unwrap();
    };
    append("one\nline.html", "", page(1).as_bytes());
    append("GNUSparseFile.1/holes.html", "holes.html", page(2).as_bytes());
    append("GNUSparseFile.1/image.bin", "image.bin", b"bytes");
    append("last.html", "", page(3).as_bytes());
    let found = extract("a.tar", &tar.into_inner().unwrap());
    assert_eq!(ids(&found.records), ["a.tar:one\nline.html", "a.tar:last.html"]);
    assert_eq!(
        (ids(&found.rejects), found.skipped),
        (vec!["a.tar:holes.html"], json!({"other_extension": 1}))
    );
    assert!(found.rejects[0]["message"].as_str().unwrap().contains("a file with holes"));
}

#[test]
fn what_is_told_of_a_folder_in_a_tar_counts_for_the_folder_alone() {
    let mut tar = tar::Builder::new(Vec::new());
    let holes = [("size", &b"0"[..]), ("GNU.sparse.major", b"1")];
    for (kind, told) in [(tar::EntryType::Directory, &holes[..1]), (tar::EntryType::Char, &holes[..])] {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(0);
        tar.append_pax_extensions(told.iter().copied()).unwrap();
        tar.append_data(&mut header, "other", &b""[..]).unwrap();
    }
    // A name of a link in front of an entry has its own size.
    let mut link = tar::Header::new_gnu();
    link.set_entry_type(tar::EntryType::GNULongLink);
    link.set_size(5);
    tar.append_pax_extensions([("size", page(1).len().to_string().as_bytes())]).unwrap();
    tar.append_data(&mut link, "long", &b"where"[..]).unwrap();
    for number in [1, 2] {
        let mut header = tar::Header::new_ustar();
        header.set_size(page(number).len() as u64);
        tar.append_data(&mut header, format!("{number}.html"), page(number).as_bytes()).unwrap();
    }
    let found = extract("a.tar", &tar.into_inner().unwrap());
    assert_eq!((ids(&found.records), ids(&found.rejects)), (vec!["a.tar:1.html", "a.tar:2.html"], vec![]));
}

#[test]
fn bundles_of_folders_alone_hold_something() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.add_directory("empty", zip::write::SimpleFileOptions::default()).unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::Directory);
    header.set_size(0);
    tar.append_data(&mut header, "empty/", &b""[..]).unwrap();
    for (name, bytes) in [("a.zip", zip.finish().unwrap().into_inner()), ("a.tar", tar.into_inner().unwrap())]
    {
        let found = extract(name, &bytes);
        assert_eq!((ids(&found.records), ids(&found.rejects)), (vec![], vec![]), "{:?}", found.rejects);
    }
}

#[test]
fn of_locked_entries_each_is_a_reject_with_its_remedy() {
    let mut zip = bundles(&[("a.html", page(1).into_bytes()), ("b.html", page(2).into_bytes())]).0;
    let directory = zip.windows(4).position(|head| head == b"PK\x01\x02").unwrap();
    // The flag that says so, in both heads of the first entry.
    zip[6] |= 1;
    zip[directory + 8] |= 1;
    let found = extract("a.zip", &zip);
    assert_eq!((ids(&found.records), ids(&found.rejects)), (vec!["a.zip:b.html"], vec!["a.zip:a.html"]));
    assert!(found.rejects[0]["message"].as_str().unwrap().contains("unpack the file and give the folder"));
}

/// Bytes that look like an archive here and there.
fn archive_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..60),
        (0..5_usize).prop_map(|number| response(number, page(number).as_bytes())),
        (0..5_usize).prop_map(|number| member(&response(number, b"<p>words</p>"))),
        (0..5_usize, any::<proptest::sample::Index>(), any::<u8>()).prop_map(|(number, at, byte)| {
            let mut packed = stored(&response(number, b"<p>words</p>"));
            let at = at.index(packed.len());
            packed[at] = byte;
            packed
        }),
        (0..5_usize, any::<proptest::sample::Index>()).prop_map(|(number, at)| {
            let mut packed = member(&response(number, b"<p>words</p>"));
            packed.truncate(at.index(packed.len()));
            packed
        }),
        Just(b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\n".to_vec()),
        Just(b"{\"html\": \"<p>words\"}\n".to_vec()),
        Just(vec![0; 600]),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_bytes_under_any_name_end_and_never_panic(bytes in archive_like()) {
        let place = tempdir().unwrap();
        for name in ["a.warc", "a.warc.gz", "a.warc.zst", "a.jsonl", "a.csv", "a.parquet", "a.tar", "a.zip", "a"] {
            fs::write(place.path().join(name), &bytes).unwrap();
        }
        prop_assert!(!read_all(listed(place.path())).is_empty(), "the file without an ending is a page");
    }
}
