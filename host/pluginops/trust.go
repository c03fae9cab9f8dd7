package pluginops

import (
	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/secrets"
	"github.com/r3mes/r3mes/store"
)

// TrustPolicy is what becomes of plugins that nobody who is trusted signed.
func (o *Operator) TrustPolicy() plugintrust.Policy { return o.trust.Policy() }

// TrustList returns the trusted keys.
func (o *Operator) TrustList() []plugintrust.Key { return o.trust.List() }

// TrustAdd trusts a public key; see plugintrust.Trust.Add.
func (o *Operator) TrustAdd(by audit.Actor, text, comment string) (key plugintrust.Key, err error) {
	err = o.act(by, "trust.add", "", func(e *audit.Entry) error {
		key, err = o.trust.Add(text, comment)
		e.Target, e.Detail["key"], e.Detail["comment"] = key.ID, key.Key, key.Comment
		return err
	})
	return key, err
}

// TrustRemove ends the trust in the key of that id. What it signed is served
// until it is loaded again, at the next start for instance, when the policy
// decides anew.
func (o *Operator) TrustRemove(by audit.Actor, id string) (key plugintrust.Key, err error) {
	err = o.act(by, "trust.remove", id, func(e *audit.Entry) error {
		key, err = o.trust.Remove(id)
		e.Detail["key"] = key.Key
		return err
	})
	return key, err
}

// SecretList returns names and dates of the secrets.
func (o *Operator) SecretList() []secrets.Info { return o.secrets.List() }

// SecretSet stores a secret; plugins send it from their next call on. Its value
// can never be read back.
func (o *Operator) SecretSet(by audit.Actor, name string, value store.Secret) (info secrets.Info, err error) {
	err = o.act(by, "secret.set", "", func(e *audit.Entry) error {
		info, err = o.secrets.Set(name, value)
		e.Target = info.Name // a name that is refused may be the value, in the wrong place
		return err
	})
	return info, err
}

// SecretDelete removes a secret.
func (o *Operator) SecretDelete(by audit.Actor, name string) error {
	return o.act(by, "secret.delete", "", func(e *audit.Entry) error {
		if err := o.secrets.Delete(name); err != nil {
			return err
		}
		e.Target = name
		return nil
	})
}
