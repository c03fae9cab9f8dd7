// Times llama.cpp, through node-llama-cpp, on the GGUF file given: a prompt of
// `prefill` tokens in one batch, then `decode` greedy tokens. Prints one line
// of JSON. Run from the folder in which node-llama-cpp is installed.
import fs from "node:fs";
import {getLlama} from "node-llama-cpp";

const [path, threads, prefill, decode, repeats] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const llama = await getLlama({gpu: false, build: "never", skipDownload: true, progressLogs: false, logLevel: "error", maxThreads: threads});
const model = await llama.loadModel({modelPath: path, ignoreMemorySafetyChecks: true});
const context = await model.createContext({contextSize: prefill + decode + 16, batchSize: prefill, threads, ignoreMemorySafetyChecks: true});
const sequence = context.getSequence();

// Any ids will do; these avoid the begin and end tokens.
const prompt = (shift) => Array.from({length: prefill}, (_, i) => 10 + (i * 37 + shift) % 100000);
const all = {prefill_tok_s: [], decode_tok_s: []};
for (let r = 0; r <= repeats; r++) { // the first round warms up
    await sequence.clearHistory();
    let start = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt(r));
    const prefillRate = prefill / (performance.now() - start) * 1000;

    await sequence.clearHistory();
    let n = 0;
    for await (const _ of sequence.evaluate(prompt(r).slice(0, 16), {temperature: 0, yieldEogToken: true})) {
        if (n === 0) start = performance.now(); // the first token still belongs to the prompt
        if (n++ === decode) break;
    }
    const decodeRate = decode / (performance.now() - start) * 1000;
    if (r > 0) {
        all.prefill_tok_s.push(prefillRate);
        all.decode_tok_s.push(decodeRate);
    }
}
const status = fs.readFileSync("/proc/self/status", "utf8");
const median = (a) => a.sort((x, y) => x - y)[a.length >> 1];
console.log(JSON.stringify({
    prefill_tok_s: median(all.prefill_tok_s), decode_tok_s: median(all.decode_tok_s),
    rss_mb: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024, threads
}));
process.exit(0);
