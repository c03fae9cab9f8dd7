// Uses the official OpenAI client for JavaScript against the server named by
// R3MES_URL and prints what it saw as one line of JSON.
import OpenAI from "openai";

const client = new OpenAI({baseURL: `${process.env.R3MES_URL}/v1`, apiKey: process.env.R3MES_API_KEY, maxRetries: 0});
const messages = [{role: "user", content: "What is R3MES?"}];

const models = [];
for await (const model of client.models.list()) models.push(model.id);

const plain = await client.chat.completions.create({model: "auto", messages, temperature: 0});

let text = "", finish = null, usage = null, chunks = 0;
const stream = await client.chat.completions.create({model: "auto", messages, temperature: 0, stream: true, stream_options: {include_usage: true}});
for await (const chunk of stream) {
    chunks++;
    text += chunk.choices[0]?.delta?.content ?? "";
    finish = chunk.choices[0]?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
}

const refused = async (promise) => {
    try {
        await promise;
        return null;
    } catch (e) {
        return {name: e.constructor.name, status: e.status, code: e.code};
    }
};
const stranger = new OpenAI({baseURL: `${process.env.R3MES_URL}/v1`, apiKey: "r3mes_wrong", maxRetries: 0});

console.log(JSON.stringify({
    models, chunks, finish, usage, text,
    plain: plain.choices[0].message.content, plainFinish: plain.choices[0].finish_reason, plainUsage: plain.usage,
    badKey: await refused(stranger.chat.completions.create({model: "auto", messages})),
    badModel: await refused(client.chat.completions.create({model: "no-such-model", messages}))
}));
