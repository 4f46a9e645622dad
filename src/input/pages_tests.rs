//! What a listing does that fails in the midst of a file.

use super::*;
use crate::input::Position;

/// A row in the midst of a file.
struct Row(Arc<ContainerFile>, u64);

impl Job for Row {
    fn read(&mut self, _: u64, _: &mut dyn FnMut(Found)) {}

    fn reject(&self, failure: Failure) -> Box<crate::rejects::Reject> {
        self.0.reject(None, None, self.1, 0, failure)
    }

    fn begin(&self) -> Position {
        self.0.position(self.1, 0)
    }

    fn place(&self) -> Place {
        self.0.place(self.1 + 1, 0)
    }
}

#[test]
fn a_listing_that_panics_in_the_midst_of_a_file_is_told_behind_what_it_found() {
    let file = Arc::new(ContainerFile {
        number: 0,
        id: "a.jsonl".to_owned(),
        path: PathBuf::from("a.jsonl"),
        size: 9,
        modified: 0,
        container: Container::Jsonl,
        in_folder: false,
    });
    let rows = (0..4).map({
        let file = file.clone();
        move |number| -> Box<dyn Job> {
            assert!(number < 3, "three cannot be listed");
            Box::new(Row(file.clone(), number))
        }
    });
    let mut listed = pages(Vec::new());
    listed.open = Some(Open { file, jobs: Box::new(rows), holds_something: false });
    let (mut reached, mut told) = (Position::default(), Vec::new());
    for mut job in listed {
        // The run leaves out what begins before that.
        assert!(job.begin() >= reached, "{:?}", job.begin());
        reached = job.place().position();
        job.read(1, &mut |found| told.push(found));
    }
    assert!(matches!(&told[..], [Found::Reject(reject)] if reject.code == RejectCode::Panic), "{told:?}");
    assert_eq!(reached, Position { entry: 1, ..Position::default() }, "the file is done");
}
