package pluginops

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginstore"
)

// Acts of plugins, in the audit log.
const (
	actLoad     = "plugin.load"
	actVerify   = "plugin.verify"
	actActivate = "plugin.activate"
	actRollback = "plugin.rollback"
	actCanary   = "plugin.canary"
	actShadow   = "plugin.shadow"
	actWithdraw = "plugin.withdraw"
	actPromote  = "plugin.promote"
	actGrant    = "plugin.grant"
	actConfig   = "plugin.config"
	actBind     = "plugin.bind"
	actRemove   = "plugin.remove"
	actRestore  = "plugin.restore" // by the host, at a start
	actFolder   = "plugin.folder"  // of a version: it came from the plugins folder
)

// newID names an act.
func newID() string {
	id := make([]byte, 8)
	_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(id)
}

// act carries out do and writes it to the audit log, see audit.Log.Do.
func (o *Operator) act(by audit.Actor, name, target string, do func(e *audit.Entry) error) error {
	entry := audit.Entry{ID: newID(), Actor: by, Act: name, Target: target, Detail: map[string]string{}}
	err := o.options.Audit.Do(entry, do)
	if err != nil {
		return fmt.Errorf("pluginops: %w", err)
	}
	return nil
}

// lastAct is the act of an entry, as records keep it.
func lastAct(e audit.Entry) pluginstore.Act {
	return pluginstore.Act{ID: e.ID, Name: e.Act, By: e.Name, From: e.From, At: time.Now().UTC()}
}

// change is the part of an act that is saved and published.
type change struct {
	plugin string
	// from is the record that the act was prepared on; when another act has
	// changed what is active since, ErrChanged.
	from    *pluginstore.Record
	edit    func(pluginstore.Record) (pluginstore.Record, error)
	publish func() (generation int64, err error)
	blobs   [][]byte // that the edited record may need
}

// commit saves the edited record and publishes it. When it cannot be published
// the record is as it was.
func (o *Operator) commit(e *audit.Entry, c change) (generation int64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	before, blobs, err := o.record(c.plugin)
	if err != nil {
		return 0, err
	}
	if c.from != nil && c.from.Active != before.Active {
		return 0, ErrChanged
	}
	next, err := c.edit(before)
	if err != nil {
		return 0, err
	}
	next.Last = lastAct(*e)
	if err := o.store.Save(next, slices.Concat(blobs, c.blobs)...); err != nil {
		return 0, err
	}
	if generation, err = c.publish(); err != nil {
		return 0, errors.Join(err, o.unsave(before))
	}
	delete(o.broken, c.plugin)
	// The host may hold less than the record: of a plugin that was broken, it
	// has no versions before.
	if state, err := o.host.State(c.plugin); err == nil {
		if now := synced(next, state); !sameState(next, now) {
			if err := o.store.Save(now); err != nil {
				o.log.Warn("plugin store: it keeps versions that are not ready for a rollback", "plugin", c.plugin, "error", err)
			}
		}
	}
	o.collect()
	return generation, nil
}

// unsave takes a save back.
func (o *Operator) unsave(before pluginstore.Record) error {
	if before.Last.ID == "" {
		return o.store.Remove(before.Plugin)
	}
	return o.store.Save(before)
}

// record is what is stored of a plugin. One that is only in the folder becomes
// a record of the version that serves, and its blobs, which are not stored yet;
// one that is nowhere an empty record.
func (o *Operator) record(plugin string) (pluginstore.Record, [][]byte, error) {
	r, err := o.store.Get(plugin)
	if err == nil || !errors.Is(err, pluginstore.ErrUnknownPlugin) {
		return r, nil, err
	}
	r = pluginstore.Record{Plugin: plugin}
	state, err := o.host.State(plugin)
	if err != nil {
		return r, nil, nil
	}
	u, _, err := o.folder(plugin)
	if err != nil || string(pluginstore.DigestOf(u.Module)) != state.Active.Hash {
		return r, nil, nil // the folder has changed: what serves cannot be stored any more
	}
	settings, err := o.host.Settings(plugin)
	if err != nil {
		return r, nil, nil // removed in this moment
	}
	v, err := u.version(state.Active.Version, settings)
	if err != nil {
		return r, nil, err
	}
	v.Loaded = pluginstore.Act{Name: actFolder, By: audit.ActorHost, At: time.Now().UTC()}
	if verdict, err := o.judge(plugin, v.Version, u); err == nil {
		v.Signer = verdict.Signer
	}
	return r.Load(v).Activate(v.ID), u.blobs(), nil
}

// hostSettings are a version's settings as the host takes them.
func hostSettings(v pluginstore.Version) (pluginhost.Settings, error) {
	set := pluginhost.Settings{Grants: v.Settings.Grants, Adapters: v.Settings.Adapters, Bound: v.Settings.Bound, Ref: v.ID}
	if len(v.Settings.Config) == 0 {
		return set, nil
	}
	dec := json.NewDecoder(bytes.NewReader(v.Settings.Config))
	dec.UseNumber() // a float64 would round large integers
	if err := dec.Decode(&set.Config); err != nil {
		return set, fmt.Errorf("config: %w", err)
	}
	return set, nil
}
