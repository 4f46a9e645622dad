//! Pages with damages: tags deleted, doubled and moved, bytes cut and flipped; the same for the same seed.

/// One tag in so many is damaged.
const TAGS_PER_DAMAGE: u64 = 40;

/// Longest run of bytes that is cut out.
const CUT: u64 = 200;

/// Random numbers (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// A page with 2.5 % of its tags deleted, doubled or moved.
pub fn with_damaged_tags(source: &str, random: &mut Random) -> String {
    let tags = tags(source);
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for (start, end) in &tags {
        if random.below(TAGS_PER_DAMAGE) > 0 {
            continue;
        }
        out.push_str(&source[at..*start]);
        at = *end;
        match random.below(3) {
            0 => {}
            1 => {
                out.push_str(&source[*start..*end]);
                out.push_str(&source[*start..*end]);
            }
            _ => {
                let (from, to) = tags[random.below(tags.len() as u64) as usize];
                out.push_str(&source[from..to]);
            }
        }
    }
    out.push_str(&source[at..]);
    out
}

/// A page with a run of bytes cut out, and some bytes changed.
pub fn with_damaged_bytes(source: &str, random: &mut Random) -> String {
    let mut bytes = source.as_bytes().to_vec();
    let start = random.below(bytes.len() as u64) as usize;
    let end = (start + random.below(CUT) as usize).min(bytes.len());
    bytes.drain(start..end);
    for _ in 0..4 {
        let at = random.below(bytes.len() as u64) as usize;
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << random.below(7);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where what looks like tags begins and ends.
fn tags(source: &str) -> Vec<(usize, usize)> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = source[at..].find('<').map(|more| at + more) {
        let Some(end) = source[start..].find('>').map(|more| start + more + 1) else { break };
        tags.push((start, end));
        at = end;
    }
    tags
}
