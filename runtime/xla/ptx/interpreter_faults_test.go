package ptx

import (
	"strings"
	"testing"
)

// faulty is a kernel of two warps with an operand and a result of 256 bytes each,
// a word for each thread.
func faulty(body string) Kernel {
	return Kernel{Grid: [3]int{1, 1, 1}, Block: [3]int{64, 1, 1}, Text: `
.visible .entry faulty(
	.param .u64 x,
	.param .u64 y
)
{
	.reg .pred %p<2>;
	.reg .b32 %r<9>;
	.reg .b64 %rd<9>;
	.shared .align 16 .b32 words[64];
	mov.u32 %r0, %tid.x;
	mov.u32 %r1, words;
	mad.lo.u32 %r1, %r0, 4, %r1;
	setp.lt.u32 %p0, %r0, 7;
	ld.param.u64 %rd0, [x];
	ld.param.u64 %rd1, [y];
	mad.wide.u32 %rd0, %r0, 4, %rd0;
	mad.wide.u32 %rd1, %r0, 4, %rd1;
` + strings.TrimSpace(body) + `
	st.global.b32 [%rd1], %r0;
	ret;
}
`}
}

// The interpreter must find what would be wrong on a device.
func TestInterpreterFaults(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"nothing", "", ""},
		{"read past the end", "ld.global.nc.f32 %r2, [%rd0+4];", "out of bounds"},
		{"write past the end", "st.global.b32 [%rd1+256], %r0;", "out of bounds"},
		{"shared memory past the end", "st.shared.b32 [%r1+4], %r0;", "out of bounds"},
		{"null", "mov.b32 %rd2, 0;\nld.global.nc.f32 %r2, [%rd2];", "out of bounds"},
		{"misaligned", "ld.global.nc.v4.b32 {%r2, %r3, %r4, %r5}, [%rd0];", "not aligned"},
		{"result read", "ld.global.nc.f32 %r2, [%rd1];", "a result is read"},
		{"operand written", "st.global.b32 [%rd0], %r0;", "an operand written"},
		{"written twice", "st.global.b32 [%rd1], %r0;", "written twice"},
		{"not written", "@%p0 ret;", "byte 0 of parameter y was not written"},
		{"register never written", "add.u32 %r3, %r2, 1;", "%r2 was never written"},
		{"register written by some", "@%p0 mov.u32 %r2, 1;\nadd.u32 %r3, %r2, 1;", "thread 7: %r2 was never written"},
		{"predicate never written", "@%p1 mov.u32 %r2, 1;", "never written"},
		{"divergent branch", "@%p0 bra end;\nend:", "7 of 32 threads of the warp branch"},
		{"uniform branch", "setp.lt.u32 %p1, %r0, 32;\n@%p1 bra end;\nmov.u32 %r2, 1;\nend:", ""},
		{"shared word never written", "ld.shared.b32 %r2, [%r1];", "never written"},
		{"missing barrier", "st.shared.b32 [%r1], %r0;\nmov.u32 %r2, words;\nld.shared.b32 %r3, [%r2+12];", "no barrier since thread 3 wrote it"},
		{"barrier", "st.shared.b32 [%r1], %r0;\nbar.sync 0;\nmov.u32 %r2, words;\nld.shared.b32 %r3, [%r2+252];", ""},
		{"missing barrier before a write", "st.shared.b32 [%r1], %r0;\nbar.sync 0;\nmov.u32 %r2, words;\nld.shared.b32 %r3, [%r2+252];\nst.shared.b32 [%r1], %r0;", "no barrier since another thread read it"},
		{"barrier of a warp", "st.shared.b32 [%r1], %r0;\nbar.warp.sync -1;\nxor.b32 %r2, %r0, 1;\nmov.u32 %r3, words;\nmad.lo.u32 %r3, %r2, 4, %r3;\nld.shared.b32 %r4, [%r3];\nbar.warp.sync -1;\nst.shared.b32 [%r1], %r4;", ""},
		{"barrier of a warp for another", "st.shared.b32 [%r1], %r0;\nbar.warp.sync -1;\nmov.u32 %r2, words;\nld.shared.b32 %r3, [%r2+12];", "no barrier since thread 3 wrote it"},
		{"missing barrier of a warp before a write", "st.shared.b32 [%r1], %r0;\nbar.warp.sync -1;\nxor.b32 %r2, %r0, 1;\nmov.u32 %r3, words;\nmad.lo.u32 %r3, %r2, 4, %r3;\nld.shared.b32 %r4, [%r3];\nst.shared.b32 [%r1], %r4;", "no barrier since another thread read it"},
		{"barrier of some of a warp", "@%p0 bar.warp.sync -1;", "not all threads"},
		{"barrier of a warp with a mask", "bar.warp.sync 0xffff;", "the mask leaves threads out"},
		{"barrier of some threads", "@%p0 bar.sync 0;", "not all threads"},
		{"barrier of some warps", "setp.lt.u32 %p1, %r0, 32;\n@%p1 bra end;\nbar.sync 0;\nend:", "different barriers"},
		{"exchange of some threads", "@%p0 redux.sync.add.s32 %r2, %r0, -1;", "not all threads"},
		{"mask of some threads", "redux.sync.add.s32 %r2, %r0, 0xffff;", "the mask leaves threads out"},
		{"sums of all threads", "st.shared.b32 [%r1], %r0;\nbar.sync 0;\nmov.u32 %r2, words;\nred.shared.add.u32 [%r2], 1;\natom.shared.add.u32 %r3, [%r2], 1;\nbar.sync 0;\nld.shared.b32 %r3, [%r2];", ""},
		{"sum never written", "red.shared.add.u32 [%r1], 1;", "never written"},
		{"missing barrier before a sum", "st.shared.b32 [%r1], %r0;\nmov.u32 %r2, words;\nred.shared.add.u32 [%r2+12], 1;", "no barrier since thread 3 wrote it"},
		{"missing barrier before a sum of what was read", "st.shared.b32 [%r1], %r0;\nbar.sync 0;\nmov.u32 %r2, words;\nld.shared.b32 %r3, [%r2];\nred.shared.add.u32 [%r2], 1;", "no barrier since another thread read it"},
		{"missing barrier after a sum", "st.shared.b32 [%r1], %r0;\nbar.sync 0;\nmov.u32 %r2, words;\nred.shared.add.u32 [%r2], 1;\nld.shared.b32 %r3, [%r2];", "no barrier since another thread added to it"},
		{"missing barrier after a sum, before a write", "st.shared.b32 [%r1], %r0;\nbar.sync 0;\nmov.u32 %r2, words;\nred.shared.add.u32 [%r2+12], 1;\nst.shared.b32 [%r1], %r0;", "no barrier since another thread added to it"},
		{"misaligned sum", "red.shared.add.u32 [%r1+2], 1;", "not aligned"},
		{"sum of another kind", "red.shared.max.u32 [%r1], 1;", "unknown instruction"},
		{"lane that is not there", "shfl.sync.idx.b32 %r2, %r0, %r0, 31, -1;", "no such lane"},
		{"unknown instruction", "popc.b32 %r2, %r0;", "unknown instruction"},
		{"unknown line", "mov.u32 %r2, 1", "unknown line"},
		{"undeclared register", "mov.u32 %r9, 1;", "no such register"},
	} {
		err := launch(faulty(c.body), [][]byte{make([]byte, 256)}, [][]byte{make([]byte, 256)})
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: error %v, must tell of %s", c.name, err, c.want)
		}
	}
}
