// Makes testdata/golden.json: what CosmJS, which wallets are built on, signs.
//
//   npm install --prefix /tmp/cosmjs @cosmjs/amino@0.39.0
//   NODE_PATH=/tmp/cosmjs/node_modules node make_golden.mjs > ../testdata/golden.json
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { Secp256k1HdWallet, serializeSignDoc } = require("@cosmjs/amino");

// The mnemonic of BIP-39's test vectors and one of CosmJS's own: nobody's money.
const mnemonics = [
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
  "economy stock theory fatal elder harbor betray wasp final emotion task crumble siren bottom lizard educate guess current outdoor pair theory focus wife stone",
];
const messages = ["R3MES", "", "two\nlines", "çok güzel <&> \" ' \\ \u2028", "x".repeat(500)];

const cases = [];
for (const mnemonic of mnemonics) {
  const wallet = await Secp256k1HdWallet.fromMnemonic(mnemonic, { prefix: "remes" });
  const [{ address }] = await wallet.getAccounts();
  for (const message of messages) {
    const doc = {
      chain_id: "", account_number: "0", sequence: "0", fee: { gas: "0", amount: [] }, memo: "",
      msgs: [{ type: "sign/MsgSignData", value: { signer: address, data: Buffer.from(message, "utf8").toString("base64") } }],
    };
    const { signature } = await wallet.signAmino(address, doc);
    cases.push({ address, message, sign_doc: Buffer.from(serializeSignDoc(doc)).toString("utf8"), pub_key: signature.pub_key.value, signature: signature.signature });
  }
}
console.log(JSON.stringify(cases, null, 2));
