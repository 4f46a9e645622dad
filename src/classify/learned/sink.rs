//! Where features are written: the same calls name a value and give it, so that the list of names
//! and the values can never disagree.

/// Takes the features of a block, one after the other.
pub(super) trait Sink {
    /// Begins a group: features that belong together.
    fn group(&mut self, name: &'static str);

    /// A feature of this name, within a family of alike ones.
    fn put_in(&mut self, family: &str, name: &str, value: f32);

    /// A feature of this name.
    fn put(&mut self, name: &str, value: f32) {
        self.put_in("", name, value);
    }

    /// A yes or no.
    fn flag(&mut self, name: &str, value: bool) {
        self.put(name, f32::from(u8::from(value)));
    }
}

/// Keeps the values.
impl Sink for Vec<f32> {
    fn group(&mut self, _: &'static str) {}

    #[inline]
    fn put_in(&mut self, _: &str, _: &str, value: f32) {
        self.push(value);
    }
}

/// Keeps the names, each with its group before it: `block.words`.
#[derive(Default)]
pub(super) struct Names {
    group: &'static str,
    pub names: Vec<String>,
}

impl Sink for Names {
    fn group(&mut self, name: &'static str) {
        self.group = name;
    }

    fn put_in(&mut self, family: &str, name: &str, _: f32) {
        self.names.push(format!("{}.{family}{name}", self.group));
    }
}
