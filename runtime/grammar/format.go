package grammar

// formats are regular expressions for the formats of JSON Schema. Each allows a
// part of what the format does, in the form that is usual: an answer has to be
// valid, not exotic.
var formats = map[string]string{
	"date":      `^` + date + `$`,
	"time":      `^` + clock + `$`,
	"date-time": `^` + date + `T` + clock + `$`,
	"duration":  `^P([0-9]{1,4}W|([0-9]{1,4}Y([0-9]{1,4}M([0-9]{1,4}D)?)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D)(` + period + `)?|` + period + `)$`,
	"email":     `^[A-Za-z0-9_+-]{1,24}(\.[A-Za-z0-9_+-]{1,24})?@(` + label + `\.){1,3}[A-Za-z]{2,8}$`,
	"hostname":  `^` + host + `$`,
	"ipv4":      `^` + ipv4 + `$`,
	"ipv6":      `^(` + hextet + `:){7}` + hextet + `$|^(` + hextet + `:){1,6}(:` + hextet + `)$|^(` + hextet + `:){1,7}:$|^::(` + hextet + `)?$`,
	"uuid":      `^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`,
	"uri":       `^[a-z][a-z0-9+.-]{0,15}://` + host + `(:[0-9]{1,4})?(/[A-Za-z0-9._~!$&'()*+,;=:@-]{0,64}){0,8}(\?[A-Za-z0-9._~!$&'()*+,;=:@/-]{0,128})?$`,
}

const (
	// A 29th of February needs a leap year.
	date = `([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)` +
		`|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)`
	clock  = `([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])`
	period = `T([0-9]{1,4}H([0-9]{1,4}M([0-9]{1,4}S)?)?|[0-9]{1,4}M([0-9]{1,4}S)?|[0-9]{1,4}S)`
	label  = `[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?`
	host   = `(` + label + `\.){0,3}[A-Za-z]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?`
	octet  = `(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])`
	ipv4   = octet + `\.` + octet + `\.` + octet + `\.` + octet
	hextet = `[0-9a-fA-F]{1,4}`
)
