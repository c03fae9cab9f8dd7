"""BitNet forward pass in float64 with a running error bound.

Every quantity is computed in float64 together with a radius: how far a correct
float32 implementation may be from it. The radius follows from the rounding of
each operation (u = 2^-24) and is propagated through the layers. What makes it
small is the int8 quantiser: where a value is farther from a rounding border
than its radius, every correct implementation gets the same integer, and the
error of all that came before is gone but for the common scale of the row. The
derivation is in ../testdata/README.md.

Everything is batched over independent prompts of equal length, one position at
a time, so that thousands of prompts can be searched for certain ones.
"""

import numpy as np

UNIT = 2.0**-24  # unit roundoff of float32
U = UNIT  # what the radii are computed with
SLACK = 1.02  # covers the products of two radii that are left out


# Where worst-case radii are replaced by measured ones: a quantiser's input v is
# off by typical[0] + typical[1]*|v|, an output by typical[1] of its row's peak.
typical = (0.0, 0.0)


def expect_typical_errors():
    """Replaces the worst-case radii, hopeless in deep models with adapters, by
    measured ones; see ../testdata/README.md, "Demo"."""
    global U, typical
    U, typical = 0.0, (1024 * UNIT, 64 * UNIT)


def depth(n):
    """Most roundings of one term in a sum of n terms by at least 16 lanes."""
    return -(-n // 16) + 5


class Linear:
    """A ternary linear: W = codes * scale, with an optional LoRA part."""

    def __init__(self, codes, scale, scale_error):
        self.codes = codes.astype(np.float64)  # [out, in], -1, 0, 1
        self.scale = float(scale)
        self.scale_error = scale_error  # relative, of an implementation's scale
        self.lora = None

    def with_lora(self, a, b, scale):
        linear = Linear(self.codes, self.scale, self.scale_error)
        linear.lora = (a.astype(np.float64), b.astype(np.float64), float(scale))
        return linear


class Rows:
    """Quantised rows: integers, scale and the float input, with radii."""

    def __init__(self, h, radius, common, weight, eps):
        n = h.shape[-1]
        g, g_radius = h * weight, radius * np.abs(weight)
        top = np.abs(g).max(-1, keepdims=True)
        spread = np.maximum((np.abs(g) + g_radius).max(-1, keepdims=True) - top,
                            top - (np.abs(g) - g_radius).max(-1, keepdims=True)) / top
        mean = (h * h).mean(-1, keepdims=True)
        mean_radius = ((2 * np.abs(h) + radius) * radius).mean(-1, keepdims=True) + (depth(n) + 3) * U * mean
        # `common` is a relative error that all elements of h share; the norm
        # takes it out again, all but the part that eps keeps.
        shared = common * eps / (mean + eps)
        r = 1 / np.sqrt(mean + eps)
        r_error = 0.5 * mean_radius / (mean + eps) + 3 * U + shared

        # v = x*s does not depend on r: x and max|x| contain the same r.
        v = 127 * g / top
        v_radius = SLACK * (127 * g_radius / top + np.abs(v) * (spread + 6 * U))
        border = np.abs(v - np.floor(v) - 0.5)
        self.v = v
        self.doubt = border <= v_radius + typical[0] + typical[1] * np.abs(v)
        # The quantiser's floor for max|x|, 1e-5, is not modelled.
        self.certain = ~self.doubt.any(-1) & (r * top > 2e-5)[:, 0]
        self.q = np.rint(v)
        self.s = 127 / (r * top)
        self.top_error = SLACK * (spread + 4 * U)  # of s, apart from r's
        self.r_error = SLACK * r_error
        self.x = g * r
        self.x_own = SLACK * (2 * U * np.abs(self.x) + g_radius * r)  # apart from r's

    def full_radius(self):
        """The radius of x with everything in it."""
        return self.x_own + np.abs(self.x) * self.r_error


def apply(linear, rows):
    """Returns y, its own radius, and the relative error shared by the row.

    y = dot * scale / s and a LoRA part d = B(A x) both are proportional to the
    row's norm factor r, so d shares r's error; it costs only what s has beside.
    """
    factor = linear.scale / rows.s
    y = (rows.q @ linear.codes.T) * factor
    beside = rows.top_error + linear.scale_error + U
    own, shared = U * np.abs(y), rows.r_error + beside
    if linear.lora is None:
        return y, own, shared
    a, b, scale = linear.lora
    z = rows.x @ a.T
    z_own = rows.x_own @ np.abs(a).T + (depth(a.shape[1]) + 1) * U * (np.abs(rows.x) @ np.abs(a).T)
    d = scale * (z @ b.T)
    # B's products are added one after another.
    d_own = abs(scale) * (z_own @ np.abs(b).T + (b.shape[1] + 2) * U * (np.abs(z) @ np.abs(b).T))
    total = y + d
    return total, SLACK * (own + d_own + (beside + 3 * U) * np.abs(d) + U * np.abs(total)), shared


def full(y, own, shared):
    """Folds the shared error into the radius."""
    return y, SLACK * (own + shared * np.abs(y))


class Model:
    """The weights of one case; see make_golden.py for how they come about."""

    def __init__(self, config, embedding, head, final_norm, layers):
        self.c = config
        self.embedding, self.head, self.final_norm = embedding, head, final_norm
        self.layers = layers  # dicts of norms and Linears

    def with_adapter(self, deltas):
        """deltas: (layer, name) -> (A, B, scale)."""
        layers = [dict(layer) for layer in self.layers]
        for (i, name), (a, b, scale) in deltas.items():
            layers[i][name] = layers[i][name].with_lora(a, b, scale)
        return Model(self.c, self.embedding, self.head, self.final_norm, layers)

    def rope(self, positions):
        """Angles in float32, as transformers and we compute them."""
        dim = self.c["head_dim"]
        frequency = (1.0 / (np.float32(self.c["rope_theta"]) ** (np.arange(0, dim, 2, dtype=np.float32) / np.float32(dim)))).astype(np.float32)
        angle = (np.asarray(positions, dtype=np.float32)[:, None] * frequency).astype(np.float64)
        angle = np.concatenate([angle, angle], -1)
        return np.cos(angle), np.sin(angle), U * (1 + 3 * np.abs(angle))


class State:
    """A batch of sequences on the way through the model, with their caches."""

    def __init__(self, model, batch, length):
        c = model.c
        shape = (len(model.layers), batch, length, c["num_key_value_heads"], c["head_dim"])
        self.model, self.position = model, 0
        self.k, self.k_radius = np.zeros(shape), np.zeros(shape)
        self.v, self.v_radius = np.zeros(shape), np.zeros(shape)
        self.k_shared = np.zeros(shape[:3])
        self.table = model.rope(range(length))
        self.certain = np.ones(batch, bool)  # all integers so far
        self.flips = {}  # (name, position) -> (sequence, element): integers to take from the other side
        self.record = {}  # name -> list over positions of (value, radius)
        self.inputs = {}  # name -> list over positions of Rows

    def select(self, mask):
        """Keeps only the sequences of a mask."""
        for name in ("k", "k_radius", "v", "v_radius", "k_shared"):
            setattr(self, name, getattr(self, name)[:, mask])
        self.certain = self.certain[mask]
        self.record, self.inputs = {}, {}

    def copies(self, batch, position):
        """A batch of this one sequence, back at an earlier position."""
        copy = State(self.model, batch, self.k.shape[2])
        for name in ("k", "k_radius", "v", "v_radius", "k_shared"):
            getattr(copy, name)[:, :, :position] = getattr(self, name)[:, :, :position]
        copy.position = position
        return copy

    def keep(self, name, value, radius):
        radius = radius + typical[1] * np.abs(value).max(-1, keepdims=True)
        self.record.setdefault(name, []).append((value, radius))

    def quantise(self, name, h, radius, common, weight):
        rows = Rows(h, radius, common, weight, self.model.c["rms_norm_eps"])
        self.certain &= rows.certain
        for at in self.flips.get((name, self.position), ()):
            rows.q[at] = 2 * np.floor(rows.v[at]) + 1 - rows.q[at]
        self.inputs.setdefault(name, []).append(rows)
        return rows

    def rotate(self, x, radius):
        cos, sin, table_radius = (t[self.position] for t in self.table)
        turned = lambda t, sign: np.concatenate([sign * t[..., t.shape[-1] // 2:], t[..., : t.shape[-1] // 2]], -1)
        other, other_radius = turned(x, -1), turned(radius, 1)
        y = x * cos + other * sin
        y_radius = radius * np.abs(cos) + other_radius * np.abs(sin) + (np.abs(x) + np.abs(other)) * table_radius
        return y, y_radius + 2 * U * (np.abs(x * cos) + np.abs(other * sin))

    def attend(self, i, q, q_radius, q_shared):
        """q is [batch, heads, dim]; returns [batch, heads*dim] and its radius."""
        c, end = self.model.c, self.position + 1
        group = c["num_attention_heads"] // c["num_key_value_heads"]
        cached = lambda t: np.repeat(t[i][:, :end], group, axis=2)  # [batch, ctx, heads, dim]
        k, k_radius, v, v_radius = map(cached, (self.k, self.k_radius, self.v, self.v_radius))
        scale = c["head_dim"] ** -0.5
        dot = lambda a, b: np.einsum("bhd,bthd->bht", a, b)
        score = dot(q, k) * scale
        # What a whole query or key has in common scales its scores.
        score_radius = np.abs(score) * (q_shared[:, :, None] + self.k_shared[i][:, None, :end]) + scale * (
            dot(q_radius, np.abs(k)) + dot(np.abs(q) + q_radius, k_radius)
            + (depth(c["head_dim"]) + 3) * U * dot(np.abs(q), np.abs(k)))
        below = score - score.max(-1, keepdims=True)
        p = np.exp(below)
        p /= p.sum(-1, keepdims=True)
        mix = lambda weights, values: np.einsum("bht,bthd->bhd", weights, values)
        a = mix(p, v)
        # An error e of a score changes the mean by p*e*(v - mean); the maximum
        # that is subtracted is common to all and divides out.
        e = score_radius + U * np.abs(below) + 5 * U
        a_radius = mix(p * e, np.abs(v - a[:, None])) + mix(p, v_radius)
        # Sum of the exponentials, division; values are added token after
        # token, without lanes. A single token has the weight one, exactly.
        rounding = (depth(end) + 2 + end + 1) * U if end > 1 else 0
        a_radius += rounding * mix(p, np.abs(v))
        return a.reshape(len(a), -1), SLACK * a_radius.reshape(len(a), -1)

    def step(self, tokens):
        """Feeds one token a sequence; returns logits and their radius."""
        m, c = self.model, self.model.c
        heads = lambda t, n: t.reshape(len(t), n, c["head_dim"])
        kv = c["num_key_value_heads"]
        h = m.embedding[tokens]
        radius = np.zeros_like(h)
        for i, layer in enumerate(m.layers):
            name = f"layers.{i}."
            rows = self.quantise(name + "attn_in", h, radius, 0.0, layer["input_norm"])
            q, q_radius, q_shared = apply(layer["q_proj"], rows)
            k, k_radius, k_shared = apply(layer["k_proj"], rows)
            v, v_radius = full(*apply(layer["v_proj"], rows))
            at = (i, slice(None), self.position)
            self.k[at], self.k_radius[at] = self.rotate(heads(k, kv), heads(k_radius, kv))
            self.v[at], self.v_radius[at] = heads(v, kv), heads(v_radius, kv)
            self.k_shared[at] = k_shared[:, 0]
            q, q_radius = self.rotate(heads(q, c["num_attention_heads"]), heads(q_radius, c["num_attention_heads"]))
            a, a_radius = self.attend(i, q, q_radius, q_shared)
            rows = self.quantise(name + "o_in", a, a_radius, 0.0, layer["attn_sub_norm"])
            o, o_radius = full(*apply(layer["o_proj"], rows))
            self.keep(name + "o_proj", o, o_radius)
            h = h + o
            radius = radius + o_radius + U * np.abs(h)

            rows = self.quantise(name + "mlp_in", h, radius, 0.0, layer["post_attn_norm"])
            g, g_radius, common = self.gated(layer, rows)
            rows = self.quantise(name + "down_in", g, g_radius, common, layer["ffn_sub_norm"])
            d, d_radius = full(*apply(layer["down_proj"], rows))
            self.keep(name + "down_proj", d, d_radius)
            h = h + d
            radius = radius + d_radius + U * np.abs(h)
        rows = Rows(h, radius, 0.0, m.final_norm, c["rms_norm_eps"])  # for its x: nothing is quantised here
        logits = rows.x @ m.head.T
        logits_radius = rows.full_radius() @ np.abs(m.head).T + (depth(h.shape[-1]) + 1) * U * (np.abs(rows.x) @ np.abs(m.head).T)
        logits_radius *= SLACK
        self.keep("logits", logits, logits_radius)
        self.position += 1
        return self.record["logits"][-1]

    @staticmethod
    def gated(layer, rows):
        """relu(gate)² * up, its own radius and its common relative error."""
        gate, gate_own, gate_shared = apply(layer["gate_proj"], rows)
        up, up_own, up_shared = apply(layer["up_proj"], rows)
        positive = np.maximum(gate, 0)
        g = positive**2 * up
        # A gate that may be either side of zero contributes its radius squared.
        gate_own = np.where(gate > -gate_own, gate_own, 0)
        radius = (2 * positive + gate_own) * gate_own * (np.abs(up) + up_own) + positive**2 * up_own + 2 * U * np.abs(g)
        return g, SLACK * radius, 2 * gate_shared + up_shared


def choose(logits, radius):
    """Greedy tokens, the distance to the runner-up, and by how much rounding
    may change that distance; the distance counts as 0 where another token is
    nearer in terms of its radius than it is far."""
    rows = np.arange(len(logits))
    first = logits.argmax(-1)
    gap = logits[rows, first][:, None] - logits
    bound = radius[rows, first][:, None] + radius
    gap[rows, first] = np.inf
    safe = (gap > bound).all(-1)
    second = gap.argmin(-1)
    return first, np.where(safe, gap[rows, second], 0), bound[rows, second]


def greedy(model, prompts, count, strict=True):
    """Continues prompts [batch, length] by `count` greedy tokens.

    If strict, sequences drop out where an integer of the prompt is in doubt or
    a token is not decided by more than its bound. Returns the prompts that
    stay, their tokens, margins and bounds, and the State, which has a full
    record if nothing dropped out.
    """
    length = prompts.shape[1]
    state = State(model, len(prompts), length + count)
    steps = np.zeros((3, len(prompts), 0))  # tokens, margins, bounds
    for position in range(length + count - 1):
        fed = prompts[:, position] if position < length else steps[0, :, -1].astype(int)
        chosen = choose(*state.step(fed))
        keep = np.ones(len(prompts), bool)
        if strict and position < length:
            keep &= state.certain
        if position >= length - 1:
            steps = np.concatenate([steps, np.array(chosen)[:, :, None]], -1)
            keep &= (chosen[1] > 0) | (not strict)
        if not keep.all():
            state.select(keep)
            prompts, steps = prompts[keep], steps[:, keep]
        if not len(prompts):
            break
    tokens, margins, bounds = steps
    return prompts, tokens.astype(int), margins, bounds, state


def sway(model, ids, state, largest=True):
    """How far outputs move when integers in doubt fall on the other side, each
    tried alone with all that follows from it: name -> [positions, width].

    `state` is that of a run over ids. If largest, the moves are added up, as
    if all integers in doubt fell the wrong way and all their effects agreed;
    else it is three times the root of the sum of squares, for where there are
    hundreds of them.
    """
    doubtful = [(name, position, element) for name, rows in state.inputs.items()
                for position, r in enumerate(rows) for element in np.flatnonzero(r.doubt[0])]
    doubtful.sort(key=lambda d: d[1])
    total = {name: np.zeros((len(ids), pairs[0][0].shape[-1])) for name, pairs in state.record.items()}
    for start in range(0, len(doubtful), 64):
        part = doubtful[start:start + 64]
        trial = state.copies(len(part), part[0][1])
        for sequence, (name, position, element) in enumerate(part):
            trial.flips.setdefault((name, position), []).append((sequence, element))
        for position in range(part[0][1], len(ids)):
            trial.step(np.full(len(part), ids[position]))
            for name, pairs in trial.record.items():
                move = np.abs(pairs.pop()[0] - state.record[name][position][0])
                total[name][position] += (move if largest else move**2).sum(0)
            trial.inputs = {}
    if not largest:
        total = {name: 3 * np.sqrt(t) for name, t in total.items()}
    return total, len(doubtful)
