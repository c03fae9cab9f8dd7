// Package adr36 checks the signature by which a wallet of a Cosmos chain proves
// that it is the one it says.
//
//	err := adr36.Verify(adr36.Signed{Prefix: "remes", Address: wallet, Message: challenge, PubKey: key, Signature: sig})
//
// ADR-036 signs any text as a transaction that no chain would take: the amino
// JSON of a sign/MsgSignData without chain, account, sequence and fee. It is
// what wallets such as Keplr sign by signArbitrary.
//
// # Caveats
//
// A signature proves nothing about when it was made: the message must hold
// something that the caller chose and takes once.
package adr36

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/decred/dcrd/bech32"
	"github.com/decred/dcrd/crypto/ripemd160"
	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
)

// ErrSignature: the signature does not prove the address.
var ErrSignature = errors.New("signature does not prove the wallet")

// Sizes in bytes.
const (
	PubKeySize    = 33 // a compressed point of secp256k1
	SignatureSize = 64 // r and s, big-endian
)

// Signed is a message that a wallet signed.
type Signed struct {
	Prefix    string // of the chain's addresses
	Address   string
	Message   string
	PubKey    []byte
	Signature []byte
}

// Verify returns nil when the owner of the address signed the message, else an
// error that is ErrSignature and says what is wrong.
func Verify(s Signed) error {
	address, err := Address(s.Prefix, s.PubKey)
	if err != nil {
		return err
	}
	if address != s.Address {
		return fmt.Errorf("adr36: %w: the key is of %s", ErrSignature, address)
	}
	signature, err := parse(s.Signature)
	if err != nil {
		return err
	}
	key, err := secp256k1.ParsePubKey(s.PubKey)
	if err != nil {
		return fmt.Errorf("adr36: %w: public key: %w", ErrSignature, err)
	}
	digest := sha256.Sum256(SignDoc(s.Address, s.Message))
	if !signature.Verify(digest[:], key) {
		return fmt.Errorf("adr36: %w: it is not of this message", ErrSignature)
	}
	return nil
}

// parse reads r and s. Of the two s that verify only the lower is taken, as
// Cosmos does: else anyone could make a second signature from one.
func parse(b []byte) (*ecdsa.Signature, error) {
	if len(b) != SignatureSize {
		return nil, fmt.Errorf("adr36: %w: it has %d bytes, want %d", ErrSignature, len(b), SignatureSize)
	}
	var r, s secp256k1.ModNScalar
	if r.SetByteSlice(b[:32]) || s.SetByteSlice(b[32:]) || r.IsZero() || s.IsZero() || s.IsOverHalfOrder() {
		return nil, fmt.Errorf("adr36: %w: a number of it is out of range", ErrSignature)
	}
	return ecdsa.NewSignature(&r, &s), nil
}

// Address returns the address of a public key.
func Address(prefix string, pubKey []byte) (string, error) {
	if len(pubKey) != PubKeySize {
		return "", fmt.Errorf("adr36: %w: the public key has %d bytes, want %d", ErrSignature, len(pubKey), PubKeySize)
	}
	digest := sha256.Sum256(pubKey)
	short := ripemd160.New()
	short.Write(digest[:])
	address, err := bech32.EncodeFromBase256(prefix, short.Sum(nil))
	if err != nil {
		return "", fmt.Errorf("adr36: address: %w", err)
	}
	return address, nil
}

// signDoc is amino's canonical JSON: fields in alphabetical order.
type signDoc struct {
	AccountNumber string `json:"account_number"`
	ChainID       string `json:"chain_id"`
	Fee           struct {
		Amount []struct{} `json:"amount"`
		Gas    string     `json:"gas"`
	} `json:"fee"`
	Memo     string    `json:"memo"`
	Msgs     []message `json:"msgs"`
	Sequence string    `json:"sequence"`
}

type message struct {
	Type  string `json:"type"`
	Value struct {
		Data   string `json:"data"` // base64
		Signer string `json:"signer"`
	} `json:"value"`
}

// SignDoc returns the bytes whose SHA-256 a wallet signs.
func SignDoc(address, text string) []byte {
	doc := signDoc{AccountNumber: "0", Sequence: "0", Msgs: []message{{Type: "sign/MsgSignData"}}}
	doc.Fee.Amount, doc.Fee.Gas = []struct{}{}, "0"
	doc.Msgs[0].Value.Data, doc.Msgs[0].Value.Signer = base64.StdEncoding.EncodeToString([]byte(text)), address
	body, err := json.Marshal(doc)
	if err != nil {
		panic(err) // strings always marshal
	}
	return body
}
