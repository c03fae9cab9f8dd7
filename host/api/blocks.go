package api

import (
	"net/http"
	"time"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/store"
)

func (s *server) blockRoutes() []route {
	return []route{
		{method: "GET", path: "/blocks", tag: "chain", say: "the newest blocks, newest first",
			cache: cached{cache.BlockList, []string{cache.Blocks}}, query: []query{{"limit", "integer", "most blocks, 1 to 100", 10}}, answer: blocksAnswer{}, handle: s.listBlocks},
		{method: "GET", path: "/network/stats", tag: "chain", say: "the network in four numbers",
			cache: cached{cache.NetworkStats, []string{cache.Totals, cache.Blocks}}, answer: networkAnswer{}, handle: s.networkStats},
		{method: "GET", path: "/user/{wallet}/transactions", tag: "wallets", say: "what moved a wallet's credits, newest first", who: wallet, query: []query{{"limit", "integer", "most transactions, 1 to 200", 50}}, answer: transactionsAnswer{}, handle: s.transactions},
	}
}

type blocksAnswer struct {
	Blocks []blockAnswer `json:"blocks"`
	Limit  int           `json:"limit"`
	Total  int64         `json:"total"` // blocks of the chain
}

// blockAnswer is a block; what the chain's source does not say is empty or null.
type blockAnswer struct {
	Height       int64      `json:"height"`
	Hash         string     `json:"hash"`
	Miner        string     `json:"miner"`
	Proposer     string     `json:"proposer"`
	Timestamp    *time.Time `json:"timestamp"`
	Time         *time.Time `json:"time"` // the same
	Transactions int        `json:"tx_count"`
	Validators   string     `json:"validator_set_hash"`
}

// listBlocks shows what is known; nobody is asked for it.
func (s *server) listBlocks(w http.ResponseWriter, r *http.Request) error {
	limit, err := number(r, "limit", 10, 1, chain.Kept)
	if err != nil {
		return err
	}
	list, total, err := s.Chain.Blocks(limit)
	if err != nil {
		return err
	}
	answer := blocksAnswer{Blocks: make([]blockAnswer, len(list)), Limit: limit, Total: total}
	for i, b := range list {
		answer.Blocks[i] = blockAnswer{
			Height: b.Height, Hash: b.Hash, Miner: b.Miner, Proposer: b.Proposer, Transactions: b.Txs, Validators: b.ValidatorsHash,
		}
		if !b.Time.IsZero() {
			answer.Blocks[i].Timestamp, answer.Blocks[i].Time = &b.Time, &b.Time
		}
	}
	return writeJSON(w, http.StatusOK, answer)
}

type networkAnswer struct {
	ActiveMiners int     `json:"active_miners"`
	TotalUsers   int64   `json:"total_users"`
	TotalCredits credits `json:"total_credits"`
	BlockHeight  *int64  `json:"block_height"` // null: there is no chain, or it never answered
}

func (s *server) networkStats(w http.ResponseWriter, r *http.Request) error {
	totals, err := s.Ledger.Totals(r.Context())
	if err != nil {
		return err
	}
	miners, err := s.Ledger.Miners(r.Context())
	if err != nil {
		return err
	}
	answer := networkAnswer{ActiveMiners: miners, TotalUsers: totals.Wallets, TotalCredits: credits(totals.Credits())}
	if height, ok := s.Chain.Height(); ok {
		answer.BlockHeight = &height
	}
	return writeJSON(w, http.StatusOK, answer)
}

type transactionsAnswer struct {
	Transactions []transaction `json:"transactions"`
	Total        int           `json:"total"` // of the wallet
}

// transaction is an entry of the journal that moved a wallet's credits for good.
type transaction struct {
	ID     string  `json:"id"`   // of the receipt, of the block, or of the operation
	Hash   string  `json:"hash"` // of the entry in the journal's chain
	Type   string  `json:"type"` // topup, charge or block
	Amount credits `json:"amount"`
	From   string  `json:"from"` // a wallet, or a book of the ledger
	To     string  `json:"to"`
	Time   int64   `json:"timestamp"` // milliseconds since 1970
	Status string  `json:"status"`    // confirmed: what is in the journal stays
	Height *int64  `json:"block_height"`
}

const confirmed = "confirmed"

func (s *server) transactions(w http.ResponseWriter, r *http.Request) error {
	c, err := s.forWallet(r, store.ScopeRead, param(r, "wallet"))
	if err != nil {
		return err
	}
	limit, err := number(r, "limit", 50, 1, 200)
	if err != nil {
		return err
	}
	entries, total, err := s.Ledger.Transactions(r.Context(), c.wallet, limit)
	if err != nil {
		return err
	}
	answer := transactionsAnswer{Transactions: make([]transaction, len(entries)), Total: total}
	for i, e := range entries {
		if answer.Transactions[i], err = newTransaction(e); err != nil {
			return err
		}
	}
	return writeJSON(w, http.StatusOK, answer)
}

func newTransaction(e store.Entry) (transaction, error) {
	t := transaction{
		ID: e.OpID, Hash: store.HashEntry(e.Encode()).String(), Type: e.Kind.String(), Amount: credits(e.Amount()),
		From: store.Issued.String(), To: e.Wallet, Time: e.Time.UnixMilli(), Status: confirmed,
	}
	switch e.Kind {
	case store.KindSettle:
		receipt, err := e.Receipt()
		if err != nil {
			return t, err
		}
		t.ID, t.Type, t.From, t.To = receipt.ID, "charge", e.Wallet, store.Revenue.String()
	case store.KindBlock:
		block, err := e.Block()
		if err != nil {
			return t, err
		}
		t.Height = &block.Height
	}
	return t, nil
}
