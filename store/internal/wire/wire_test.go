package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestReadersGiveBackWhatWasAppended(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		u, v := rapid.Uint64().Draw(rt, "u"), rapid.Int64().Draw(rt, "v")
		s, flag := rapid.String().Draw(rt, "s"), rapid.Bool().Draw(rt, "flag")
		b := []byte{7}
		b = binary.AppendUvarint(b, u)
		b = AppendString(b, s)
		b = binary.AppendVarint(b, v)
		b = binary.BigEndian.AppendUint64(b, u)
		b = AppendString(b, []byte(s))
		if b = append(b, 0); flag {
			b[len(b)-1] = 1
		}
		r := NewReader(b)
		r.Version(7)
		if r.Uvarint() != u || r.String() != s || r.Varint() != v || r.Uint64() != u || string(r.Block()) != s || !r.More() || r.Flag() != flag {
			rt.Fatalf("%x is not read back", b)
		}
		if err := r.Close(); err != nil || r.More() {
			rt.Fatalf("Close = %v", err)
		}
	})
}

func TestReadersAreStrict(t *testing.T) {
	for name, c := range map[string]struct {
		b    []byte
		read func(*Reader)
		want error
	}{
		"no byte":                     {nil, func(r *Reader) { r.Byte() }, ErrShort},
		"seven bytes of eight":        {make([]byte, 7), func(r *Reader) { r.Uint64() }, ErrShort},
		"half a varint":               {[]byte{0x80}, func(r *Reader) { r.Uvarint() }, ErrShort},
		"a varint with a zero on top": {[]byte{0x81, 0}, func(r *Reader) { r.Uvarint() }, ErrVarint},
		"a varint beyond 64 bits":     {binary.AppendUvarint(nil, math.MaxUint64)[:9:9], func(r *Reader) { r.Uvarint() }, ErrShort},
		"eleven bytes of varint":      {[]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}, func(r *Reader) { r.Uvarint() }, ErrVarint},
		"a string beyond the end":     {[]byte{5, 'a'}, func(r *Reader) { _ = r.String() }, ErrShort},
		"a length beyond any memory":  {binary.AppendUvarint(nil, math.MaxUint64), func(r *Reader) { r.Block() }, ErrShort},
		"a negative count":            {[]byte{1}, func(r *Reader) { r.Bytes(-1) }, ErrShort},
		"a flag of two":               {[]byte{2}, func(r *Reader) { r.Flag() }, ErrFlag},
		"another version":             {[]byte{2}, func(r *Reader) { r.Version(1) }, ErrVersion},
		"a byte too many":             {[]byte{1, 1}, func(r *Reader) { r.Byte() }, ErrLong},
	} {
		r := NewReader(c.b)
		c.read(r)
		first := r.Close()
		if !errors.Is(first, c.want) {
			t.Errorf("%s: Close = %v, want %v", name, first, c.want)
		}
		if r.Fail(errors.New("later")); r.Close() != first && first != ErrLong {
			t.Errorf("%s: a later error replaced the first", name)
		}
	}
}
