//! Elements side by side: siblings of one make, as the entries of a list, the cards of a box, the posts of a thread.

use super::{Page, cards};
use crate::document::NodeId;

/// Calls for every run of siblings of one make that hold blocks, in the order of the page; nothing else stands between them
/// but what holds none, as rules and anchors. Elements with fewer blocks than `least` are passed over with all below.
pub(super) fn each_run(page: &Page, least: usize, mut each: impl FnMut(&[NodeId])) {
    let (document, blocks) = (page.document, page.blocks);
    let mut children: Vec<NodeId> = Vec::new();
    let mut node = 0;
    while node < document.len() {
        let element = document.tag(node).is_some();
        if node != 0 && (!element || blocks.within(document, node).len() < least) {
            node = if element { document.node(node).end } else { node + 1 };
            continue;
        }
        children.clear();
        let holds =
            |child: &NodeId| document.tag(*child).is_some() && !blocks.within(document, *child).is_empty();
        children.extend(document.children(node).filter(holds));
        node += 1;
        children.chunk_by(|one, other| cards::are_alike(document, *one, *other)).for_each(&mut each);
    }
}
