use super::*;
use crate::record::Format;
use std::io::Write;
use tempfile::TempDir;

const MAX: u64 = 1 << 20;

fn folder(files: &[&str]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for file in files {
        write(folder.path(), file, format!("<p>{file}</p>").as_bytes());
    }
    folder
}

fn write(folder: &Path, file: &str, bytes: &[u8]) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Ids of what is found: pages as they are, rejects behind a "!".
fn ids(pages: &mut Walk) -> Vec<String> {
    pages.map(|item| item.map_or_else(|reject| format!("!{}", reject.id), |file| file.id)).collect()
}

fn walk_of(folder: &Path) -> Walk {
    walk(vec![Input::Path(folder.to_owned())])
}

fn only_reject(pages: Walk) -> Box<Reject> {
    let mut rejects: Vec<_> = pages.filter_map(Result::err).collect();
    assert_eq!(rejects.len(), 1);
    rejects.remove(0)
}

#[test]
fn a_folder_is_walked_in_byte_order_of_whole_paths() {
    let folder = folder(&["b.html", "a/z.html", "a.txt", "a/b/c.htm", "a-b.html", "B.xhtml", "a/b.html.gz"]);
    let found = ids(&mut walk_of(folder.path()));
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted);
    assert_eq!(found, ["B.xhtml", "a-b.html", "a.txt", "a/b.html.gz", "a/b/c.htm", "a/z.html", "b.html"]);
}

#[test]
fn what_is_no_page_is_counted_by_reason() {
    let folder = folder(&["a.html", "b.css", "c", ".d.html", ".git/e.html", ".git/f.html"]);
    let mut pages = walk_of(folder.path());
    assert_eq!(ids(&mut pages), ["a.html"]);
    let skipped: Vec<_> = pages.skipped().iter().map(|(reason, count)| (*reason, *count)).collect();
    assert_eq!(skipped, [(SkipReason::OtherExtension, 2), (SkipReason::Hidden, 2)]);
}

#[test]
fn a_file_named_explicitly_is_taken_and_its_format_told_by_content() {
    let folder = folder(&["page", ".hidden"]);
    write(folder.path(), "notes", b"Title\n\n1. Rest.");
    for (name, format) in [("page", Format::Html), (".hidden", Format::Html), ("notes", Format::Text)] {
        let path = folder.path().join(name);
        let file = walk_of(&path).next().expect("an item").expect("a file");
        assert_eq!(file.id, id_of(&path));
        assert_eq!(file.read(MAX).expect("a page").format, Some(format), "{name}");
    }
}

#[test]
fn with_several_inputs_ids_are_paths_as_typed_and_come_once() {
    let folder = folder(&["a.html", "b.html"]);
    let file = folder.path().join("b.html");
    let inputs = [&*file, folder.path(), &*file, &*folder.path().join("gone"), &*folder.path().join("gone")];
    let mut pages = walk(inputs.map(|path| Input::Path(path.to_owned())).into());
    let id = |name: &str| id_of(&folder.path().join(name));
    assert_eq!(ids(&mut pages), [id("b.html"), id("a.html"), format!("!{}", id("gone"))]);
    assert_eq!(pages.skipped().get(&SkipReason::DuplicateInput), Some(&3));
}

#[test]
fn a_list_of_paths_gives_files_and_folders() {
    let folder = folder(&["a.html", "c/b.html"]);
    let lines = ["c", "a.html", "gone.html"].map(|name| format!("{}\n", folder.path().join(name).display()));
    let list = Input::Stream(Box::new(io::Cursor::new(lines.concat())), Holds::Shown);
    let id = |name: &str| id_of(&folder.path().join(name));
    assert_eq!(ids(&mut walk(vec![list])), [id("c/b.html"), id("a.html"), format!("!{}", id("gone.html"))]);
}

#[test]
fn a_page_is_unpacked_and_keeps_its_name() {
    let folder = folder(&[]);
    let page = b"<!doctype html><!-- saved from url=(0018)https://a.example/ --><p>words";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(page).expect("memory");
    write(folder.path(), "a b\"\n.html.gz", &gzip.finish().expect("memory"));
    write(folder.path(), "twin/a.html", page);
    write(folder.path(), "twins/a.html", page);
    let read: Vec<_> =
        walk_of(folder.path()).map(|file| file.expect("a file").read(MAX).expect("a page")).collect();
    assert!(read.iter().all(|raw| raw.bytes == page && raw.format == Some(Format::Html)));
    assert!(read.iter().all(|raw| raw.url.as_deref() == Some("https://a.example/")));
    let ids: Vec<_> = read.iter().map(|raw| &*raw.id).collect();
    assert_eq!(ids, ["a b\"\n.html.gz", "twin/a.html", "twins/a.html"]);
}

#[test]
fn a_large_file_is_rejected_by_its_size_unread() {
    let folder = folder(&["large.html"]);
    let file = fs::File::options().write(true).open(folder.path().join("large.html")).expect("a file");
    file.set_len(100 << 20).expect("a sparse file");
    let found = walk_of(folder.path()).next().expect("an item").expect("a file");
    let reject = found.read(MAX).expect_err("a reject");
    assert_eq!((reject.code, reject.source.bytes), (RejectCode::TooLarge, 100 << 20));
}

#[test]
fn a_missing_input_is_a_reject() {
    let reject = only_reject(walk_of(Path::new("no/such/folder")));
    assert_eq!((&*reject.id, reject.code), ("no/such/folder", RejectCode::Unreadable));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    #[test]
    fn names_that_are_not_utf8_have_ids_of_their_own() {
        let folder = folder(&["caf\\xe9.html"]);
        fs::write(folder.path().join(OsStr::from_bytes(b"caf\xe9.html")), "<p>a").expect("a file");
        assert_eq!(ids(&mut walk_of(folder.path())), ["caf\\\\xe9.html", "caf\\xe9.html"]);
    }

    #[test]
    fn links_are_followed_but_not_in_circles() {
        let folder = folder(&["a/page.html", "b/c/other.html"]);
        symlink("..", folder.path().join("a/up")).expect("a link");
        symlink("../a", folder.path().join("b/a")).expect("a link");
        symlink("../a/page.html", folder.path().join("b/page.html")).expect("a link");
        let mut pages = walk_of(folder.path());
        assert_eq!(ids(&mut pages), ["a/page.html", "b/a/page.html", "b/c/other.html", "b/page.html"]);
        assert_eq!(pages.skipped().get(&SkipReason::LinkLoop), Some(&2));
    }

    #[test]
    fn a_dangling_link_is_a_reject() {
        let folder = folder(&["a.html", "c.html"]);
        symlink("nowhere", folder.path().join("b.html")).expect("a link");
        symlink("self.html", folder.path().join("self.html")).expect("a link");
        assert_eq!(ids(&mut walk_of(folder.path())), ["a.html", "!b.html", "c.html", "!self.html"]);
        let reject = walk_of(folder.path()).find_map(Result::err).expect("a reject");
        assert!(reject.message.contains("the link leads to nowhere"), "{}", reject.message);
    }

    #[test]
    fn pipes_and_sockets_are_rejects_and_never_opened() {
        let folder = folder(&["a.html"]);
        let _socket = UnixListener::bind(folder.path().join("b.html")).expect("a socket");
        assert_eq!(ids(&mut walk_of(folder.path())), ["a.html", "!b.html"]);
        let reject = only_reject(walk_of(&folder.path().join("b.html")));
        assert_eq!(reject.code, RejectCode::Unreadable);
        let fifo = folder.path().join("c.html");
        let made =
            std::process::Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success());
        if made {
            assert_eq!(only_reject(walk_of(&fifo)).code, RejectCode::Unreadable);
            let file = PageFile { id: "c".into(), path: fifo };
            assert_eq!(file.read(MAX).expect_err("a reject").code, RejectCode::Unreadable);
        }
    }

    #[test]
    fn what_may_not_be_read_is_a_reject() {
        let folder = folder(&["a.html", "b/c.html"]);
        let forbid = |name: &str, mode| {
            let path = folder.path().join(name);
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
        };
        forbid("a.html", 0);
        forbid("b", 0);
        if fs::File::open(folder.path().join("a.html")).is_err() {
            // The superuser may read everything, so there is nothing to see as root.
            let items: Vec<_> = walk_of(folder.path()).collect();
            let file = items[0].as_ref().expect("a file");
            assert_eq!(file.read(MAX).expect_err("a reject").code, RejectCode::Unreadable);
            assert_eq!(items[1].as_ref().expect_err("a reject").id, "b");
        }
        forbid("b", 0o755);
    }
}

#[test]
fn the_folder_that_is_written_to_is_left_out() {
    let folder = folder(&["a.html", "out/b.html", "out-b/c.html", "d/out/e.html"]);
    let mut pages = walk_of(folder.path()).leaving_out(&folder.path().join("out"));
    assert_eq!(ids(&mut pages), ["a.html", "d/out/e.html", "out-b/c.html"]);
    assert_eq!(pages.skipped().get(&SkipReason::OutputFolder), Some(&1));
    let mut pages = walk_of(folder.path()).leaving_out(&folder.path().join("d/new/deep"));
    fs::create_dir_all(folder.path().join("d/new/deep")).expect("a folder");
    write(folder.path(), "d/new/deep/f.html", b"<p>words</p>");
    assert!(ids(&mut pages).iter().all(|id| !id.contains("deep")), "made after the walk was prepared");
}
