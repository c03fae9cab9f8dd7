package hosttest_test

import (
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/hosttest"
)

func TestOneChatEndToEnd(t *testing.T) {
	s := tiny(t, hosttest.Options{})
	got := call(t, "POST", s.URL+"/chat", object{"message": "What is R3MES?", "wallet_address": s.Wallet})
	t.Log(got.header, len(got.body))
	if got.status != 200 || !strings.HasSuffix(got.body, "\n") || got.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatalf("%d %q %v", got.status, got.body, got.header)
	}
	receipt := call(t, "GET", s.URL+"/v1/receipts/"+got.header.Get("X-R3MES-Receipt"), nil)
	t.Log(receipt.body)
	user := call(t, "GET", s.URL+"/user/info/"+s.Wallet, nil)
	t.Log(user.body)
	t.Log(s.Log())
}
