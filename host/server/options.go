package server

import (
	"io/fs"
	"log/slog"
	"net/http"
	"path/filepath"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

// DemoWallet is the wallet that a server in open mode creates, once, with
// DemoCredits on it.
const (
	DemoWallet  = "remes1demo"
	DemoCredits = 1000 * store.Credit
)

// DemoTopUp is the operation that fills the demo wallet; carried out again, it
// changes nothing.
func DemoTopUp() store.TopUp {
	return store.TopUp{OpID: "demo-wallet", Wallet: DemoWallet, Amount: DemoCredits, Reason: "demo wallet of open mode"}
}

// Bundle is a base model with its adapters that needs no files.
type Bundle struct {
	Name     string
	Model    fs.FS // a checkpoint and its tokenizer
	Adapters fs.FS // one folder per adapter; nil: none
}

// Options are what a server needs beside its configuration.
type Options struct {
	Demo     Bundle            // served when model.path is empty
	Embedder pipeline.Embedder // when embed.model is empty; nil: route plugins see no similarities
	// Plugins is the folder when plugins.dir is empty; it may be missing.
	Plugins string
	// PluginCache keeps compiled plugins; empty: a folder in data.dir.
	PluginCache string
	Version     string
	// Level is the log's, which operators may change; nil: it stays.
	Level *slog.LevelVar
	// Reload reads the configuration's sources again, for operators who ask what
	// a start would do; nil: they are what they were.
	Reload   func() (cfg config.Config, warnings []string, err error)
	Wrap     func(http.Handler) http.Handler  // goes around all routes; nil: nothing does
	Access   *slog.Logger                     // of one line a request; nil: Log
	Log      *slog.Logger                     // nil: discarded
	Progress func(format string, args ...any) // told what is being loaded; nil: nobody
}

// wrap puts Wrap around h.
func (o Options) wrap(h http.Handler) http.Handler {
	if o.Wrap == nil {
		return h
	}
	return o.Wrap(h)
}

// LedgerDir is where a data folder has its ledger.
func LedgerDir(data string) string { return filepath.Join(data, "ledger") }

// LogDir is where a server writes log files.
func LogDir(data string) string { return filepath.Join(data, "logs") }

// AuditDir is where a data folder has its log of operator acts.
func AuditDir(data string) string { return filepath.Join(data, "audit") }

// Socket is the administration socket of the server that uses a data folder.
func Socket(data string) string { return filepath.Join(data, "run", "admin.sock") }

// PluginCache is where a server keeps compiled plugins.
func PluginCache(data string) string { return filepath.Join(data, "cache", "plugins") }

// modelName is the base model.s id.
func modelName(cfg config.Config, demo Bundle) string {
	switch {
	case cfg.Model.Name != "":
		return cfg.Model.Name
	case cfg.Model.Path != "":
		return filepath.Base(filepath.Clean(cfg.Model.Path))
	}
	return demo.Name
}
