// Uses the official OpenAI client for JavaScript, unmodified.
import assert from "node:assert/strict";
import OpenAI from "openai";
import {zodResponseFormat} from "openai/helpers/zod";
import {z} from "zod";
import {apiKey, baseURL, run} from "./checks.mjs";

const client = new OpenAI({baseURL, apiKey, maxRetries: 0});
const messages = [{role: "user", content: "What is R3MES?"}];
const Person = z.object({name: z.string().max(20), age: z.number().int().min(0).max(150)});
const parameters = {
    type: "object", properties: {city: {type: "string", maxLength: 20}, unit: {enum: ["C", "F"]}},
    required: ["city", "unit"], additionalProperties: false,
};
const weather = {type: "function", function: {name: "get_weather", parameters}};

const refused = async (name, code, promise) => {
    await assert.rejects(promise, (e) => e.constructor.name === name && e.code === code);
};

await run({
    async models() {
        const ids = [];
        for await (const model of client.models.list()) ids.push(model.id);
        for (const want of ["auto", "coder", "law"]) assert(ids.some((id) => id.includes(want)), `${want} in ${ids}`);
        assert.equal((await client.models.retrieve("auto")).object, "model");
    },
    async chat() {
        const {data: plain, response} = await client.chat.completions.create({model: "auto", messages, temperature: 0}).withResponse();
        assert.match(response.headers.get("x-r3mes-receipt"), /^rcpt_/);
        assert.equal(plain.choices[0].finish_reason, "stop");
        let text = "", finish = null, usage = null, chunks = 0;
        const stream = await client.chat.completions.create({model: "auto", messages, temperature: 0, stream: true, stream_options: {include_usage: true}});
        for await (const chunk of stream) {
            chunks++;
            text += chunk.choices[0]?.delta?.content ?? "";
            finish = chunk.choices[0]?.finish_reason ?? finish;
            usage = chunk.usage ?? usage;
        }
        assert(chunks >= 3 && text.length > 0);
        assert.equal(text, plain.choices[0].message.content);
        assert.equal(finish, "stop");
        assert.deepEqual(usage, plain.usage);
        assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    },
    async several() {
        const seen = new Set();
        const stream = client.chat.completions.stream({model: "r3mes-demo", messages, n: 3, temperature: 1, max_tokens: 12});
        for await (const chunk of stream) for (const c of chunk.choices) seen.add(c.index);
        assert.equal((await stream.finalChatCompletion()).choices.length, 3);
        assert.equal(seen.size, 3);
    },
    async logprobs() {
        const answer = await client.chat.completions.create({model: "r3mes-demo", messages, logprobs: true, top_logprobs: 2, max_tokens: 8, temperature: 0});
        const {content} = answer.choices[0].logprobs;
        assert.equal(Buffer.from(content.flatMap((t) => t.bytes)).toString(), answer.choices[0].message.content);
    },
    async structured() {
        const answer = await client.chat.completions.parse({model: "auto", messages, response_format: zodResponseFormat(Person, "person"), max_tokens: 300});
        assert.equal(typeof answer.choices[0].message.parsed.age, "number");
    },
    async tools() {
        const body = {model: "auto", messages, tools: [weather], tool_choice: "required", max_tokens: 300};
        const answer = await client.chat.completions.create(body);
        const [call] = answer.choices[0].message.tool_calls;
        assert.equal(answer.choices[0].finish_reason, "tool_calls");
        assert(["C", "F"].includes(JSON.parse(call.function.arguments).unit));
        const history = [...messages, answer.choices[0].message, {role: "tool", tool_call_id: call.id, content: "sunny"}];
        assert((await client.chat.completions.create({model: "auto", messages: history, tools: [weather], max_tokens: 20})).choices[0].message);
        const stream = client.chat.completions.stream(body);
        const final = await stream.finalChatCompletion();
        assert.equal(final.choices[0].message.tool_calls[0].function.name, "get_weather");
        JSON.parse(final.choices[0].message.tool_calls[0].function.arguments);
    },
    async textCompletions() {
        const answer = await client.completions.create({model: "r3mes-demo", prompt: "R3MES is", max_tokens: 8, echo: true, logprobs: null});
        assert(answer.choices[0].text.startsWith("R3MES is"));
    },
    async responses() {
        const body = {model: "auto", input: "What is R3MES?", temperature: 0};
        const whole = await client.responses.create(body);
        assert.equal(whole.status, "completed");
        const stream = client.responses.stream(body);
        let text = "";
        stream.on("response.output_text.delta", (e) => (text += e.delta));
        const final = await stream.finalResponse();
        assert(text.length > 0 && text === final.output_text && text === whole.output_text);
        const called = await client.responses.create({model: "auto", input: "weather?", tools: [{type: "function", name: "get_weather", parameters, strict: false}], tool_choice: "required", max_output_tokens: 300});
        assert.equal(called.output[0].type, "function_call");
        JSON.parse(called.output[0].arguments);
    },
    async errors() {
        const stranger = new OpenAI({baseURL, apiKey: "r3mes_wrong", maxRetries: 0});
        await refused("AuthenticationError", "invalid_api_key", stranger.chat.completions.create({model: "auto", messages}));
        await refused("NotFoundError", "model_not_found", client.chat.completions.create({model: "none", messages}));
        await refused("BadRequestError", "unsupported_parameter", client.responses.create({model: "auto", input: "x", previous_response_id: "resp_1"}));
    },
    async embeddings() {
        const answer = await client.embeddings.create({model: "r3mes-static", input: "a contract"}); // asks for base64
        assert(answer.data[0].embedding.length > 1 && answer.data[0].embedding.every(Number.isFinite));
    },
});
