// Package ptx writes the hot kernels of a BitNet b1.58 forward pass as PTX, the
// assembly text that NVIDIA's driver compiles. A host such as XLA, which takes
// such text in a custom call, launches them beside its own.
//
// [MatMul] multiplies quantised activations by packed ternary weights, and
// [Int8MatMul] by int8 weights, those of an output head; [Norm] norms rows and
// quantises them for the next product; [Attention] is that of new tokens over a
// paged cache, in parts that a Norm adds up; [Shrink] and [Expand] add what each
// row's own LoRA adapter makes of it; [Draw] chooses tokens by their logits. Each makes
// a [Kernel] for one shape: sizes, offsets and constants are in the text, and the only
// parameters are pointers, operands first and then results.
//
//	k, err := ptx.MatMul{Tokens: 1, In: 2560, Rows: 640, Scales: 960}.Kernel()
//	if err != nil { ... }
//	launch(k.Name, k.Text, k.Grid, k.Block, k.Shared, q, scale, w, scales, y)
//
// A thread computes in a straight line: loops are unrolled, and what a thread
// must not do is predicated. Only Attention has a loop, over positions, and so have
// Int8MatMul, over long rows, and Draw, over logits and digits; rows of no adapter, and
// those that are drawn in a simpler way, pass some instructions over. All threads of a
// warp take a branch together. Tests run the texts in an interpreter, and assemble
// them with the ptxas that R3MES_PTXAS names.
//
// # Caveats
//
// Kernels need compute capability 8.0 or newer. Pointers are aligned to 16
// bytes, and no result overlaps an operand or another result: operands are read
// through the cache that is not kept coherent.
//
// Sums have a fixed order, so a kernel gives the same bits every time. Products of
// bytes are exact up to the roundings that their types name, and the sums of a Draw are
// of whole numbers; sums of floats have an order of their own, which depends on the
// shape. Values must be finite, but for logits: what a Norm or an Attention makes of
// NaN is not defined.
//
// MatMul and Int8MatMul are made for few tokens, where reading weights is what takes
// time. With many, tensor cores are faster.
package ptx
