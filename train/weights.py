"""Writes what was trained in the format that src/classify/learned/model.rs reads."""

import struct

import numpy as np

import hashed

MAGIC = b"TAMIS-MODEL\0"
NODES = 64
# Sums beyond these are as sure as can be.
SUM_FROM, SUM_TO, SUM_STEP = -8.0, 8.0, 0.125


def fnv(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def below(threshold):
    """The largest f32 that is not above: `value <= threshold` then holds for the same f32 values."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))


def tree(root, share):
    """Nodes (threshold, feature, left, right) and the depth; a leaf's children are itself, its value that share."""
    nodes, deepest = [], 0

    def walk(own, depth):
        nonlocal deepest
        deepest = max(deepest, depth)
        at = len(nodes)
        nodes.append(None)
        if "leaf_value" in own:
            nodes[at] = (np.float32(own["leaf_value"] * share), 0, at, at)
        else:
            assert own["decision_type"] == "<=", own["decision_type"]
            left = walk(own["left_child"], depth + 1)
            right = walk(own["right_child"], depth + 1)
            nodes[at] = (below(own["threshold"]), own["split_feature"], left, right)
        return at

    walk(root, 0)
    assert len(nodes) <= NODES
    return nodes + [(np.float32(0), 0, 0, 0)] * (NODES - len(nodes)), deepest


def curve(start, step, values):
    return struct.pack("<Iff", len(values), start, step) + np.asarray(values, "<f4").tobytes()


def write(path, version, names, boosters, tables, confidence):
    """`names` are those of all columns, the hashed ones last; a sum is the mean over the boosters; `confidence` is
    measured F1 at even steps of expected F1."""
    out = [MAGIC, struct.pack("<III", version, len(names), fnv("\n".join(names)))]
    sums = np.arange(SUM_FROM, SUM_TO + SUM_STEP, SUM_STEP)
    out.append(curve(SUM_FROM, SUM_STEP, 1 / (1 + np.exp(-sums))))
    out.append(curve(0.0, 1 / (len(confidence) - 1), confidence))
    trees = [own for booster in boosters for own in booster.dump_model()["tree_info"]]
    out.append(struct.pack("<fI", 0.0, len(trees)))
    for own in trees:
        nodes, depth = tree(own["tree_structure"], 1 / len(boosters))
        out.append(struct.pack("<B", depth))
        out += [struct.pack("<fHBB", *node) for node in nodes]
    out.append(struct.pack("<f", hashed.STEP))
    for name in ("names", "texts", "headings"):
        table = tables.get(name, np.zeros(0, np.int8))
        out.append(struct.pack("<I", len(table)) + table.tobytes())
    path.write_bytes(b"".join(out))


class Reader:
    """The same weights, read back: for the test that training and use agree."""

    def __init__(self, path):
        self.rest = path.read_bytes()
        assert self.take(f"{len(MAGIC)}s") == (MAGIC,)
        self.version, self.features, self.digest = self.take("<III")
        self.chances, self.confidence = self.curve(), self.curve()
        self.start, count = self.take("<fI")
        kind = np.dtype([("threshold", "<f4"), ("feature", "<u2"), ("children", "u1", 2)])
        self.trees = []
        for _ in range(count):
            (depth,) = self.take("<B")
            self.trees.append((depth, np.frombuffer(self.bytes(NODES * kind.itemsize), kind)))
        self.take("<f")
        self.tables = {}
        for name in ("names", "texts", "headings"):
            (places,) = self.take("<I")
            own = np.frombuffer(self.bytes(places), np.int8)
            if places:
                self.tables[name] = own
        assert not self.rest

    def bytes(self, count):
        own, self.rest = self.rest[:count], self.rest[count:]
        return own

    def take(self, form):
        return struct.unpack(form, self.bytes(struct.calcsize(form)))

    def curve(self):
        count, start, step = self.take("<Iff")
        return start + step * np.arange(count), np.frombuffer(self.bytes(4 * count), "<f4")

    def predict(self, values):
        sums = np.full(len(values), self.start)
        rows = np.arange(len(values))
        for depth, nodes in self.trees:
            at = np.zeros(len(values), int)
            for _ in range(depth):
                more = values[rows, nodes["feature"][at]] > nodes["threshold"][at]
                at = nodes["children"][at, more.astype(int)]
            sums += nodes["threshold"][at]
        return np.interp(sums, *self.chances)
