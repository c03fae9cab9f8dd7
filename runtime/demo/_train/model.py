"""BitNetForCausalLM as a plain PyTorch module that trains ternary from the first step.

The forward pass is that of transformers' BitNetForCausalLM: weights rounded by
absmean per tensor, activations by absmax per token to int8 (BitNet b1.58,
arXiv 2402.17764), each with a straight-through gradient. Matrix products run in
bfloat16, where small integers are exact.
"""

from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

LINEARS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass
class Config:
    vocab: int = 4096
    hidden: int = 256
    layers: int = 6
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 768
    positions: int = 1024
    theta: float = 500000.0
    eps: float = 1e-5

    @property
    def head_dim(self):
        return self.hidden // self.heads

    def shapes(self):
        """Output and input size of each linear of a layer."""
        h, kv = self.hidden, self.kv_heads * self.head_dim
        return dict(q_proj=(h, h), k_proj=(kv, h), v_proj=(kv, h), o_proj=(h, h), gate_proj=(self.ffn, h), up_proj=(self.ffn, h), down_proj=(h, self.ffn))


def absmean(w):
    return w.abs().mean().clamp(min=1e-5)


class TernaryWeight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, w):
        m = absmean(w)
        return ((w * (1 / m)).round().clamp(-1, 1) * m).bfloat16()

    @staticmethod
    def backward(ctx, grad):
        return grad.float()


class Int8Activation(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = 127 / x.abs().amax(-1, keepdim=True).clamp(min=1e-5)
        return ((x * s).round().clamp(-128, 127) / s).bfloat16()

    @staticmethod
    def backward(ctx, grad):
        return grad.float()


class Norm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.eps)


class Lora(nn.Module):
    """One adapter's low-rank pair for one linear; B starts at zero."""

    def __init__(self, out, inp, rank, alpha):
        super().__init__()
        self.A = nn.Parameter(torch.empty(rank, inp))
        self.B = nn.Parameter(torch.empty(out, rank))
        self.scale = alpha / rank
        self.reset()

    @torch.no_grad()
    def reset(self):
        self.A.normal_(std=self.A.shape[1] ** -0.5)
        self.B.zero_()

    def forward(self, x):
        return self.scale * F.linear(F.linear(x, self.A), self.B)


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.input_layernorm, self.post_attention_layernorm = Norm(c.hidden, c.eps), Norm(c.hidden, c.eps)
        self.attn_sub_norm, self.ffn_sub_norm = Norm(c.hidden, c.eps), Norm(c.ffn, c.eps)
        self.weights = nn.ParameterDict({name: nn.Parameter(torch.randn(shape) * 0.02) for name, shape in c.shapes().items()})
        self.lora = nn.ModuleDict()

    def linear(self, x, *names):
        """The named linears on one input, each with its adapter's delta on the float input."""
        q = Int8Activation.apply(x)
        outs = []
        for name in names:
            y = F.linear(q, TernaryWeight.apply(self.weights[name])).float()
            outs.append(y + self.lora[name](x) if name in self.lora else y)
        return outs

    def forward(self, x, cos, sin):
        b, t, _ = x.shape
        c = self.c
        q, k, v = self.linear(self.input_layernorm(x), "q_proj", "k_proj", "v_proj")
        q = rotate(q.view(b, t, c.heads, c.head_dim).transpose(1, 2), cos, sin)
        k = rotate(k.view(b, t, c.kv_heads, c.head_dim).transpose(1, 2), cos, sin)
        v = v.view(b, t, c.kv_heads, c.head_dim).transpose(1, 2)
        a = F.scaled_dot_product_attention(q.bfloat16(), k.bfloat16(), v.bfloat16(), is_causal=True, enable_gqa=True).float()
        x = x + self.linear(self.attn_sub_norm(a.transpose(1, 2).reshape(b, t, c.hidden)), "o_proj")[0]
        gate, up = self.linear(self.post_attention_layernorm(x), "gate_proj", "up_proj")
        return x + self.linear(self.ffn_sub_norm(F.relu(gate).square() * up), "down_proj")[0]


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Model(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.embed = nn.Parameter(torch.randn(c.vocab, c.hidden) * 0.02)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.norm = Norm(c.hidden, c.eps)
        freq = 1 / c.theta ** (torch.arange(0, c.head_dim, 2).float() / c.head_dim)
        angle = torch.outer(torch.arange(c.positions).float(), freq)
        angle = torch.cat((angle, angle), -1)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, ids):
        t = ids.shape[1]
        x = self.embed[ids]
        for layer in self.layers:
            x = layer(x, self.cos[:t], self.sin[:t])
        return F.linear(self.norm(x).bfloat16(), self.embed.bfloat16())

    def loss(self, ids, labels):
        return F.cross_entropy(self(ids).float().flatten(0, 1), labels.flatten(), ignore_index=-100)

    def add_lora(self, rank, alpha):
        """Freezes the base and returns the adapter's parameters."""
        for p in self.parameters():
            p.requires_grad_(False)
        for layer in self.layers:
            layer.lora = nn.ModuleDict({name: Lora(*shape, rank, alpha) for name, shape in self.c.shapes().items()})
        return [p for p in self.parameters() if p.requires_grad]

    def reset_lora(self):
        """A fresh adapter in the same parameters, so that nothing is compiled again."""
        for layer in self.layers:
            for pair in layer.lora.values():
                pair.reset()
