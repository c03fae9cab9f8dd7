package chain

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/decred/dcrd/bech32"
)

// A REST is a client of the Cosmos REST API with R3MES's own module, which it
// only reads. Safe for concurrent use.
type REST struct{ caller *caller }

// get asks for one path and decodes the answer. endpoint is the path's pattern,
// which names its circuit breaker.
func get[T any](ctx context.Context, r *REST, endpoint, path string, query url.Values) (v T, err error) {
	answer, err := r.caller.get(ctx, endpoint, path, query)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(answer, &v); err != nil {
		return v, fmt.Errorf("chain: %s: %w: %w", endpoint, ErrMalformed, err)
	}
	return v, nil
}

const module = "/remes/remes/v1"

// Params are the chain's parameters.
type Params struct {
	Difficulty    Decimal `json:"mining_difficulty"`
	Network       Decimal `json:"network_difficulty"` // the same under its other name
	BaseReward    Decimal `json:"base_reward_per_gradient"`
	MinerShare    Decimal `json:"miner_reward_ratio"`
	Validators    Decimal `json:"validator_reward_ratio"`
	TreasuryShare Decimal `json:"treasury_ratio"`
}

// Params returns the chain's parameters.
func (r *REST) Params(ctx context.Context) (Params, error) {
	const path = module + "/params"
	answer, err := get[struct{ Params Params }](ctx, r, path, path, nil)
	p := answer.Params
	if p.Difficulty == 0 {
		p.Difficulty = p.Network
	}
	return p, err
}

// A Miner is what the chain says of a miner.
type Miner struct {
	Address       string  `json:"address"`
	TrustScore    Decimal `json:"trust_score"` // 0 to 1
	Submissions   Int     `json:"total_submissions"`
	Successful    Int     `json:"successful_submissions"`
	Slashings     Int     `json:"slashing_events"`
	LastSubmitted Int     `json:"last_submission_height"`
}

// Reputation is the trust score in thousandths, without the noise of binary
// fractions.
func (m Miner) Reputation() float64 { return math.Round(float64(m.TrustScore)*1e9) / 1e6 }

// Trend is positive for a miner without slashings, by its successes, and
// negative for one with them.
func (m Miner) Trend() int64 {
	if m.Slashings > 0 {
		return -5 * min(4, int64(m.Slashings))
	}
	return min(20, int64(m.Successful)/100)
}

// Tier is the tier of a reputation.
func Tier(reputation float64) string {
	for _, t := range []struct {
		least float64
		name  string
	}{{1000, "diamond"}, {500, "platinum"}, {200, "gold"}, {50, "silver"}} {
		if reputation >= t.least {
			return t.name
		}
	}
	return "bronze"
}

// minersPage is one page of the list of miners.
func (r *REST) minersPage(ctx context.Context, offset int) ([]Miner, error) {
	const path = module + "/dashboard/miners"
	query := url.Values{"pagination.limit": {strconv.Itoa(minersPageSize)}, "pagination.offset": {strconv.Itoa(offset)}}
	answer, err := get[struct{ Miners []Miner }](ctx, r, path, path, query)
	return answer.Miners, err
}

// The list of miners is read page by page, to a bound: an endless one must end.
const (
	minersPageSize = 100
	maxMiners      = 10_000
)

// Miners returns all miners, the first 10,000 of more, in the chain's order.
func (r *REST) Miners(ctx context.Context) ([]Miner, error) {
	var all []Miner
	for len(all) < maxMiners {
		page, err := r.minersPage(ctx, len(all))
		if err != nil {
			return nil, err
		}
		if len(page) == 0 || (len(all) > 0 && page[0] == all[0]) {
			break // the end, or a server that does not know offsets
		}
		if all = append(all, page...); len(page) < minersPageSize {
			break
		}
	}
	return all[:min(len(all), maxMiners)], nil
}

// MinerScore returns what the chain says of one miner; a StatusError of 404 for
// a stranger.
func (r *REST) MinerScore(ctx context.Context, address string) (Miner, error) {
	const endpoint = module + "/miner_score/{address}"
	answer, err := get[struct {
		Miner
		Score *Miner `json:"miner_score"`
	}](ctx, r, endpoint, module+"/miner_score/"+url.PathEscape(address), nil)
	if answer.Score != nil {
		answer.Miner = *answer.Score
	}
	return answer.Miner, err
}

// A Validator is what the chain says of a validator.
type Validator struct {
	Operator    string  `json:"operator_address"`
	Status      string  `json:"status"`
	Tokens      Amount  `json:"tokens"`
	Shares      Decimal `json:"delegator_shares"`
	Description struct {
		Moniker string `json:"moniker"`
	} `json:"description"`
	Commission struct {
		Rates struct {
			Rate Decimal `json:"rate"`
		} `json:"commission_rates"`
	} `json:"commission"`
}

// Account is the address of the operator's account, "" when the operator's
// address is none: both are the same bytes, with valoper behind the prefix or
// not.
func (v Validator) Account() string {
	prefix, data, err := bech32.Decode(v.Operator)
	prefix, ok := strings.CutSuffix(prefix, "valoper")
	if err != nil || !ok {
		return ""
	}
	account, err := bech32.Encode(prefix, data)
	if err != nil {
		return ""
	}
	return account
}

// powerReduction is how many of the smallest units of the stake are one unit of
// voting power, by the Cosmos SDK's default.
const powerReduction = 1_000_000

// VotingPower is the weight of the validator's vote, by the Cosmos SDK's
// default: its tokens in millions of their smallest unit.
func (v Validator) VotingPower() int64 { return v.Tokens.Div(powerReduction) }

// maxValidators is the most validators that are asked for. Chains have some
// hundred.
const maxValidators = 1000

// Validators returns the chain's validators, whatever their status.
func (r *REST) Validators(ctx context.Context) ([]Validator, error) {
	const path = "/cosmos/staking/v1beta1/validators"
	query := url.Values{"pagination.limit": {strconv.Itoa(maxValidators)}}
	answer, err := get[struct{ Validators []Validator }](ctx, r, path, path, query)
	return answer.Validators[:min(len(answer.Validators), maxValidators)], err
}

// A Pool is the stake of all validators, in the smallest unit.
type Pool struct {
	Bonded    Amount `json:"bonded_tokens"`
	NotBonded Amount `json:"not_bonded_tokens"`
}

// Pool returns the stake of all validators.
func (r *REST) Pool(ctx context.Context) (Pool, error) {
	const path = "/cosmos/staking/v1beta1/pool"
	answer, err := get[struct{ Pool Pool }](ctx, r, path, path, nil)
	return answer.Pool, err
}

// A Coin is an amount of one token, in its smallest unit.
type Coin struct {
	Denom  string `json:"denom"`
	Amount Amount `json:"amount"`
}

// Supply returns how much there is of each token.
func (r *REST) Supply(ctx context.Context) ([]Coin, error) {
	const path = "/cosmos/bank/v1beta1/supply"
	answer, err := get[struct{ Supply []Coin }](ctx, r, path, path, nil)
	return answer.Supply, err
}

// Balances returns what an account has of each token; nothing for a stranger.
func (r *REST) Balances(ctx context.Context, address string) ([]Coin, error) {
	const path = "/cosmos/bank/v1beta1/balances/"
	answer, err := get[struct{ Balances []Coin }](ctx, r, path+"{address}", path+url.PathEscape(address), nil)
	return answer.Balances, err
}

// Statistics returns the dashboard's numbers as the chain writes them.
func (r *REST) Statistics(ctx context.Context) (json.RawMessage, error) {
	const path = module + "/dashboard/statistics"
	return get[json.RawMessage](ctx, r, path, path, nil)
}

// ApprovedAdapters returns the adapters that the chain approves, as it writes
// them.
func (r *REST) ApprovedAdapters(ctx context.Context) (json.RawMessage, error) {
	const path = module + "/approved_adapters"
	return get[json.RawMessage](ctx, r, path, path, nil)
}

// Heights returns 1 and the newest block's height: the API does not say what a
// pruned node has lost.
func (r *REST) Heights(ctx context.Context) (lowest, highest int64, err error) {
	b, err := r.block(ctx, "latest")
	return 1, b.Height, err
}

// Block returns one block, as RPC.Block does: hash and proposer, which this API
// writes in base64, are in upper case hexadecimal.
func (r *REST) Block(ctx context.Context, height int64) (Block, error) {
	b, err := r.block(ctx, strconv.FormatInt(height, 10))
	if err == nil {
		err = b.check(blocksEndpoint, height)
	}
	return b, err
}

const (
	blocksPath     = "/cosmos/base/tendermint/v1beta1/blocks/"
	blocksEndpoint = blocksPath + "{height}"
)

func (r *REST) block(ctx context.Context, which string) (Block, error) {
	answer, err := get[nodeBlock[digest]](ctx, r, blocksEndpoint, blocksPath+which, nil)
	return answer.read(), err
}

func (r *REST) blocks(ctx context.Context, from, to int64) ([]Block, int64, error) {
	return fetch(ctx, r, from, to)
}

// digest is bytes in base64, kept in upper case hexadecimal as Tendermint's RPC
// writes them.
type digest string

// UnmarshalJSON implements json.Unmarshaler.
func (d *digest) UnmarshalJSON(body []byte) error {
	text, err := scalar(body)
	if err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	*d = digest(strings.ToUpper(fmt.Sprintf("%x", raw)))
	return err
}
