// Uses the Vercel AI SDK with its OpenAI provider, unmodified. Its default model
// speaks /v1/responses.
import assert from "node:assert/strict";
import {createOpenAI} from "@ai-sdk/openai";
import {APICallError, embedMany, generateText, Output, stepCountIs, streamText, tool} from "ai";
import {z} from "zod";
import {apiKey, baseURL, run} from "./checks.mjs";

const openai = createOpenAI({baseURL, apiKey});
const prompt = "What is R3MES?";
const weather = tool({
    description: "the weather of a city", inputSchema: z.object({city: z.string().max(20)}), execute: async ({city}) => `sunny in ${city}`,
});
const person = Output.object({schema: z.object({name: z.string().max(20), age: z.number().int().min(0).max(150)})});
const common = {maxRetries: 0, temperature: 0};

const checks = {};
for (const [api, model] of Object.entries({responses: openai("auto"), chat: openai.chat("auto")})) {
    checks[`${api} text`] = async () => {
        const answer = await generateText({...common, model, system: "Be brief.", prompt});
        assert(answer.text.length > 0);
        assert.equal(answer.finishReason, "stop");
        assert.equal(answer.usage.totalTokens, answer.usage.inputTokens + answer.usage.outputTokens);
        const stream = streamText({...common, model, system: "Be brief.", prompt});
        let text = "";
        for await (const piece of stream.textStream) text += piece;
        assert.equal(text, answer.text);
    };
    checks[`${api} structured`] = async () => {
        const {output} = await generateText({...common, model, prompt, output: person, maxOutputTokens: 300, temperature: 1});
        assert.equal(typeof output.age, "number");
    };
    checks[`${api} tools`] = async () => {
        const answer = await generateText({...common, model, prompt: "weather?", tools: {weather}, toolChoice: "required", stopWhen: stepCountIs(2), maxOutputTokens: 300, temperature: 1});
        assert.equal(answer.steps.length, 2);
        assert.match(answer.steps[0].toolResults[0].output, /^sunny in/);
        const stream = streamText({...common, model, prompt: "weather?", tools: {weather}, toolChoice: {type: "tool", toolName: "weather"}, maxOutputTokens: 300, temperature: 1});
        const calls = await stream.toolCalls;
        assert.equal(calls[0].toolName, "weather");
    };
    checks[`${api} errors`] = async () => {
        const wrong = createOpenAI({baseURL, apiKey: "r3mes_wrong"});
        await assert.rejects(generateText({...common, model: api === "chat" ? wrong.chat("auto") : wrong("auto"), prompt}), (e) => APICallError.isInstance(e) && e.statusCode === 401);
    };
}
checks["text completion"] = async () => {
    assert((await generateText({...common, model: openai.completion("r3mes-demo"), prompt: "R3MES is", maxOutputTokens: 8})).text.length > 0);
};
checks.embeddings = async () => {
    const {embeddings} = await embedMany({model: openai.embedding("r3mes-static"), values: ["a contract", "a loop"], maxRetries: 0});
    assert(embeddings.length === 2 && embeddings[0].length > 1);
};
await run(checks);
