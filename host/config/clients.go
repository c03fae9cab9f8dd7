package config

import (
	"golang.org/x/mod/semver"
)

// Clients is what programs that use the server are told about themselves.
type Clients struct {
	MinVersion string `koanf:"min_version" help:"oldest version of client programs that works, such as 1.2.0; empty: every one"`
	UpdateURL  string `koanf:"update_url" help:"where client programs are updated from; empty: nowhere"`
}

func (c Clients) validate(v *problems) {
	if c.MinVersion != "" && !semver.IsValid("v"+c.MinVersion) {
		v.add("clients.min_version", "is %q, want a version such as 1.2.0", c.MinVersion)
	}
	if c.UpdateURL != "" && httpURL(c.UpdateURL) == nil {
		v.add("clients.update_url", "is %q, want http://… or https://…", c.UpdateURL)
	}
}
