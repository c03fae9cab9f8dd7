package pluginkit

import (
	"context"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/sdk/golden"
)

// Result is how one golden case went.
type Result struct {
	Case    golden.Case
	Output  []byte // what the guest answered
	Failure error  // what it failed with
	Problem error  // why the case does not pass; nil: it does
}

// RunCases asks every case of q's plugin, in order. after, when it is not nil,
// is called with each result before the next case is asked.
func RunCases(ctx context.Context, run Runner, q Question, cases []golden.Case, after func(Result)) []Result {
	var results []Result
	for _, c := range cases {
		q.Hook, q.Input = c.Hook, string(c.Request)
		r := Result{Case: c}
		r.Output, r.Failure = run(ctx, q)
		r.Problem = judge(c, r.Output, r.Failure)
		if after != nil {
			after(r)
		}
		results = append(results, r)
	}
	return results
}

// judge compares answers as the contract reads them, so that a field which is
// left out and one which is zero are the same, and errors by their words.
func judge(c golden.Case, output []byte, failure error) error {
	if c.WantErr != "" || failure != nil {
		return c.Check(output, failure)
	}
	return pluginhost.CheckAnswer(c.Hook, output, c.Want)
}
