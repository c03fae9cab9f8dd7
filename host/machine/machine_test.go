package machine

import (
	"context"
	"log/slog"
	"runtime"
	"testing"
	"time"
)

func TestNumbersAreOfThisMachine(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux is sure to tell everything")
	}
	m := New(slog.New(slog.DiscardHandler))
	if n := m.Numbers(); n.MemoryTotal != 0 || n.CPU != nil {
		t.Errorf("before the first sample: %+v", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		m.Run(ctx)
	}()
	for deadline := time.Now().Add(time.Minute); m.Numbers().MemoryTotal == 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	n := m.Numbers()
	if n.MemoryTotal < 1<<26 || n.MemoryUsed < 1<<20 || n.MemoryUsed > n.MemoryTotal {
		t.Errorf("memory: %d of %d bytes", n.MemoryUsed, n.MemoryTotal)
	}
	if n.CPU == nil || *n.CPU < 0 || *n.CPU > 100 {
		t.Errorf("CPU: %v, want 0 to 100 percent", n.CPU)
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("Run goes on when its context has ended")
	}
}
