// Uses LangChain with its OpenAI integration, unmodified.
import assert from "node:assert/strict";
import {ChatOpenAI, OpenAIEmbeddings} from "@langchain/openai";
import {createAgent, tool} from "langchain";
import {HumanMessage, SystemMessage, ToolMessage} from "@langchain/core/messages";
import {z} from "zod";
import {apiKey, baseURL, run} from "./checks.mjs";

const options = {model: "auto", apiKey, maxRetries: 0, configuration: {baseURL}};
const model = new ChatOpenAI({...options, temperature: 0});
const question = [new SystemMessage("Be brief."), new HumanMessage("What is R3MES?")];
const weather = tool(async ({city}) => `sunny in ${city}`, {
    name: "get_weather", description: "the weather of a city", schema: z.object({city: z.string().max(20)}),
});

await run({
    async chat() {
        const answer = await model.invoke(question);
        assert(answer.content.length > 0);
        assert(answer.usage_metadata.total_tokens > 0);
    },
    async stream() {
        let text = "";
        for await (const chunk of await model.stream(question)) text += chunk.content;
        assert.equal(text, (await model.invoke(question)).content);
    },
    async several() {
        const answers = await model.batch([question, question, question]);
        assert.equal(answers.length, 3);
    },
    async structured() {
        const person = new ChatOpenAI({...options, maxTokens: 300}).withStructuredOutput(z.object({name: z.string().max(20), age: z.number().int().min(0).max(150)}), {name: "person", method: "jsonSchema"});
        assert.equal(typeof (await person.invoke("Who?")).age, "number");
    },
    async tools() {
        const caller = new ChatOpenAI({...options, maxTokens: 300}).bindTools([weather], {tool_choice: "required"});
        const answer = await caller.invoke("weather?");
        assert.equal(answer.tool_calls[0].name, "get_weather");
        assert.equal(typeof answer.tool_calls[0].args.city, "string");
        const result = await weather.invoke(answer.tool_calls[0]);
        assert(result instanceof ToolMessage);
        assert((await model.bindTools([weather]).invoke([new HumanMessage("weather?"), answer, result])).content.length > 0);
    },
    async agent() {
        const agent = createAgent({model, tools: [weather]});
        const {messages} = await agent.invoke({messages: [{role: "user", content: "What is R3MES?"}]});
        assert(messages.at(-1).content.length > 0);
    },
    async responses() {
        const answer = await new ChatOpenAI({...options, temperature: 0, useResponsesApi: true}).invoke(question);
        assert(answer.text.length > 0);
    },
    async errors() {
        await assert.rejects(new ChatOpenAI({...options, apiKey: "r3mes_wrong"}).invoke("x"), (e) => e.status === 401);
        await assert.rejects(new ChatOpenAI({...options, model: "none"}).invoke("x"), (e) => e.status === 404);
    },
    async embeddings() {
        const vectors = await new OpenAIEmbeddings({...options, model: "r3mes-static"}).embedDocuments(["a contract", "a loop"]);
        assert(vectors.length === 2 && vectors[0].length > 1);
    },
});
