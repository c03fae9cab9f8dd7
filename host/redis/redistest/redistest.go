// Package redistest runs a real Redis for tests, which it skips unless
// R3MES_HTTP_TESTS is set.
//
//	server := redistest.Start(t)
//	client, err := redis.Open(redis.Options{URL: server.URL})
//	server.Kill()  // as when the machine dies
//	server.Begin() // on the same port, empty
package redistest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"
)

// Password is the server's, so that tests can look for it where it must not be.
const Password = "CANARYREDISPASSWORD"

// patience is how long a server may take to begin.
const patience = time.Minute

// Server is a Redis on a loopback port of its own. It ends with the test.
type Server struct {
	URL string

	t       testing.TB
	address string
	cmd     *exec.Cmd // nil: it does not run
}

// Start begins a server.
func Start(t testing.TB) *Server {
	t.Helper()
	if os.Getenv("R3MES_HTTP_TESTS") == "" {
		t.Skip("needs a Redis: make test-http")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, address: l.Addr().String()}
	l.Close()
	s.URL = fmt.Sprintf("redis://:%s@%s/0", Password, s.address)
	s.Begin()
	t.Cleanup(s.Kill)
	return s
}

// Begin begins the server again, without what it had before.
func (s *Server) Begin() {
	s.t.Helper()
	host, port, _ := net.SplitHostPort(s.address)
	s.cmd = exec.Command("redis-server", "--bind", host, "--port", port, "--requirepass", Password, "--save", "", "--appendonly", "no", "--dir", s.t.TempDir())
	if err := s.cmd.Start(); err != nil {
		s.t.Fatalf("redis-server (Debian's, see .ci/install): %v", err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", s.address)
		if err == nil {
			conn.Close()
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("redis-server does not listen on %s: %v", s.address, err)
		}
	}
}

// Kill ends the server at once.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.cmd = nil
}

// Pause stops the server in the middle of what it does: it takes connections
// and does not answer.
func (s *Server) Pause() { s.signal("STOP") }

// Resume lets it go on.
func (s *Server) Resume() { s.signal("CONT") }

func (s *Server) signal(name string) {
	s.t.Helper()
	if out, err := exec.Command("kill", "-"+name, fmt.Sprint(s.cmd.Process.Pid)).CombinedOutput(); err != nil {
		s.t.Fatalf("kill -%s: %v %s", name, err, out)
	}
}
